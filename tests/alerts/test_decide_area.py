"""`area_volume`: a concern area louder than usual, without what its topics' threads already told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.cohorts import Cohort
from monitor.alerts.decide import Action, Intent, decide_area
from monitor.alerts.facts import AreaFacts, Seen, Thread
from monitor.alerts.params import VolumeParams
from monitor.alerts.series import Series
from tests.alerts.make import NOW, seen, steady
from tests.each import each

HEARD = frozenset(range(8))


def area(items: tuple[Seen, ...], series: Series | None = None, **fields: object) -> AreaFacts:
    cohorts = (Cohort(HEARD, series or steady(1)),)
    return AreaFacts(area="wages", items=items, **{"cohorts": cohorts, **fields})  # type: ignore[arg-type]


def decide(given: AreaFacts) -> Intent:
    return decide_area(given, VolumeParams(), now=NOW, rule_version=4)


LOUD = seen(30, sources=6, negative=True)


def test_an_area_far_above_its_usual_hours_alerts_with_its_baseline() -> None:
    intent = decide(area(LOUD))
    assert (intent.action, intent.reason, intent.level) == (Action.RAISE, "louder", 3)
    assert intent.evidence is not None
    window = intent.evidence.windows[0]
    assert (window.area.expected, window.area.basis, window.counted) == (pytest.approx(6), "hour_of_day", 30)
    assert window.threshold == pytest.approx(6 + 4 * 6**0.5, abs=0.01), "small counts vary by themselves"


@each(
    "given why",
    [
        (area(seen(11, sources=6, negative=True)), "below the floor"),
        (area(seen(30, sources=3, negative=True)), "too few sources"),
        (area(LOUD, series=steady(6)), "usual for these hours"),
        (area(LOUD, series=steady(0, 5)), "five days of history tell nothing"),
        (area(LOUD, topics={item.id: 7 for item in LOUD[:16]}), "mostly one topic"),
        (area(LOUD, told=frozenset(item.id for item in LOUD)), "told by the threads of its topics"),
        (area(seen(30, sources=6)), "good news is no alarm"),
    ],
)
def test_otherwise_nothing_alerts(given: AreaFacts, why: str) -> None:
    assert decide(given).action == Action.NONE, why


def test_the_tested_hours_are_no_part_of_what_is_usual() -> None:
    quiet = steady(1)
    now_loud = {NOW - timedelta(hours=h): 50 for h in range(24)}
    assert decide(area(LOUD, Series({**quiet.counts, **now_loud}, quiet.start))).action == Action.RAISE


def test_it_calms_only_near_the_usual_not_just_below_the_line() -> None:
    thread = Thread(level=2, spoke_at=NOW - timedelta(hours=8))
    assert decide(area(seen(10, sources=6, negative=True), thread=thread)).action == Action.NONE
    assert decide(area(seen(7, sources=6, negative=True), thread=thread)).action == Action.CALM


def test_no_all_clear_while_sources_are_down() -> None:
    thread = Thread(level=2, spoke_at=NOW - timedelta(hours=8))
    given = area((), thread=thread, outages=frozenset({NOW - timedelta(hours=2)}))
    assert decide(given).action == Action.NONE
    assert decide(replace(given, outages=frozenset())).action == Action.CALM


def test_an_open_thread_holds_back_for_its_cool_down_unless_it_is_far_worse() -> None:
    thread = Thread(level=2, spoke_at=NOW - timedelta(hours=1))
    assert decide(area(LOUD, thread=thread)).action == Action.NONE
    later = replace(thread, spoke_at=NOW - timedelta(hours=7))
    assert (decide(area(LOUD, thread=later)).action, decide(area(LOUD, thread=later)).level) == (Action.ESCALATE, 3)
