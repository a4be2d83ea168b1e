"""Sources that were added lately are no rise: each is held against its own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.cohorts import Cohort, Listening, cohorts_of
from monitor.alerts.decide import Action, decide_area
from monitor.alerts.evidence import Evidence
from monitor.alerts.facts import AreaFacts, Seen
from monitor.alerts.params import VolumeParams
from monitor.lib.clock import DAY, HOUR
from tests.alerts.make import NOW, seen, steady
from tests.each import each

OLD, NEW = frozenset(range(8)), frozenset(range(100, 200))
FROM_OLD = seen(6, sources=6, negative=True)
FROM_NEW = tuple(replace(item, source=100 + item.source) for item in seen(60, sources=100, first=50, negative=True))


def decided(items: tuple[Seen, ...], *cohorts: Cohort) -> tuple[Action, Evidence]:
    intent = decide_area(AreaFacts(area="wages", items=items, cohorts=cohorts), VolumeParams(), now=NOW)
    assert intent.evidence is not None
    return intent.action, intent.evidence


def test_what_a_hundred_sources_bring_on_the_day_they_are_added_is_no_rise_and_the_evidence_says_so() -> None:
    just_added = Cohort(NEW, steady(0, days=1))
    action, evidence = decided(FROM_OLD + FROM_NEW, Cohort(OLD, steady(1)), just_added)
    assert action == Action.NONE
    assert evidence.windows[-1].originals == len(FROM_OLD)
    assert dict(evidence.detail) == {"told": 0, "unheard": 60, "unheard_sources": 60, "younger_sources": 0}


def test_from_their_second_week_they_are_held_against_their_own_time_not_against_the_zeros_before_it() -> None:
    busy = Cohort(NEW, steady(10, days=9))
    action, evidence = decided(FROM_OLD + FROM_NEW, Cohort(OLD, steady(1, days=40)), busy)
    assert action == Action.NONE, "60 in six hours are usual for them"
    window = evidence.windows[0]
    assert (window.originals, window.area.expected) == (66, pytest.approx(6 + 60, abs=3))
    assert (window.area.basis, dict(evidence.detail)["younger_sources"]) == ("hour_of_week", 100)


def test_a_rise_among_the_sources_that_were_there_alerts_all_the_same() -> None:
    loud = seen(30, sources=6, negative=True)
    action, evidence = decided(loud + FROM_NEW, Cohort(OLD, steady(1)), Cohort(NEW, steady(0, days=1)))
    assert (action, evidence.windows[0].originals) == (Action.RAISE, 30)


def since(created_ago: timedelta, *away: tuple[timedelta, timedelta | None], first: timedelta | None = None) -> object:
    gaps = tuple((NOW - start, None if end is None else NOW - end) for start, end in away)
    found = Listening(NOW - created_ago, None if first is None else NOW - first, gaps).since(NOW)
    return None if found is None else NOW - found


@each(
    "given ago why",
    [
        (since(50 * DAY), 50 * DAY, "from its entry on"),
        (since(50 * DAY, (20 * DAY, 10 * DAY)), 10 * DAY, "away for ten days: as if it were new"),
        (since(50 * DAY, (20 * DAY, 19 * DAY)), 50 * DAY, "a day's outage is no matter"),
        (since(50 * DAY, (20 * DAY, None)), None, "still away: no longer part of the picture"),
        (since(50 * DAY, (20 * DAY, -DAY)), None, "it came back later than the moment that is asked about"),
        (since(50 * DAY, (DAY, None)), 50 * DAY, "away since yesterday"),
        (since(50 * DAY, (-DAY, None)), 50 * DAY, "away only after the moment that is asked about"),
        (since(-30 * DAY, first=40 * DAY), 40 * DAY, "its history was brought later"),
        (since(-30 * DAY), None, "nothing of it was there then"),
    ],
)
def test_since_when_a_source_is_listened_to(given: timedelta | None, ago: timedelta | None, why: str) -> None:
    assert given == ago, why


def test_sources_of_one_day_are_of_one_age_and_all_that_is_older_than_the_baseline_too() -> None:
    reach = NOW - 29 * DAY
    entered = {1: 300 * DAY, 2: 90 * DAY, 3: 5 * DAY, 4: 5 * DAY + HOUR, 5: 2 * DAY}
    listening = {source: Listening(NOW - ago) for source, ago in entered.items()}
    counts = {1: {NOW - HOUR: 2}, 2: {NOW - HOUR: 3}, 4: {NOW - HOUR: 1}}
    found = cohorts_of(counts, listening, first=reach, reach=reach, now=NOW)
    assert [one.sources for one in found] == [{1, 2}, {3, 4}, {5}]
    assert [one.series.counts for one in found] == [{NOW - HOUR: 5}, {NOW - HOUR: 1}, {}]
    assert [one.series.start for one in found] == [reach, NOW - 5 * DAY, NOW - 2 * DAY]
    assert cohorts_of({}, listening, first=None, reach=reach, now=NOW) == ()
