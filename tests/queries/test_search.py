"""Search finds what a rule with the same words matches, in what the reader may see, and counts just that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.errors import SearchError
from monitor.lib.clock import utc_now
from monitor.models import Item
from monitor.models.searching import search_put
from monitor.queries import search_hits
from monitor.queries.search import SearchPage, search_ask, search_export, search_page
from monitor.queries.search_new import NEW_MOST, search_new
from monitor.text.search_words import search_version, search_words
from tests.conftest import make_item, make_source, make_unit

pytestmark = pytest.mark.django_db
NOW = utc_now()


def stored(**fields: Any) -> Item:
    """As ingest leaves it."""
    item = make_item(**{"at": NOW - timedelta(hours=1), "title": "园区通告", **fields})
    search_put([(item.month, item.id, search_words(item.title, item.text))], version=search_version())
    return item


def found(
    q: str = "", *, sight: tuple[int, ...] | None = None, after: str = "", limit: int = 30, **pairs: str
) -> SearchPage:
    return search_page(search_ask({"q": q, **pairs}, sight=sight, now=NOW), after=after, limit=limit)


def ids(page: SearchPage) -> list[int]:
    return [row.item.id for row in page.rows]


@pytest.mark.parametrize(
    ("q", "matching", "other"),
    [
        ("工资", "老板拖欠工资条不发", "员工资格审查"),
        ("*罚*", "公司处罚条例", "公司奖励条例"),
        ("hr", "HR约谈员工", "chrome更新"),
        ("拖欠 NEAR/3 工资", "拖欠三名工资", "拖欠货款的老板下月才发工资"),
        ("(讨薪 OR 欠薪) NOT 游戏", "工人讨薪", "讨薪游戏上线"),
        ("*work", "homework太多", "workers罢工"),
    ],
)
def test_a_search_finds_what_the_rule_matches(q: str, matching: str, other: str) -> None:
    item = stored(text=matching)
    stored(text=other)
    assert ids(found(q)) == [item.id]
    assert found(q).tally.total == 1


def test_counts_are_the_same_whether_candidates_are_read_or_the_index_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("拖欠工资", "员工资格", "工资照发", "工会"):
        stored(text=text)
    read = found("工资 NOT 拖欠", sort="relevance")
    monkeypatch.setattr(search_hits, "READ", 0)
    decided = found("工资 NOT 拖欠", sort="relevance")
    assert (read.tally.total, ids(read)) == (decided.tally.total, ids(decided)) == (1, ids(read))


def test_readers_with_units_find_and_count_only_theirs_and_untagged() -> None:
    mine, other = make_unit().pk, make_unit().pk
    seen = [stored(text="工资", units=units).id for units in ([mine], [], [mine, other])]
    stored(text="工资", units=[other])
    page = found("工资", sight=(mine,))
    assert sorted(ids(page)) == sorted(seen)
    assert page.tally.total == 3
    assert found("工资", sight=(mine,), unit=str(other)).tally.total == 1


def test_filters_combine_and_facets_count_what_is_left() -> None:
    forum = make_source(kind="forum")
    hit = stored(text="工资", source=forum, areas=["wages", "hours"], sentiment="neg", place="本区")
    stored(text="工资", source=forum, sentiment="pos")
    stored(text="工资", in_focus=False)
    page = found("工资", kind="forum", sentiment="neg", area="hours", place="本区")
    assert ids(page) == [hit.id]
    assert page.tally.facets["area"] == {"wages": 1, "hours": 1}
    assert found("工资", focus="everything").tally.facets["source"][str(forum.pk)] == 2


def test_a_story_is_listed_once_at_its_original_and_counts_its_reposts() -> None:
    original = stored(text="工资")
    copy = stored(text="工资", duplicate_of=original.id, at=NOW - timedelta(minutes=5))
    page = found("工资")
    assert (ids(page), page.rows[0].copies, page.tally.total, page.tally.stories) == ([original.id], 1, 2, 1)
    assert ids(found("工资", reposts="originals")) == [original.id]
    assert ids(found("工资", reposts="each")) == [copy.id, original.id]


def test_pages_follow_each_other_without_gap_or_double() -> None:
    items = [stored(text="工资", at=NOW - timedelta(minutes=1 + n // 2)).id for n in range(5)]
    first = found("工资", limit=2)
    second = found("工资", limit=2, after=first.next)
    third = found("工资", limit=2, after=second.next)
    assert sorted(ids(first) + ids(second) + ids(third)) == items
    assert third.next == ""


def test_titles_come_first_by_relevance() -> None:
    old, new = stored(title="工资条", at=NOW - timedelta(days=2)), stored(text="工资")
    assert ids(found("工资", sort="relevance")) == [old.id, new.id]


def test_tags_follow_the_item_and_an_emptied_text_leaves_the_index() -> None:
    item = stored(text="工资", sentiment="neg")
    Item.objects.filter(month=item.month, id=item.id).update(sentiment="pos", duplicate_of=5)
    assert ids(found("工资", sentiment="pos", reposts="each")) == [item.id]
    Item.objects.filter(month=item.month, id=item.id).update(title="", text="")
    assert found("工资", focus="everything").tally.total == found("").tally.total == 0


def test_beyond_the_most_the_newest_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.queries.search_tally.MOST", 2)
    monkeypatch.setattr(search_hits, "READ", 0)
    for _ in range(4):
        stored(text="工资")
    tally = search_page(search_ask({"q": "工资"}, sight=None, now=NOW)).tally
    assert (tally.total, tally.capped, sum(tally.facets["sentiment"].values())) == (2, True, 2)


def test_reading_that_runs_out_of_time_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.queries.search_read.READ", 1)
    for minutes in range(3):
        stored(text="农民工", at=NOW - timedelta(minutes=1 + minutes))
    ask = search_ask({"q": "农民工"}, sight=None, now=NOW)
    page = search_page(ask, seconds=0)
    assert (page.tally.total, page.tally.read_to) == (1, NOW - timedelta(minutes=1))
    assert found("农民工").tally.total == 3
    first = search_page(ask, limit=1)
    assert [row.item.id for row in search_page(ask, after=first.next, limit=1, seconds=0).rows] == [
        ids(found("农民工"))[1]
    ]


def test_time_is_looked_at_between_texts_that_are_fetched_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_hits, "READ", 1)
    monkeypatch.setattr("monitor.queries.search_read.READ", 2)
    for minutes in range(4):
        stored(text="农民工", at=NOW - timedelta(minutes=1 + minutes))
    page = search_page(search_ask({"q": "农民工"}, sight=None, now=NOW), seconds=0)
    assert (page.tally.total, page.tally.read_to) == (2, NOW - timedelta(minutes=2))


def test_a_search_that_takes_too_long_is_an_error_not_a_hang() -> None:
    from django.db import connection

    with pytest.raises(SearchError, match="too_slow"), search_hits.search_session(timeout_ms=20):
        connection.cursor().execute("SELECT pg_sleep(2)")


def test_new_items_are_those_stored_since() -> None:
    seen = stored(text="工资 农民工").id
    stored(text="工资 农民工", duplicate_of=seen)
    asked = [{"q": "工资"}, {"q": "农民工"}, {"q": "讨薪"}, {}, {"q": "工资", "kind": "forum"}, {"q": "来源:没有 工资"}]
    found = search_new([(search_ask(pairs, sight=None, now=NOW), seen) for pairs in asked])
    assert found == [1, 1, 0, 1, 0, 0]


def test_what_is_new_is_not_guessed_from_the_first_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.queries.search_new.READ", 2)
    for _ in range(3):
        stored(text="农民工")
    read = search_ask({"q": "农民工"}, sight=None, now=NOW)
    assert search_new([(read, 0)]) == [None]
    monkeypatch.setattr("monitor.queries.search_new.NEW_MOST", 1)
    assert search_new([(read, 0), (search_ask({"q": "*农民*"}, sight=None, now=NOW), 0)]) == [2, 2]
    assert NEW_MOST > 2


def test_a_file_has_the_rows_of_the_list() -> None:
    original = stored(text="工资")
    stored(text="工资", duplicate_of=original.id)
    n, rows = search_export(search_ask({"q": "工资"}, sight=None, now=NOW))
    assert (n, [row.item.id for row in rows]) == (1, [original.id])


def test_source_and_region_are_asked_as_in_a_rule() -> None:
    item = stored(text="讨薪", source=make_source(name="云河日报"))
    stored(text="讨薪", source=make_source(name="云河晚报"))
    assert ids(found("讨薪 来源:日报")) == [item.id]


def test_names_of_sources_are_decided_before_items_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    daily, evening = make_source(name="云河日报"), make_source(name="云河晚报")
    items = [
        stored(text=text, source=source) for source in (daily, evening) for text in ("讨薪", "工资 农民工", "工资")
    ]
    asked = {
        "来源:日报": items[:3],
        "来源:周报": [],
        "NOT 来源:日报 讨薪": items[3:4],
        "来源:日报 工资": items[1:3],
        "来源:日报 OR 讨薪": items[:4],
        "(来源:日报 OR 来源:晚报) 农民工": [items[1], items[4]],
        "来源:日报 NOT 工资": items[:1],
        "(来源:日报 讨薪) OR (来源:晚报 农民工)": [items[0], items[4]],
    }
    for query, expected in asked.items():
        assert set(ids(found(query))) == {item.id for item in expected}, query
    monkeypatch.setattr(search_hits.SearchReading, "stretch", None)  # nothing is read
    monkeypatch.setattr(search_hits, "READ", 0)
    assert set(ids(found("来源:日报"))) == {item.id for item in items[:3]}
    assert set(ids(found("来源:日报 工资"))) == {item.id for item in items[1:3]}


def test_a_kind_of_which_there_is_no_source_finds_nothing() -> None:
    stored(text="工资")
    assert search_page(search_ask({"q": "工资", "kind": "forum"}, sight=None, now=NOW)).tally.total == 0


def test_a_search_for_a_person_is_refused() -> None:
    with pytest.raises(SearchError, match="欧阳明"):
        found("欧阳明")
