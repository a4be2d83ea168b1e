"""Who is told, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from monitor.alerts.route import Because, Listed, Matter, Moment, Rule, Target, fails, route, routed
from monitor.lib.clock import SHANGHAI
from tests.each import each

WEDNESDAY = Moment(datetime(2026, 11, 25, 22, 0, tzinfo=SHANGHAI), working=True)
WAGES = Matter(
    2,
    "topic_rising",
    areas=frozenset({"wages"}),
    places=frozenset({"本区"}),
    units=frozenset({7}),
    plans=frozenset({4}),
    source_kinds=frozenset({"news"}),
)
LISTED = [Listed(user, "email", f"{user}@union.example", "monitor") for user in (1, 2, 3)]
NIGHT = Rule(5, "夜班", start=time(18), end=time(8), targets=(Target("duty", frozenset({2})),))


def told(*rules: Rule, matter: Matter = WAGES, listed: list[Listed] = LISTED) -> list[int]:
    return [one.user for one in route(listed, level=matter.level, matter=matter, rules=rules, moment=WEDNESDAY)]


def test_without_routes_everyone_listed_is_told() -> None:
    assert told() == [1, 2, 3]
    assert routed(LISTED, WAGES).told[0].because == (Because(None, "default"),)


def test_a_route_that_holds_names_who_is_told_and_why() -> None:
    result = routed(LISTED, WAGES, [NIGHT], WEDNESDAY)
    assert [(one.listed.user, one.because[0].target) for one in result.told] == [(2, "duty")]
    assert [(one.user, why) for one, why in result.left_out] == [(1, "not_named"), (3, "not_named")]


def test_several_routes_add_up() -> None:
    leads = Rule(6, "组长", min_level=2, targets=(Target("group", frozenset({3}), "组长"),))
    assert told(NIGHT, leads) == [2, 3]


@each(
    "changed failed",
    [
        ({"min_level": 3}, "level"),
        ({"kinds": frozenset({"source_silent"})}, "kind"),
        ({"areas": frozenset({"safety"})}, "area"),
        ({"places": frozenset({"外地"})}, "place"),
        ({"units": frozenset({8})}, "unit"),
        ({"plans": frozenset({5})}, "plan"),
        ({"plans": frozenset({4, 5})}, ""),
        ({"source_kinds": frozenset({"forum"})}, "source_kind"),
        ({"days": "rest"}, "days"),
        ({"weekdays": frozenset({0, 1})}, "weekday"),
        ({"start": time(8), "end": time(18)}, "time"),
        ({"days": "working", "areas": frozenset({"wages", "safety"}), "units": frozenset({7})}, ""),
    ],
)
def test_the_first_condition_that_does_not_hold_is_named(changed: dict[str, object], failed: str) -> None:
    assert fails(replace(NIGHT, **changed), WAGES, WEDNESDAY) == failed  # type: ignore[arg-type]


@each("hour failed", [(17, "time"), (18, ""), (23, ""), (7, ""), (8, "time")])
def test_a_window_may_cross_midnight(hour: int, failed: str) -> None:
    moment = replace(WEDNESDAY, local=WEDNESDAY.local.replace(hour=hour))
    assert fails(NIGHT, WAGES, moment) == failed


@each(
    "changed hour failed",
    [
        ({"weekdays": frozenset({2})}, 2, "weekday"),  # the night that began on Tuesday
        ({"weekdays": frozenset({1})}, 2, ""),
        ({"weekdays": frozenset({2})}, 22, ""),
        ({"days": "rest"}, 2, ""),  # it began on a day off
        ({"days": "working"}, 2, "days"),
        ({"days": "working"}, 22, ""),
        ({"weekdays": frozenset({2}), "start": time(1), "end": time(8)}, 2, ""),  # does not cross it
    ],
)
def test_after_midnight_the_day_is_that_on_which_the_window_began(
    changed: dict[str, object], hour: int, failed: str
) -> None:
    moment = replace(WEDNESDAY, local=WEDNESDAY.local.replace(hour=hour), worked_before=False)
    assert fails(replace(NIGHT, **changed), WAGES, moment) == failed  # type: ignore[arg-type]


def test_a_route_that_reaches_nobody_loses_nothing() -> None:
    nobody = replace(NIGHT, targets=(Target("duty", frozenset()),))
    stranger = replace(NIGHT, targets=(Target("people", frozenset({99})),))
    assert told(nobody) == told(stranger) == [1, 2, 3]
    result = routed(LISTED, WAGES, [stranger], WEDNESDAY)
    assert (result.told[0].because[0].target, result.unlisted) == ("fallback", frozenset({99}))


def test_only_listed_recipients_who_can_and_want_are_told() -> None:
    rows = [
        replace(LISTED[0], active=False),
        replace(LISTED[0], role="reporter"),
        replace(LISTED[0], enabled=False),
        replace(LISTED[0], min_level=3),
        replace(LISTED[0], address=" "),
        LISTED[1],
        replace(LISTED[1], address="other@union.example"),
    ]
    result = routed(rows, WAGES)
    assert [one.listed.user for one in result.told] == [2]
    assert [why for _, why in result.left_out] == ["inactive", "role", "off", "level", "address", "repeated"]
