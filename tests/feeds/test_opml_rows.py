"""Sources from and to OPML: each line accounted for, one transaction, no burst of first polls."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.db import connection

from monitor.feeds import opml_rows
from monitor.feeds.opml_rows import opml_counts, opml_export, opml_import, opml_plan
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Outage, Source, User
from tests.conftest import make_source

pytestmark = pytest.mark.django_db


def opml(*outlines: str) -> bytes:
    return ("<opml><body>\n" + "\n".join(outlines) + "\n</body></opml>").encode()


def outline(url: str, title: str = "云河晚报", more: str = "") -> str:
    return f'<outline text="{title}" xmlUrl="{url}" {more}/>'


def test_feeds_become_sources_with_their_home_and_the_given_kind_and_region(admin: User) -> None:
    body = opml(outline("https://a.example/f", more='htmlUrl="https://a.example/"'))
    opml_import(body=body, kind="trade", region="云河", by=admin, now=utc_now())
    source = Source.objects.get()
    assert (source.name, source.url, source.homepage) == ("云河晚报", "https://a.example/f", "https://a.example/")
    assert (source.kind, source.region, source.state, source.own) == ("trade", "云河", "new", False)


def test_every_line_is_told_what_came_of_it() -> None:
    make_source(url="https://known.example/f")
    body = opml(
        outline("https://KNOWN.example:443/f"),
        outline("https://a.example/f"),
        outline("https://a.example/f#top"),
        outline("ftp://a.example/f"),
        outline("https://me:secret@a.example/f"),
        outline("https://a.example/u/somebody/rss", "somebody"),
        outline("https://a.example/" + "x" * 1000),
        '<outline text="坏 xmlUrl="https://b.example/">',
    )
    plan = opml_plan(body=body)
    assert [line.line for line in plan] == list(range(2, 10))
    assert [line.outcome for line in plan] == ["known", "add", "twice", *["refused"] * 5]
    assert [line.reason for line in plan[3:]] == [
        "source_url",
        "source_login",
        "source_personal",
        "too_long",
        "malformed",
    ]
    assert not [secret for secret in ("secret", "somebody") if secret in repr(plan)]
    assert Source.objects.count() == 1


def test_titles_are_masked_and_a_missing_one_is_the_host() -> None:
    plan = opml_plan(body=opml(outline("https://a.example/f", "联系 13912345678"), outline("https://b.example/f", "")))
    assert "13912345678" not in plan[0].title
    assert plan[1].title == "b.example"


def test_first_polls_are_spread_over_the_interval() -> None:
    now = utc_now()
    opml_import(body=opml(*(outline(f"https://s{n}.example/f") for n in range(90))), by="opml", now=now)
    times = list(Source.objects.order_by("next_check_at").values_list("next_check_at", flat=True))
    minutes = [int((at - now).total_seconds() // 60) for at in times]
    assert {minutes.count(minute) for minute in range(15)} == {6}


def test_an_import_is_all_or_nothing_and_audited_once(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    body = opml(outline("https://a.example/f"), outline("https://b.example/f"))
    with monkeypatch.context() as patched:
        patched.setattr(opml_rows, "audit_record", _fails)
        with pytest.raises(RuntimeError):
            opml_import(body=body, by=admin, now=utc_now())
    assert not Source.objects.exists()
    opml_import(body=body, by=admin, now=utc_now())
    detail = AuditEntry.objects.get(action="source_import").detail
    assert (detail["add"], detail["refused"], detail["last_id"] - detail["first_id"]) == (2, 0, 1)


def _fails(**_: object) -> None:
    raise RuntimeError


def test_one_that_somebody_adds_meanwhile_is_known_at_the_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., tuple[opml_rows.Planned, ...]] = opml_plan

    def planned(**kwargs: object) -> tuple[opml_rows.Planned, ...]:
        plan = real(**kwargs)
        if not Source.objects.exists():
            make_source(url="https://a.example/f")
        return plan

    monkeypatch.setattr(opml_rows, "opml_plan", planned)
    plan = opml_import(body=opml(outline("https://a.example/f"), outline("https://b.example/f")), by="x", now=utc_now())
    assert [line.outcome for line in plan] == ["known", "add"]
    assert Source.objects.count() == 2


def test_a_second_import_of_the_same_file_adds_nothing() -> None:
    body = opml(outline("https://a.example/f"), outline("https://b.example/f"))
    opml_import(body=body, by="opml", now=utc_now())
    again = opml_import(body=body, by="opml", now=utc_now() + timedelta(hours=1))
    assert opml_counts(again) == {"add": 0, "known": 2, "twice": 0, "refused": 0}


@pytest.mark.parametrize("folder", ["行业媒体", "trade", "Trade"])
def test_a_folder_named_like_a_kind_says_the_kind(folder: str) -> None:
    body = opml(f'<outline text="{folder}">', outline("https://a.example/f"), "</outline>")
    (line,) = opml_plan(body=body)
    assert line.source is not None
    assert line.source.kind == "trade"


def test_what_was_exported_comes_back_whole() -> None:
    make_source(
        name="通知 & <公告>", url="https://gov.example/n?a=1&b=2", format="list_page", options={"entry": 'a[x="1"]'}
    )
    make_source(url="https://b.example/f", kind="union", own=True, enabled=False, region="云河", trusted_dates=False)
    fields = ("name", "url", "format", "kind", "options", "own", "enabled", "region", "trusted_dates", "homepage")
    before = list(Source.objects.order_by("url").values(*fields))
    body = opml_export(by="opml")
    Source.objects.all().delete()
    assert opml_counts(opml_import(body=body, by="opml", now=utc_now()))["refused"] == 0
    assert list(Source.objects.order_by("url").values(*fields)) == before
    assert Outage.objects.get().label == "paused"
    assert Source.objects.get(enabled=False).next_check_at is None


@pytest.mark.parametrize("options", ["[1]", "{", '{"entry": "li["}', '{"title": ".author"}'])
def test_options_that_cannot_be_used_are_refused(options: str) -> None:
    own = f"tingchao:format='list_page' tingchao:options='{options}'"
    (line,) = opml_plan(body=opml(f'<outline type="link" url="https://a.example/" {own}/>'))
    assert (line.outcome, line.reason) == ("refused", "options")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("opml", *arguments)
    return int(str(ended.value.code))


def test_the_command_reports_each_line_and_exits_with_1_when_one_was_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(opml(outline("https://a.example/f"), outline("ftp://b.example/f")))
    assert run("import", str(file)) == 1
    *lines, counts = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("line 2: added 云河晚报 https://a.example/f")
    assert lines[1].startswith("line 3: 不能添加 网址写法不对")
    assert counts == "1 added, 0 already there, 0 twice in the file, 1 refused"
    assert Source.objects.count() == 1


def test_the_command_exits_with_0_for_a_good_file_and_2_when_it_cannot_start(tmp_path: Path) -> None:
    file, other = tmp_path / "feeds.opml", tmp_path / "page.html"
    file.write_bytes(opml(outline("https://a.example/f"), outline("https://a.example/f")))
    other.write_text("<html></html>")
    assert run("import", str(file)) == 0
    assert [run("import", str(path)) for path in (other, tmp_path / "none.opml", tmp_path)] == [2, 2, 2]


def test_the_command_exports_to_a_file(tmp_path: Path) -> None:
    make_source(name="云河", url="https://a.example/f")
    assert run("export", str(tmp_path / "out.opml")) == 0
    assert "https://a.example/f" in (tmp_path / "out.opml").read_text("utf-8")
    assert AuditEntry.objects.get().actor == "opml"


@pytest.mark.django_db(transaction=True)
def test_it_works_from_a_pipe_as_a_user_runs_it() -> None:
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "opml", "import", "-"],
        env={**os.environ, "DATABASE_URL": url},
        input=opml(outline("https://a.example/f")),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert Source.objects.get().url == "https://a.example/f"


def test_a_drill_spreads_over_its_own_short_interval(settings: LazySettings) -> None:
    settings.DRILL, settings.FETCH_MIN_INTERVAL, now = True, 10, utc_now()
    opml_import(body=opml(outline("https://a.example/f")), by="opml", now=now)
    assert now <= Source.objects.get().next_check_at <= now + timedelta(seconds=10)  # type: ignore[operator]


def test_a_hot_list_goes_out_and_in_with_its_paths_and_a_path_to_a_person_does_not(admin: User) -> None:
    options = {"items": "data.0.list", "title": "word"}
    make_source(url="https://hot.example/api", format="hotlist_json", options=options)
    body = opml_export(by=admin)
    Source.objects.all().delete()
    opml_import(body=body, by=admin, now=utc_now())
    assert (Source.objects.get().format, Source.objects.get().options) == ("hotlist_json", options)
    (line,) = opml_plan(body=body.replace(b"&quot;word", b"&quot;nickname").replace(b"hot.example", b"h.example"))
    assert (line.outcome, line.reason) == ("refused", "options")
