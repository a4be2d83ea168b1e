"""What is odd with a source that answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.feeds.parsed import Entry
from monitor.feeds.signs import all_new, concern_after, dates_ahead, is_slow, recent_merge

NOW = datetime(2026, 7, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(n: int, published: datetime, dated: str = "second") -> Entry:
    return Entry(guid=f"g{n}", title=f"柳岸街道通告{n}", link="", published=published, dated=dated)


def test_the_median_of_the_last_answers_makes_a_source_slow() -> None:
    assert not is_slow([19_000], before=False)
    assert not is_slow([19_000, 300, 200], before=False)
    assert is_slow([9_000, 300, 12_000, 9_500, 8_500], before=False)


def test_a_slow_source_must_become_clearly_faster() -> None:
    assert is_slow([6_000] * 5, before=True)
    assert not is_slow([6_000] * 5, before=False)
    assert not is_slow([4_000] * 5, before=True)


def test_only_the_last_five_answers_are_remembered() -> None:
    assert recent_merge([1, 2, 3, 4, 5], 6) == [2, 3, 4, 5, 6]
    assert recent_merge([], -3) == [0]


def test_most_dates_in_the_future_are_suspicious_one_announcement_is_not() -> None:
    ahead = [entry(n, NOW + 8 * HOUR) for n in range(3)]
    assert dates_ahead([*ahead, entry(9, NOW - HOUR)], now=NOW) == "future 3/4"
    assert dates_ahead([ahead[0], *(entry(n, NOW - HOUR) for n in range(5, 9))], now=NOW) == ""


def test_noon_of_today_is_no_future() -> None:
    assert dates_ahead([entry(n, NOW + 4 * HOUR, "day") for n in range(4)], now=NOW) == ""


def test_a_full_document_of_news_from_a_known_source_is_suspicious() -> None:
    found = all_new(fresh=19, total=20, last_ok_at=NOW - HOUR, times=(), now=NOW)
    assert found == "all_new 19/20"
    assert all_new(fresh=20, total=20, last_ok_at=None, times=(), now=NOW) == ""
    assert all_new(fresh=9, total=9, last_ok_at=NOW - HOUR, times=(), now=NOW) == ""


def test_a_busy_source_after_a_long_break_is_not_suspicious() -> None:
    times = [NOW - timedelta(days=3) + HOUR * k for k in range(24)]
    assert all_new(fresh=20, total=20, last_ok_at=NOW - 48 * HOUR, times=times, now=NOW) == ""
    assert all_new(fresh=20, total=20, last_ok_at=NOW - HOUR, times=times, now=NOW) == "all_new 20/20"


def test_everything_new_is_remembered_for_a_day_other_oddities_until_they_are_gone() -> None:
    assert concern_after("all_new 20/20", NOW - HOUR, "", NOW) == "all_new 20/20"
    assert concern_after("all_new 20/20", NOW - 24 * HOUR, None, NOW) == ""
    assert concern_after("future 3/4", NOW - 48 * HOUR, None, NOW) == "future 3/4"
    assert concern_after("future 3/4", NOW - HOUR, "", NOW) == ""
