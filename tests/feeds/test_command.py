"""`manage.py feed`: the contract's objects, on files and addresses, without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command

from tests.feeds import samples
from tests.feeds.site import Reply, Site


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]


def run(capfdbinary: pytest.CaptureFixture[bytes], *sources: str) -> tuple[int, list[dict[str, Any]]]:
    with pytest.raises(SystemExit) as ended:
        call_command("feed", *sources)
    return int(str(ended.value.code)), [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def test_a_file_gives_one_object_with_exactly_the_contracts_keys(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(samples.RSS.encode("gb18030").replace(b"utf-8", b"gbk"))
    code, (record,) = run(capfdbinary, str(file))
    assert (code, sorted(record)) == (0, ["entries", "error", "feed", "partial"])
    assert record["feed"] == {"title": "云河晚报", "link": "http://news.yunhe.example/", "language": "zh-CN", "ttl": 30}
    assert sorted(record["entries"][0]) == sorted(
        "guid link title summary content published updated categories enclosures".split()  # noqa: SIM905
    )
    assert record["entries"][0]["published"] == "2026-07-01T00:30:00Z"
    assert (record["partial"], record["error"]) == (None, None)


def test_an_address_is_fetched_and_nothing_unmasked_is_shown(
    site: Site, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "联系 13912345678 或 laoban@yunhe.example"
    site.routes["/feed"] = Reply(samples.rss(samples.item(1, title=text, text=text), head="<link>/</link>"))
    code, (record,) = run(capfdbinary, site.url("/feed"))
    assert code == 0
    assert not [secret for secret in ("13912345678", "laoban@") if secret in json.dumps(record, ensure_ascii=False)]


def test_each_failure_is_an_object_with_label_and_advice_and_the_run_goes_on(
    site: Site, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    site.routes["/gone"] = Reply(status=410)
    (tmp_path / "page.html").write_text("<html><body>登录</body></html>")
    (tmp_path / "feed.json").write_text(samples.JSON_FEED)
    sources = [site.url("/gone"), str(tmp_path / "page.html"), str(tmp_path / "none.xml"), str(tmp_path / "feed.json")]
    code, records = run(capfdbinary, *sources)
    assert code == 1
    assert [record["error"] and record["error"]["label"] for record in records] == ["gone", "not_a_feed", "file", None]
    assert records[0]["error"]["permanent"] is True
    assert "停用" in records[0]["error"]["detail"]


def test_it_needs_no_database(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(samples.ATOM)
    nowhere = {**os.environ, "DATABASE_URL": "postgres://no:no@127.0.0.1:1/no", "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "feed", str(file)],
        env=nowhere,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["entries"][0]["guid"].startswith("tag:trade")


LIST = "<ul><li><a href='n/1.html'>关于冬季工地防寒的通知</a><span>2026-11-20</span></li></ul>"


def test_a_list_page_is_read_when_asked_for(site: Site, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    site.routes["/notices/"] = Reply(f"<!doctype html><html><body>{LIST}</body></html>".encode())
    for selectors in ([], ["--selector", "entry=ul li", "--selector", "date=span"]):
        code, (record,) = run(capfdbinary, site.url("/notices/"), "--format", "list_page", *selectors)
        (entry,) = record["entries"]
        assert (code, entry["title"], entry["link"]) == (0, "关于冬季工地防寒的通知", site.url("/notices/n/1.html"))
        assert entry["published"] == "2026-11-20T04:00:00Z"


def test_a_hot_list_is_read_where_the_options_say(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "hot.json").write_text(
        json.dumps({"data": {"list": [{"word": "云河高温", "href": "http://h.example/1"}]}})
    )
    options = ["--format", "hotlist", "--map", "items=data.list", "--map", "title=word", "--map", "link=href"]
    code, (record,) = run(capfdbinary, str(tmp_path / "hot.json"), *options)
    (entry,) = record["entries"]
    assert (code, entry["title"], entry["link"]) == (0, "云河高温", "http://h.example/1")


def test_html_without_the_option_says_what_to_do(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><html><body>{LIST}</body></html>")
    code, (record,) = run(capfdbinary, str(tmp_path / "page.html"))
    assert (code, record["error"]["label"]) == (1, "not_a_feed")
    assert "--format list_page" in record["error"]["detail"]


@pytest.mark.parametrize(
    "options",
    [
        ["--selector", "entry=li"],
        ["--format", "list_page", "--selector", "li"],
        ["--format", "list_page", "--selector", "entry=li["],
        ["--map", "items=data"],
        ["--format", "hotlist", "--map", "title=author.name"],
        ["--format", "hotlist", "--map", "rank=n"],
    ],
)
def test_options_that_make_no_sense_end_with_2(capfdbinary: pytest.CaptureFixture[bytes], options: list[str]) -> None:
    assert run(capfdbinary, "feed.xml", *options) == (2, [])
