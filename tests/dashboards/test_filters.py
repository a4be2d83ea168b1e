"""The filters of an address: what they mean, what they leave out, and that they come back as they were. No database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from dashboards.access import Sight
from dashboards.compare_filters import CompareFilters
from dashboards.filter_words import before_label, chips
from dashboards.filters import Filters, ItemFilters, items_query
from monitor.models import Unit
from tests.each import each

NOW = datetime(2026, 7, 1, 2, 41, 30, tzinfo=UTC)  # Wednesday 10:41 in Shanghai
ALL = Sight("monitor")


def of(query: str) -> Filters:
    return Filters.of(QueryDict(query))


@each(
    "query start",
    [
        ("", NOW - timedelta(hours=24)),
        ("window=30d", NOW - timedelta(days=30)),
        ("window=today", datetime(2026, 6, 30, 16, tzinfo=UTC)),
        ("window=week", datetime(2026, 6, 28, 16, tzinfo=UTC)),
        ("from=2026-06-20T08:30", datetime(2026, 6, 20, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_window_begins_where_a_person_in_shanghai_expects(query: str, start: datetime) -> None:
    assert of(query).span(NOW) == (start, NOW)


def test_a_custom_span_includes_its_last_day_and_ends_with_the_retention_and_the_present() -> None:
    june = of("from=2026-06-20&to=2026-06-21").span(NOW)
    assert june == (datetime(2026, 6, 19, 16, tzinfo=UTC), datetime(2026, 6, 21, 16, tzinfo=UTC))
    assert of("from=2020-01-01&to=2031-01-01").span(NOW) == (NOW - timedelta(days=180), NOW)
    assert of("from=2020-01-01&to=2020-02-01").span(NOW)[0] == NOW - timedelta(days=180)
    assert of("from=2026-06-21&to=2026-06-01").window == "24h"


def test_every_filter_comes_back_from_its_own_address() -> None:
    query = "window=7d&place=本区&area=wages&unit=3&kind=forum&sentiment=neg&focus=everything"
    found = of(query)
    assert of(found.query[1:]) == found
    assert found.set == 6
    assert of("place=火星&kind=x&sentiment=bad&area=y&unit=-1&window=1y") == Filters()


def test_a_figure_leads_to_its_exact_span_with_all_filters() -> None:
    filters = of("window=today&kind=forum&place=本市")
    scope = filters.scope(NOW, ALL)
    found = ItemFilters.of(QueryDict(items_query(filters, scope, sentiment="neg", originals=True)[1:]))
    later = found.scope(NOW + timedelta(hours=3), ALL)
    assert (later.start, later.end, later.kind, later.place) == (scope.start, scope.end, "forum", "本市")
    assert (later.sentiment, found.originals) == ("neg", True)


def test_today_is_compared_with_the_same_stretch_of_yesterday() -> None:
    filters = of("window=today")
    before = filters.before(filters.scope(NOW, ALL))
    assert (before.start, before.end) == (datetime(2026, 6, 29, 16, tzinfo=UTC), NOW - timedelta(days=1))
    assert before_label(filters) == "较昨天同一时段"
    plain = of("window=7d").scope(NOW, ALL)
    assert of("window=7d").before(plain).end == plain.start


def test_each_chip_takes_away_its_own_filter_and_the_last_one_does_not_lead_to_the_start_view() -> None:
    filters = of("area=wages&unit=3&from=2026-06-20&to=2026-06-21")
    found = dict(chips(filters, [Unit(pk=3, name="柳营镇总工会")], filters.without))
    assert list(found) == ["06-20 00:00–06-22 00:00", "工资报酬", "柳营镇总工会"]
    assert found["工资报酬"] == "?unit=3&from=2026-06-19T16%3A00%3A00Z&to=2026-06-21T16%3A00%3A00Z"
    alone = of("area=wages")
    assert chips(alone, [], alone.without) == [("工资报酬", "?window=24h")]


def test_spans_that_are_compared_are_equally_long_and_units_are_never_compared_by_sentiment() -> None:
    week, before = CompareFilters.of(QueryDict("")).spans(NOW)
    assert week.end - week.start == before.end - before.start
    assert before.whole == week.start
    own = CompareFilters.of(QueryDict("pair=own&a1=2026-06-01&a2=2026-06-02&b1=2026-05-01&b2=2026-05-02"))
    assert own.spans(NOW)[0].start == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert CompareFilters.of(QueryDict(own.query()[1:])) == own
    units = CompareFilters.of(QueryDict("by=unit&pick=1&pick=1&pick=x&pick=2&sentiment=neg&unit=9"))
    assert (units.pick, units.base) == (("1", "2"), Filters())
