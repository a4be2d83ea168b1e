"""The decision about a growing topic: pure tables, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.alerts.decide import Action, InForce, Intent, decide_topic
from monitor.alerts.facts import Seen, Thread, TopicFacts
from monitor.alerts.manners import WindowRule
from monitor.alerts.params import RisingParams
from monitor.alerts.series import Series
from monitor.errors import SettingError
from tests.alerts.make import NOW, facts, seen, steady
from tests.each import each

PARAMS = RisingParams()


def decide_rising(given: TopicFacts, params: RisingParams = PARAMS, *, now: datetime = NOW, version: int = 1) -> Intent:
    return decide_topic(given, {"topic_rising": InForce(params, version)}, now=now)


def decide(given: TopicFacts, params: RisingParams = PARAMS) -> tuple[str, str, int]:
    intent = decide_rising(given, params)
    return intent.action, intent.reason, intent.level


def test_a_story_of_twelve_originals_from_four_sources_within_six_hours_alerts() -> None:
    assert decide(facts(seen(12, negative=True)))[:2] == (Action.RAISE, "rising")


@each(
    "items why",
    [
        (seen(1), "a singleton"),
        (seen(3, within=1), "too few originals"),
        (seen(12, sources=2), "too few sources"),
        (seen(12, original=False), "reposts only"),
        (seen(12, own=True), "the union's own publications"),
        (tuple(replace(item, at=item.at - timedelta(days=3)) for item in seen(12)), "back entries"),
        (tuple(replace(item, at=item.at + timedelta(days=1)) for item in seen(12)), "a source whose clock is ahead"),
    ],
)
def test_below_the_floor_nothing_alerts(items: tuple[Seen, ...], why: str) -> None:
    assert decide(facts(items))[0] == Action.NONE, why


@pytest.mark.parametrize("off", [{"in_focus": False}, {"muted": True}, {"merged": True}])
def test_a_topic_out_of_focus_muted_or_merged_says_nothing(off: dict[str, bool]) -> None:
    assert decide(facts(seen(30), **off)) == (Action.NONE, "not_watched", 0)


def test_what_is_usual_for_the_topic_itself_does_not_alert() -> None:
    usual = facts(seen(30, within=24, negative=True), own_series=steady(1))
    assert decide(usual)[1] == "below_threshold"
    assert decide(replace(usual, own_series=steady(0)))[0] == Action.RAISE


def test_a_busy_area_asks_for_more() -> None:
    busy = facts(seen(12, negative=True), area_series=steady(20))
    assert decide(busy)[1] == "below_threshold"
    assert decide(replace(busy, area_series=steady(1)))[0] == Action.RAISE


def test_the_baseline_leaves_out_the_tested_window() -> None:
    rising = {NOW - timedelta(hours=h): 50 for h in range(48)}
    quiet = steady(1)
    intent = decide_rising(
        facts(seen(12, negative=True), area_series=Series({**quiet.counts, **rising}, quiet.start)), PARAMS, now=NOW
    )
    assert intent.action == Action.RAISE
    assert intent.evidence is not None
    assert intent.evidence.windows[-1].area.expected == pytest.approx(48, rel=0.01)


def test_an_outage_is_no_data_rather_than_zero() -> None:
    base = steady(2)
    down = frozenset(NOW - timedelta(days=3, hours=h) for h in range(48))
    counts = {hour: n for hour, n in base.counts.items() if hour not in down}
    intent = decide_rising(facts(seen(12), area_series=Series(counts, base.start), outages=down), PARAMS, now=NOW)
    assert intent.evidence is not None
    area = intent.evidence.windows[-1].area
    assert (area.expected, area.left_out) == (pytest.approx(96), 48)


def test_with_little_history_the_evidence_says_so_and_the_floor_decides() -> None:
    intent = decide_rising(facts(seen(12, negative=True), area_series=steady(9, days=2)), PARAMS, now=NOW)
    assert intent.action == Action.RAISE
    assert intent.evidence is not None
    assert {(w.area.basis, w.own.basis, w.threshold) for w in intent.evidence.windows} == {
        ("none", "none", n) for n in (4, 5, 6)
    }


@pytest.mark.parametrize(("days", "basis"), [(14, "hour_of_day"), (40, "hour_of_week")])
def test_four_weeks_of_history_allow_the_hour_of_the_week(days: int, basis: str) -> None:
    intent = decide_rising(facts(seen(12), area_series=steady(1, days)), PARAMS, now=NOW)
    assert intent.evidence is not None
    assert intent.evidence.windows[0].area.basis == basis


@each(
    "items level",
    [
        (seen(9, within=20, sources=3), 1),
        (seen(12, within=6), 1),
        (seen(6, within=6, negative=True), 2),
        (seen(12, within=6, negative=True), 3),
        (seen(45, within=6, sources=8, negative=True), 4),
    ],
)
def test_speed_volume_spread_and_tone_make_the_level(items: tuple[Seen, ...], level: int) -> None:
    assert decide(facts(items))[2] == level


def test_a_grave_topic_is_a_level_higher() -> None:
    assert decide(facts(seen(12), grave=True))[2] == decide(facts(seen(12)))[2] + 1


def test_a_matter_that_is_hardly_a_trouble_must_be_larger() -> None:
    bad = tuple(replace(item, id=item.id + 100) for item in seen(3, negative=True))
    hardly = tuple(replace(item, id=item.id + 100) for item in seen(2, negative=True, chance=0.7))
    worried = {"within": 40, "chance": 0.4}
    assert decide(facts((*seen(4), *bad)))[0] == Action.RAISE
    assert decide(facts((*seen(6, **worried), *hardly)))[1] == "below_threshold", "eight"
    assert decide(facts((*seen(8, **worried), *hardly)))[0] == Action.RAISE, "ten, nearly half of them negative"
    assert decide(facts((*seen(12, within=40, chance=0.2), *hardly)))[1] == "below_threshold", "calm"
    assert decide(facts((*seen(7), *hardly)), replace(PARAMS, mild_share=0.0))[0] == Action.RAISE, "tone is not asked"


@each(
    "items likely action",
    [
        (seen(5, negative=True, chance=0.6), 3.0, Action.RAISE),
        (seen(5, negative=True, unsure=True), 2.5, Action.RAISE),
        (seen(4, negative=True, chance=0.6), 2.4, Action.NONE),
        ((*seen(4, chance=0.3), *seen(2, first=50, negative=True, chance=0.7)), 2.6, Action.RAISE),
        ((*seen(4, chance=0.3, original=False), *seen(4, first=50, negative=True, chance=0.6)), 2.4, Action.NONE),
    ],
)
def test_originals_count_by_the_probability_that_they_are_negative(
    items: tuple[Seen, ...], likely: float, action: Action
) -> None:
    intent = decide_rising(facts(items))
    assert intent.action == action
    assert intent.evidence is not None
    assert (intent.evidence.windows[0].likely, intent.evidence.windows[0].floor_likely) == (likely, 2.5)
    assert intent.evidence.stored()["windows"][0]["likely"] == likely


def test_a_rule_may_ask_for_sure_ones_besides() -> None:
    params = replace(PARAMS, windows=(WindowRule(6, 4, 3, negative=3, likely=1.0),))
    assert decide(facts(seen(5, negative=True, unsure=True)), params)[1] == "below_threshold"
    assert decide(facts(seen(5, negative=True)), params)[0] == Action.RAISE


@each(
    "given action why",
    [
        (seen(6, negative=True), Action.RAISE, "all of one area"),
        (seen(6, negative=True, focus=False), Action.NONE, "none is about working life: posts that share a place"),
        ((*seen(5, negative=True, focus=False), *seen(1, first=50, negative=True)), Action.NONE, "one is"),
        ((*seen(5, negative=True, focus=False), *seen(2, first=50, negative=True)), Action.RAISE, "two are"),
        (
            (*seen(5, negative=True, focus=False), *seen(2, first=50)),
            Action.NONE,
            "two are, but nothing is wrong there",
        ),
        (
            tuple(replace(one, area=f"area {one.id}") for one in seen(6, negative=True)),
            Action.NONE,
            "each of another area",
        ),
        ((*seen(9, focus=False), *seen(2, first=50, negative=True, original=False)), Action.NONE, "two are, reposts"),
    ],
)
def test_posts_make_a_matter_when_negative_ones_share_an_area(
    given: tuple[Seen, ...], action: Action, why: str
) -> None:
    assert decide(facts(given))[0] == action, why
    assert decide(facts(given), replace(PARAMS, same_area=0, mild_originals=6, mild_share=0.0))[0] == Action.RAISE, (
        "nothing else is missing"
    )


@pytest.mark.parametrize("answer", [{"own": True}, {"reply": True}], ids=["the union's own", "an authority's denial"])
def test_what_was_told_before_an_answer_no_longer_counts(answer: dict[str, bool]) -> None:
    before, said = seen(6, within=3, ago=3, negative=True), seen(1, within=1, ago=2, first=50, **answer)
    assert decide(facts(before))[0] == Action.RAISE
    assert decide(facts((*before, *said)))[:2] == (Action.NONE, "below_threshold")
    assert decide(facts((*before, *said)), replace(PARAMS, after_replies=False))[0] == Action.RAISE
    contradicted = decide_rising(facts((*before, *said, *seen(5, within=1, first=80, negative=True))))
    assert contradicted.action == Action.RAISE
    assert contradicted.evidence is not None
    assert contradicted.evidence.answered_at == said[0].at
    assert contradicted.evidence.windows[0].originals == 5
    assert contradicted.evidence.stored()["answered_at"] == said[0].at.isoformat()


def test_an_answer_that_comes_while_the_thread_is_open_lowers_nothing() -> None:
    thread = Thread(level=3, spoke_at=NOW - timedelta(hours=2))
    given = (*seen(6, within=3, ago=3, negative=True), *seen(3, within=1, first=50, reply=True))
    assert decide(facts(given, thread=thread)) == (Action.NONE, "unchanged", 3)


def test_a_matter_told_slowly_over_two_days_alerts_by_its_size() -> None:
    slow = seen(6, within=46, negative=True)
    assert decide(facts(slow))[0] == Action.RAISE
    assert decide(facts(slow[:5]))[1] == "below_threshold"


def test_an_open_thread_is_not_raised_twice() -> None:
    thread = Thread(level=3, spoke_at=NOW - timedelta(hours=2))
    assert decide(facts(seen(12, negative=True), thread=thread)) == (Action.NONE, "unchanged", 3)


@pytest.mark.parametrize(
    ("level", "minutes", "expected"),
    [
        (2, 90, (Action.ESCALATE, "higher")),
        (2, 10, (Action.NONE, "cooling_down")),
        (1, 10, (Action.ESCALATE, "higher")),  # two levels at once do not wait
    ],
)
def test_a_thread_escalates_after_its_cool_down_or_when_it_jumps(
    level: int, minutes: int, expected: tuple[str, str]
) -> None:
    thread = Thread(level=level, spoke_at=NOW - timedelta(minutes=minutes))
    assert decide(facts(seen(12, negative=True), thread=thread))[:2] == expected


def test_a_level_never_falls_while_the_thread_is_open() -> None:
    thread = Thread(level=4, spoke_at=NOW - timedelta(hours=9))
    assert decide(facts(seen(12), thread=thread)) == (Action.NONE, "unchanged", 4)


def test_growth_that_slows_is_not_yet_calm_and_growth_that_stopped_is() -> None:
    thread = Thread(level=2, spoke_at=NOW - timedelta(hours=8))
    slow = tuple(replace(item, at=item.at - timedelta(hours=4)) for item in seen(12))
    stopped = tuple(replace(item, at=item.at - timedelta(hours=7)) for item in seen(12))
    assert decide(facts(slow, thread=thread))[0] == Action.NONE
    assert decide(facts(stopped, thread=thread)) == (Action.CALM, "quiet", 2)


def test_silence_of_the_sources_is_no_all_clear() -> None:
    thread = Thread(level=2, spoke_at=NOW - timedelta(hours=8))
    down = frozenset({NOW - timedelta(hours=2)})
    assert decide(facts((), thread=thread, outages=down))[0] == Action.NONE
    assert decide(facts((), thread=thread))[0] == Action.CALM


def test_a_calm_thread_speaks_again_only_when_it_grows_again() -> None:
    calm = Thread(level=3, spoke_at=NOW - timedelta(hours=3), calm=True)
    old = tuple(replace(item, at=item.at - timedelta(hours=10)) for item in seen(12))
    assert decide(facts(old, thread=calm)) == (Action.NONE, "calm", 3)
    assert decide(facts((*old, *seen(6, within=1, negative=True)), thread=calm)) == (Action.ESCALATE, "again", 3)


def test_what_a_person_closed_counts_no_more_and_new_growth_does() -> None:
    closed = facts(seen(12, negative=True), closed_at=NOW - timedelta(hours=7))
    assert decide(replace(closed, closed_at=NOW))[1] == "below_threshold"
    assert decide(closed)[0] == Action.RAISE
    assert decide(replace(closed, closed_at=NOW - timedelta(hours=4)))[1] == "just_closed"


def test_the_evidence_names_windows_counts_rule_version_and_items() -> None:
    intent = decide_rising(facts(seen(12, negative=True), area="wages"), PARAMS, now=NOW, version=7)
    assert intent.evidence is not None
    stored = intent.evidence.stored()
    assert (stored["rule_version"], stored["area"], stored["items"][:2]) == (7, "wages", [1, 2])
    assert [(w["hours"], w["originals"], w["sources"], w["met"]) for w in stored["windows"]] == [
        (6, 12, 4, True),
        (12, 12, 4, True),
        (48, 12, 4, True),
    ]


def test_rules_survive_storing_and_refuse_nonsense() -> None:
    assert RisingParams.read(PARAMS.stored()) == PARAMS
    assert RisingParams.read({"ratio": 4, "unknown": 1}).ratio == 4
    for bad in ({"windows": []}, {"windows": [{"hours": 3}]}, {"ratio": 0}, {"level_points": [3, 2, 1]}):
        with pytest.raises(SettingError):
            RisingParams.read(bad)
