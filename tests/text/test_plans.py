"""Which plans hold an item: the query, and everything else that a plan asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.text import Config, PlanSpec, RawText, RuleSpec, analyse
from monitor.text.plans import Tags, plans_after, plans_of
from tests.each import each

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)
ITEM = Tags(NOON, source_id=3, areas=("hours", "safety"), units=(7,), place="本区")


@each(
    "asked held",
    [
        ({}, True),
        ({"sources": (3, 4)}, True),
        ({"sources": (4,)}, False),
        ({"areas": ("wages", "safety")}, True),
        ({"areas": ("wages",)}, False),
        ({"places": ("本市",)}, False),
        ({"units": (7,), "places": ("本区",)}, True),
        ({"units": (8,), "places": ("本区",)}, False),
        ({"start": NOON}, True),
        ({"start": NOON + timedelta(seconds=1)}, False),
        ({"end": NOON}, False),
    ],
)
def test_every_list_that_is_not_empty_must_be_met(asked: dict[str, object], held: bool) -> None:
    assert bool(plans_of([PlanSpec(1, "高温", "高温", **asked)], ITEM)) is held  # type: ignore[arg-type]


def test_plans_out_of_force_keep_what_they_hold() -> None:
    assert plans_after([1, 2, 5], [3], in_force={1, 3}) == (2, 3, 5)


def test_rules_and_plans_are_decided_in_one_pass_and_kept_apart() -> None:
    config = Config.build(
        rules=[RuleSpec(4, "津贴", "津贴")], plans=[PlanSpec(4, "高温", "高温 -演唱会"), PlanSpec(9, "路灯", "路灯")]
    )
    found = analyse(RawText("环卫工人问高温津贴何时发放"), config)
    assert (found.rules, [plan.id for plan in found.plans]) == ((4,), [4])
    assert list(found.why["rules"]) == [4]
    apart = analyse(RawText("石桥路的路灯换了新的"), config)
    assert (apart.rules, apart.in_focus, [plan.id for plan in apart.plans]) == ((), False, [9])
