"""Feed files scored beside what is expected of them, and consecutive polls through the real store path."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from monitor.evaluation.feeds import evaluate_feeds
from monitor.feeds.parse import parse
from monitor.feeds.score import feed_compare
from monitor.lib.jsonlines import StartError
from monitor.models import Item, Source
from tests.conftest import make_item
from tests.evaluation.test_command import evaluate
from tests.feeds.samples import ATOM, JSON_FEED, RSS, item, rss
from tests.shell import manage

FIRST, SECOND, THIRD = "20260301T020000Z", "20260301T080000Z", "20260302T020000Z"


def feed_folder(tmp_path: Path, **polls: bytes) -> Path:
    (tmp_path / "yunhe").mkdir()
    for name, body in polls.items():
        (tmp_path / "yunhe" / f"{name.removeprefix('at_')}.xml").write_bytes(body)
    return tmp_path


def expecting(tmp_path: Path, expected: dict[str, Any], body: str = RSS) -> dict[str, Any]:
    (tmp_path / "a.xml").write_text(body, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(expected), "utf-8")
    return dict(evaluate_feeds(str(tmp_path))["expected"])


def test_a_feed_is_compared_with_the_json_beside_it(tmp_path: Path) -> None:
    titles = [entry.title for entry in parse(RSS.encode()).entries]
    found = expecting(tmp_path, {"items": [{"title": title} for title in titles]})
    assert found["fields"] == {
        "entries": {"compared": 1, "different": 0},
        "title": {"compared": len(titles), "different": 0},
    }


def test_what_differs_is_named_by_file_field_and_entry_without_its_text(tmp_path: Path) -> None:
    found = expecting(tmp_path, {"items": [{"title": "另一个题目", "pubDateParsed": "2001-01-01T00:00:00Z"}]})
    assert found["differences"] == [
        {"file": "a.xml", "field": "entries", "entry": None},
        {"file": "a.xml", "field": "title", "entry": 0},
        {"file": "a.xml", "field": "published", "entry": 0},
    ]


@pytest.mark.parametrize("body", [RSS, ATOM, JSON_FEED])
def test_a_feed_of_any_format_equals_itself_in_gofeeds_words(body: str) -> None:
    feed = parse(body.encode())
    items = [
        {
            "title": entry.title,
            "link": entry.link,
            "guid": {"value": entry.guid},
            "content": {"value": entry.text},
            "publishedParsed": entry.published.isoformat() if entry.published else None,
            "categories": [{"term": word} for word in entry.categories],
            "enclosures": [{"url": part.url, "type": part.type} for part in entry.enclosures],
            "authors": [{"name": "谁也不是"}],
        }
        for entry in feed.entries
    ]
    compared = feed_compare(feed, {"title": feed.title, "link": feed.link, "language": feed.language, "items": items})
    assert compared.differences == ()
    assert compared.fields["title"] == len(items)


def test_tracking_parameters_of_an_expected_link_do_not_count(tmp_path: Path) -> None:
    body = rss(item(1)).decode()
    found = expecting(tmp_path, {"items": [{"link": "http://news.yunhe.example/1?utm_source=feed"}]}, body)
    assert found["differences"] == []


def test_errors_are_counted_by_label_and_partial_files_named(tmp_path: Path) -> None:
    (tmp_path / "none.xml").write_text("<html><p>登录</p></html>", "utf-8")
    (tmp_path / "nothing.xml").write_bytes(b"")
    (tmp_path / "half.xml").write_bytes(rss(item(1), item(2))[:-60])
    result = evaluate_feeds(str(tmp_path))
    assert (result["n"], result["crashes"]) == (3, 0)
    assert result["errors"] == {"not_a_feed": 1, "empty": 1}
    assert result["partials"] == ["half.xml: 1 of 2"]


def test_a_fault_of_the_parser_is_counted_as_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.evaluation.feeds.parse", lambda *_args, **_options: 1 / 0)
    (tmp_path / "a.xml").write_bytes(rss(item(1)))
    assert evaluate_feeds(str(tmp_path))["crashed"] == ["a.xml: ZeroDivisionError"]


@pytest.mark.django_db
def test_consecutive_polls_give_exactly_the_entries_not_seen_before(tmp_path: Path) -> None:
    polls = {
        f"at_{FIRST}": rss(item(1), item(2)),
        f"at_{SECOND}": rss(item(2), item(3), item(1, "第1号改了题目")),
        f"at_{THIRD}": rss(item(3), item(4), item(5)),
    }
    found = evaluate_feeds(str(feed_folder(tmp_path, **polls)))["polls"]
    assert (found["n"], found["equal"], found["new"], found["stored"]) == (3, 3, 5, 5)
    assert found["counts_equal_a_recount"]
    assert found["feeds"]["yunhe"] | {"differences": []} == found["feeds"]["yunhe"]
    assert (found["feeds"]["yunhe"]["edited"], Item.objects.count()) == (1, 5)


@pytest.mark.django_db
def test_the_clock_is_that_of_the_polls_and_dates_of_the_poll_are_distrusted(tmp_path: Path) -> None:
    polls = {
        f"at_{FIRST}": rss(*(item(n, date="Sun, 01 Mar 2026 01:59:58 GMT") for n in range(6))),
        f"at_{SECOND}": rss(*(item(n, date="Sun, 01 Mar 2026 07:59:58 GMT") for n in range(7))),
    }
    found = evaluate_feeds(str(feed_folder(tmp_path, **polls)))["polls"]
    assert found["feeds"]["yunhe"]["dates"] == "poll_time"
    assert Source.objects.get().last_checked_at == Item.objects.latest("first_seen").first_seen
    assert f"{Source.objects.get().last_checked_at:%Y%m%dT%H%M%SZ}" == SECOND


@pytest.mark.django_db
def test_a_poll_that_stores_other_than_expected_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.evaluation.feed_polls._names", lambda _entry, **_: {"ever the same"})
    found = evaluate_feeds(str(feed_folder(tmp_path, **{f"at_{FIRST}": rss(item(1), item(2))})))["polls"]
    assert found["equal"] == 0
    (different,) = found["feeds"]["yunhe"]["differences"]
    assert (different["at"], different["new"], different["expected"]["new"]) == (FIRST, 2, 1)


@pytest.mark.django_db
def test_polls_are_never_replayed_into_a_database_in_use(tmp_path: Path) -> None:
    make_item()
    with pytest.raises(StartError, match="empty"):
        evaluate_feeds(str(feed_folder(tmp_path, **{f"at_{FIRST}": rss(item(1))})))


def test_the_command_replays_polls_in_a_database_of_its_own(tmp_path: Path) -> None:
    like = os.environ.get("TINGCHAO_THROWAWAY_LIKE", "")  # beginning from nothing is shown with the alerts' own
    folder = feed_folder(tmp_path, **{f"at_{FIRST}": rss(item(1))})
    ran = evaluate("feeds", str(folder), TINGCHAO_THROWAWAY_LIKE=like)
    assert (ran.returncode, ran.stderr) == (0, "")
    result = json.loads(ran.stdout)
    assert (result["what"], result["polls"]["equal"], result["polls"]["new"]) == ("feeds", 1, 1)


def test_a_folder_without_feeds_cannot_be_measured(tmp_path: Path) -> None:
    ran = manage("evaluate", "feeds", str(tmp_path))
    assert ran.returncode == 2
    assert "no feed files" in ran.stderr
