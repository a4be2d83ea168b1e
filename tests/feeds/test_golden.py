"""Every format as published beside what `manage.py feed` prints of it; its author, who stands wherever one may, nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import call_command

from monitor.feeds.ingest import source_fetch_many
from monitor.lib.clock import utc_now
from monitor.models import Item
from tests.conftest import make_source
from tests.feeds.site import Reply, Site

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))
MAPPING = {"items": "data.0.cards", "id": "n", "title": "word", "link": "to.pc", "published": "when", "summary": "desc"}
MAPPING["feed_title"] = "data.0.board.label"
AUTHOR = ("砚秋", "yanqiu")
ASKED = {
    "hotlist_mapped.json": ["--format", "hotlist", *(f"--map={name}={path}" for name, path in MAPPING.items())],
    "list_page.html": ["--format", "list_page"],
}
FORMAT: dict[str, dict[str, Any]] = {
    "hotlist_mapped.json": {"format": "hotlist_json", "options": MAPPING},
    "hotlist_newsnow.json": {"format": "hotlist_json"},
    "list_page.html": {"format": "list_page"},
}


def printed(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("feed", str(GOLDEN / name), *ASKED.get(name, []))
    assert ended.value.code == 0
    return capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_read_as_published(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    expected = json.loads((GOLDEN / f"{Path(name).stem}.expected.json").read_text())
    assert json.loads(printed(name, capfdbinary)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_author_is_in_the_feed_and_nowhere_in_what_is_printed(
    name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert AUTHOR[0] in (GOLDEN / name).read_text()
    assert not [word for word in AUTHOR if word in printed(name, capfdbinary)]


@pytest.mark.django_db
def test_the_author_is_in_no_row_after_a_poll_of_every_format(site: Site, settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    for name in NAMES:
        site.routes[f"/{name}"] = Reply((GOLDEN / name).read_bytes())
    sources = [make_source(url=site.url(f"/{name}"), trusted_dates=False, **FORMAT.get(name, {})) for name in NAMES]
    summary = source_fetch_many(ids=[source.pk for source in sources], now=utc_now())
    assert (summary.ok, summary.failed, Item.objects.count()) == (len(NAMES), 0, summary.new)
    rows = repr([list(model._default_manager.values()) for model in apps.get_app_config("monitor").get_models()])
    assert "零工驿站" in rows
    assert not [word for word in AUTHOR if word in rows]
