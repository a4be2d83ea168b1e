"""When a message is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from monitor.alerts.nag import Nag, nag, next_after
from monitor.alerts.when import ALWAYS, Due, Times, due, sources_until, storm_until
from monitor.lib.clock import SHANGHAI

NIGHT = Times(quiet_from=time(22), quiet_to=time(7, 30))


def at(clock: str, day: int = 9) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02d}T{clock}").replace(tzinfo=SHANGHAI)


def orange(times: Times, now: datetime, storm: datetime | None = None) -> Due:
    return due(times, level=3, storm_until=storm, now=now)


@pytest.mark.parametrize(
    ("clock", "ends"), [("21:59", None), ("22:00", at("07:30", 10)), ("03:00", at("07:30")), ("07:30", None)]
)
def test_quiet_hours_over_midnight_end_at_their_end(clock: str, ends: datetime | None) -> None:
    assert orange(NIGHT, at(clock)) == (Due(at(clock)) if ends is None else Due(ends, "quiet"))


def test_red_passes_quiet_hours_digests_and_storms() -> None:
    times = Times(time(22), time(7), "daily", time(9))
    assert due(times, level=4, storm_until=at("23:30"), now=at("23:00")) == Due(at("23:00"))


def test_hourly_and_daily_digests_come_at_the_next_full_hour_and_at_their_time() -> None:
    assert orange(Times(rhythm="hourly"), at("09:41")) == Due(at("10:00"), "digest")
    assert orange(Times(rhythm="daily", daily_at=time(17)), at("09:41")) == Due(at("17:00"), "digest")
    assert orange(Times(rhythm="daily"), at("09:41")) == Due(at("08:00", 10), "digest")


def test_a_digest_that_falls_into_quiet_hours_comes_when_they_are_over() -> None:
    assert orange(Times(time(22), time(7), "hourly"), at("22:20")) == Due(at("07:00", 10), "digest")


def test_one_end_of_quiet_hours_alone_means_nothing() -> None:
    assert orange(Times(quiet_from=time(22)), at("23:00")) == Due(at("23:00"))


def test_beyond_so_many_messages_the_rest_waits_for_one_common_moment() -> None:
    now = at("10:00")
    assert storm_until(7, None, most=8, now=now) is None
    first = storm_until(8, None, most=8, now=now)
    assert first == now + timedelta(minutes=5)
    assert storm_until(9, first, most=8, now=now + timedelta(minutes=2)) == first
    assert storm_until(900, None, most=0, now=now) is None
    assert orange(ALWAYS, now, first) == Due(now + timedelta(minutes=5), "storm")


def test_the_leads_hear_first_then_reminders_and_nothing_once_somebody_works_on_it() -> None:
    assert nag(status="open", told_lead=False) == Nag.LEAD
    assert nag(status="open", told_lead=True) == nag(status="acknowledged", told_lead=False) == Nag.REMIND
    assert {nag(status=status, told_lead=True) for status in ("handling", "resolved", "false_alarm")} == {Nag.STOP}


def test_of_a_muted_topic_nobody_is_reminded_while_it_is_muted() -> None:
    for status in ("open", "acknowledged"):
        assert nag(status=status, told_lead=False, muted=True) == Nag.HOLD
    assert nag(status="handling", told_lead=False, muted=True) == Nag.STOP


def test_news_of_sources_waits_a_moment_for_the_others_and_comes_twice_an_hour_at_most() -> None:
    now = at("10:00")
    first = sources_until(None, None, now=now)
    assert first == now + timedelta(minutes=2)
    assert sources_until(None, first, now=now + timedelta(minutes=1)) == first
    assert sources_until(None, first, now=first) == first + timedelta(minutes=30), "that one is about to go"
    assert sources_until(now, None, now=now + timedelta(minutes=9)) == now + timedelta(minutes=30)
    assert sources_until(now, None, now=now + timedelta(minutes=29)) == now + timedelta(minutes=31)
    assert due(ALWAYS, level=1, storm_until=first, now=now, together="sources") == Due(first, "sources")
    assert due(NIGHT, level=1, storm_until=at("23:02"), now=at("23:00"), together="sources") == Due(
        at("07:30", 10), "sources"
    )


def test_reminders_become_rarer_between_a_quarter_and_half_a_day() -> None:
    minutes = [0, 240, 60, 5]
    red = [next_after(4, minutes, n, calm=False) for n in range(12)]
    assert red[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=60)]
    assert red == sorted(red)
    assert red[-1] == next_after(4, minutes, 0, calm=True) == timedelta(hours=12)
