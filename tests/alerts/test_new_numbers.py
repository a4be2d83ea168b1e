"""Migrations 0050 and 0052: numbers that are a shipped set become the new set of that name; what a person chose decides as before."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from monitor.alerts.manners import Manners, WindowRule
from monitor.alerts.params import RisingParams, SpreadParams
from monitor.alerts.rule_edit import alert_rule_restore
from monitor.alerts.rules import COUNTED, in_force, rule_row
from monitor.alerts.sensitivity import BY_HAND, SETS, sensitivity_of
from monitor.lib.clock import utc_now
from monitor.models import AlertRule, AlertRuleVersion, User

STEPS = [
    importlib.import_module(f"monitor.migrations.{name}").renumber
    for name in ("0050_alert_numbers", "0052_alert_numbers_likely")
]
NEW = ("same_area", "after_replies", "focus_share", "mild_share")
FORMER: dict[str, dict[str, dict[str, Any]]] = {  # what the sets had before, where it is not what they have now
    "topic_rising": {
        "fewer": {"windows": ((6, 4, 4, 4), (12, 5, 4, 5), (48, 8, 4, 8)), "mild_originals": 12},
        "balanced": {"windows": ((6, 3, 3, 3), (12, 4, 3, 4), (48, 6, 3, 6))},
        "more": {"windows": ((6, 3, 3, 2), (12, 3, 3, 3), (48, 5, 3, 4)), "mild_originals": 7},
    },
    "topic_negative": {"fewer": {}, "balanced": {}, "more": {}},
    "keyword": {
        "fewer": {"cooldown_minutes": 4320},
        "balanced": {"cooldown_minutes": 2880},
        "more": {},
    },
}


def stored_before(kind: str, name: str, **by_hand: Any) -> AlertRule:
    changed = {**FORMER[kind][name], **by_hand}
    if "windows" in changed:
        changed["windows"] = tuple(WindowRule(*row) for row in changed["windows"])
    params = replace(SETS[kind][name], **changed).stored()
    for window in params.get("windows", ()):
        del window["likely"]
    row = rule_row(kind)
    AlertRule.objects.filter(pk=row.pk).update(
        params={key: value for key, value in params.items() if key not in NEW or (kind, key) not in ASKED}
    )
    return row


VERSIONS = {"topic_rising": 3, "topic_negative": 2, "keyword": 2}  # after both
ASKED = {(kind, key) for kind in FORMER for key in COUNTED[kind]().stored() if key in NEW}


def after(row: AlertRule) -> Manners:
    with connection.schema_editor() as editor:
        for renumber in STEPS:
            renumber(apps, editor)
    row.refresh_from_db()
    return in_force(row).params


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in FORMER for name in FORMER[kind]])
def test_a_shipped_set_becomes_the_new_one_as_the_next_version(kind: str, name: str) -> None:
    row = stored_before(kind, name)
    assert sensitivity_of(after(row)) == name
    assert row.version == VERSIONS[kind]
    version = AlertRuleVersion.objects.get(rule=row, number=row.version)
    assert (version.params, version.by, bool(version.note)) == (row.params, None, True)


@pytest.mark.django_db
def test_other_numbers_of_a_shipped_set_stay_as_a_person_set_them() -> None:
    row = stored_before("topic_rising", "balanced", cooldown_minutes=15)
    params = after(row)
    assert params == replace(SETS["topic_rising"]["balanced"], cooldown_minutes=15)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "by_hand"),
    [
        ("topic_rising", {"mild_originals": 11}),
        ("topic_negative", {"negative": 7}),
        ("keyword", {"cooldown_minutes": 100}),
    ],
)
def test_what_a_person_chose_decides_as_before(kind: str, by_hand: dict[str, Any]) -> None:
    row = stored_before(kind, "balanced", **by_hand)
    before = dict(AlertRule.objects.get(pk=row.pk).params)
    params = after(row)
    assert sensitivity_of(params) == BY_HAND
    new = {key: value for key, value in row.params.items() if key not in before}
    assert new
    assert not any(new.values()), "the new conditions are off"
    assert {key: row.params[key] for key in before} == before


@pytest.mark.django_db
def test_it_changes_nothing_a_second_time() -> None:
    row = stored_before("topic_rising", "balanced")
    after(row)
    after(row)
    assert row.version == VERSIONS["topic_rising"]


@pytest.mark.django_db
@pytest.mark.parametrize(("sources", "becomes"), [(7, "more"), (8, BY_HAND)])
def test_spread_of_the_set_more_waits_for_two_sources_more(sources: int, becomes: str) -> None:
    row = rule_row("topic_spread")
    row.params = SpreadParams(sources=sources, new_sources=4, mild_share=0.3).stored()
    row.save()
    params = after(row)
    assert isinstance(params, SpreadParams)
    assert sensitivity_of(params) == becomes
    assert params.sources == (9 if becomes == "more" else sources)


@pytest.mark.django_db
def test_windows_of_a_person_ask_for_sure_ones_as_before_and_for_no_probability() -> None:
    params = after(stored_before("topic_rising", "balanced", mild_originals=11))
    assert isinstance(params, RisingParams)
    assert [(window.negative, window.likely) for window in params.windows] == [(3, 0), (4, 0), (6, 0)]
    assert params.mild_share == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(FORMER))
def test_a_version_of_before_that_is_restored_decides_as_it_did(kind: str, lead: User) -> None:
    row = stored_before(kind, "balanced")
    before = dict(AlertRule.objects.get(pk=row.pk).params)
    AlertRuleVersion.objects.filter(rule=row, number=1).update(params=before)
    after(row)
    alert_rule_restore(kind=kind, number=1, by=lead, now=utc_now())
    row.refresh_from_db()
    assert not any(row.params[key] for of, key in ASKED if of == kind)
    same = [key for key in before if key != "windows"]
    assert [row.params[key] for key in same] == [before[key] for key in same]


def test_numbers_that_are_only_a_part_are_completed_by_the_defaults() -> None:
    assert RisingParams.read({"ratio": 3}) == replace(RisingParams(), ratio=3)
