"""Trying a query on what is stored: counted in pieces, compared with the query in force, explained item by item."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.feeds.parsed import digest16
from monitor.lib.clock import utc_now
from monitor.models import ItemKey
from monitor.rules import scan
from monitor.rules.explain import item_asked, item_explain
from monitor.rules.scan import Compared, Found, Spot, found_page, tally_begin, tally_go_on
from tests.conftest import make_item, make_source

pytestmark = pytest.mark.django_db
ASKED = Compared("路灯 -停电", "路灯 石桥", ())
TITLES = ("石桥路的路灯换了新的", "东街换了新的路灯", "路灯停电检修", "石桥的路灯停电", "夜市开业")


def some_items() -> None:
    for n, title in enumerate(TITLES):
        make_item(title=title, at=utc_now() - timedelta(days=1, minutes=n))
    make_item(title="上月的路灯", at=utc_now() - timedelta(days=12))
    make_item(title="更早的路灯", at=utc_now() - timedelta(days=31))


def found(show: str) -> list[str]:
    start = utc_now() - scan.WEEK
    page = found_page(ASKED, show=show, start=start, spot=Spot(utc_now()), size=10)
    return [item.stored.title for item in page.found]


def test_a_month_is_counted_and_compared_with_the_query_in_force() -> None:
    some_items()
    tally = tally_go_on(tally_begin(now=utc_now()), ASKED, seconds=30)  # a busy machine
    assert (tally.total, tally.seen, tally.over) == (6, 6, True)
    assert (tally.month, tally.week, tally.added, tally.removed) == (3, 2, 2, 1)


def test_counting_in_pieces_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    some_items()
    whole = tally_go_on(tally_begin(now=utc_now()), ASKED)
    monkeypatch.setattr(scan, "FIRST", 1)
    monkeypatch.setattr(scan, "CHUNK", 2)
    tally, calls = tally_begin(now=utc_now()), 0
    while not tally.over:
        tally, calls = tally_go_on(tally, ASKED, seconds=0.0), calls + 1
    assert calls > 3
    assert (tally.seen, tally.month, tally.added, tally.removed) == (
        whole.seen,
        whole.month,
        whole.added,
        whole.removed,
    )


@pytest.mark.parametrize(("show", "titles"), [("all", TITLES[:2]), ("added", TITLES[1:2]), ("removed", TITLES[3:4])])
def test_matches_are_listed_whole_or_by_what_changes(show: str, titles: tuple[str, ...]) -> None:
    some_items()
    assert found(show) == list(titles)


def test_pages_follow_each_other_without_gap_or_double(monkeypatch: pytest.MonkeyPatch) -> None:
    same = utc_now() - timedelta(hours=1)
    for n in range(7):
        make_item(title=f"路灯 {n}", at=same)
    asked, spot, seen = Compared("路灯", "", ()), Spot(utc_now()), list[Found]()
    while spot:
        page = found_page(asked, show="all", start=utc_now() - scan.WEEK, spot=spot, size=3)
        seen, spot = [*seen, *page.found], page.spot
    assert [item.stored.title for item in seen] == [f"路灯 {n}" for n in reversed(range(7))]


@pytest.mark.parametrize(
    ("query", "reason", "words"),
    [
        ("路灯 -停电", "matched", ("路灯",)),
        ("路灯 -石桥路", "excluded", ("石桥路",)),
        ("路灯 停电", "missing", ("停电",)),
        ("标题:云河", "missing", ("云河",)),
        ("来源:云河晚报 路灯", "matched", ("云河晚报", "路灯")),
    ],
)
def test_an_item_says_what_decided(query: str, reason: str, words: tuple[str, ...]) -> None:
    item = make_item(title=TITLES[0], text="云河", source=make_source(name="云河晚报"))
    said = item_explain(item, query, ()).why
    assert said is not None
    assert (said.reason, said.because) == (reason, words)


def test_a_synonym_group_stands_for_its_words() -> None:
    item = make_item(title=TITLES[0])
    asked = Compared("{灯}", "", (("灯", ("街灯", "路灯")),))
    page = found_page(asked, show="all", start=utc_now() - scan.WEEK, spot=Spot(utc_now()), size=5)
    assert [found.id for found in page.found] == [item.id]


def test_a_text_that_is_gone_cannot_be_explained() -> None:
    assert item_explain(make_item(title="", text=""), "路灯", ()).why is None


def test_an_item_is_found_by_number_page_and_link() -> None:
    source = make_source()
    item = make_item(source=source, link="https://news.example/a")
    other = make_item(source=source, link="https://news.example/b")
    ItemKey.objects.create(
        source=source, digest=digest16("id", item.link), item_id=item.id, month=item.month, content=b"", seen_at=item.at
    )
    for asked in (str(item.id), f"http://localhost/items/{item.id}/", "https://news.example/a?utm_source=x"):
        found = item_asked(asked, now=utc_now())
        assert found is not None
        assert found.id == item.id, asked
    assert item_asked(other.link, now=utc_now()) == other  # known by its guid
    assert item_asked("https://news.example/none", now=utc_now()) is None
