"""Lists of items: newest first, paged without gaps or repeats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.lib.clock import utc_now
from monitor.models import Item
from monitor.queries.items import item_one, items_page, page_reading, parse_cursor, reposts_of, topic_items
from monitor.queries.scope import Scope, months_of
from monitor.queries.together import read_alone
from tests.conftest import make_item, make_source, make_topic, make_unit

pytestmark = pytest.mark.django_db


def day(**filters: Any) -> Scope:
    now = utc_now()
    return Scope(now - timedelta(hours=24), now + timedelta(minutes=1), **filters)


def test_pages_cover_everything_once_also_within_one_instant() -> None:
    at, source = utc_now() - timedelta(hours=1), make_source()
    made = {make_item(at=at, source=source).id for _ in range(7)}
    scope, seen, after = day(), [], ""
    while True:
        page = items_page(scope, after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.next
        if not after:
            break
    assert seen == sorted(made, reverse=True)


def test_a_cursor_that_makes_no_sense_is_the_first_page() -> None:
    make_item()
    assert parse_cursor("yesterday~x") is None
    assert len(items_page(day(), after="yesterday~x").rows) == 1


def test_filters_narrow_the_list() -> None:
    item = make_item(sentiment="pos", sentiment_p=[0.1, 0.2, 0.7], areas=["hours"])
    make_item(duplicate_of=item.id)
    make_item(in_focus=False, areas=[])
    assert [row.id for row in items_page(day(), sentiment="pos").rows] == [item.id]
    assert [row.id for row in items_page(day(area="hours")).rows] == [item.id]
    assert [row.id for row in items_page(day(), originals=True).rows] == [item.id]
    assert [row.id for row in items_page(day(), source=item.source_id).rows] == [item.id]
    assert len(items_page(day(focus=False)).rows) == 3


def test_a_row_carries_names_and_confidence() -> None:
    topic = make_topic(title="云河新城项目欠薪")
    make_item(source=make_source(name="云河晚报"), topic_id=topic.pk)
    row = items_page(day()).rows[0]
    assert (row.source, row.topic, row.confidence) == ("云河晚报", "云河新城项目欠薪", 0.8)


def test_a_limited_sight_sees_its_units_and_what_has_none() -> None:
    mine, other = make_unit(), make_unit()
    seen = {make_item(units=[mine.pk]).id, make_item().id, make_item(units=[mine.pk, other.pk]).id}
    hidden = make_item(units=[other.pk])
    assert {row.id for row in items_page(day(sight=(mine.pk,))).rows} == seen
    assert item_one(hidden.id, sight=(mine.pk,)) is None
    assert item_one(hidden.id, sight=None) is not None


def test_items_of_one_moment_are_paged_by_their_number() -> None:
    at = utc_now() - timedelta(hours=1)
    ids = [make_item(at=at).id for _ in range(5)]
    first = items_page(day(), limit=2)
    second = items_page(day(), limit=2, after=first.next)
    third = items_page(day(), limit=2, after=second.next)
    assert [row.id for page in (first, second, third) for row in page.rows] == ids[::-1]
    assert (bool(second.next), third.next) == (True, "")


def test_a_page_takes_two_queries(django_assert_num_queries: Any) -> None:
    topic = make_topic()
    for _ in range(5):
        make_item(topic_id=topic.pk)
    with django_assert_num_queries(2):
        page = items_page(day())
    with django_assert_num_queries(0):
        assert len([(row.source, row.topic, row.cursor) for row in page.rows]) == 5


def test_a_topic_lists_originals_with_the_number_of_their_reposts() -> None:
    topic = make_topic()
    first, second = make_item(topic_id=topic.pk), make_item(topic_id=topic.pk)
    copies = {make_item(topic_id=topic.pk, duplicate_of=first.id).id for _ in range(2)}
    page = topic_items(topic.pk, sight=None)
    assert {(row.id, row.reposts) for row in page.rows} == {(first.id, 2), (second.id, 0)}
    assert {row.id for row in reposts_of(first, sight=None)} == copies


def test_rows_of_which_the_ids_are_found_first_are_the_same_page_by_page() -> None:
    unit = make_unit().pk
    start = utc_now() - timedelta(days=40)  # over a month's end, and some of one moment
    for n in range(14):
        at = start + timedelta(days=3 * (n // 2))
        make_item(at=at, units=[unit] if n % 3 else [], sentiment=("neg", "pos")[n % 2])
    scope = Scope(start, utc_now(), unit=unit)
    found = Item.objects.filter(scope.condition())
    pages: dict[bool, list[int]] = {}
    for first in (True, False):
        after, seen = "", pages.setdefault(first, [])
        while True:
            ids_first = months_of(scope.start, scope.end) if first else None
            page = read_alone(page_reading(found, sight=None, after=after, limit=2, ids_first=ids_first))
            seen += [row.id for row in page.rows]
            after = page.next
            if not after:
                break
    assert pages[True] == pages[False]
    assert len(pages[True]) == 9 == len(set(pages[True]))
