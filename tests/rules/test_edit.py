"""Changing rules and groups: every change a version, audited; what cannot be is refused with the reason."""

from __future__ import annotations

import pytest

from monitor.errors import QueryError
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, KeywordRule, RetagJob, RuleVersion, User
from monitor.rules.check import RuleError
from monitor.rules.edit import RuleText, rule_edit, rule_restore, rule_retire, rule_switch
from tests.rules.conftest import MakeRule

pytestmark = pytest.mark.django_db


def edit(rule: KeywordRule, by: User, *, seen: int = 1, **fields: object) -> KeywordRule:
    text = RuleText(**{"name": rule.name, "query": rule.query, "area": rule.area, "grave": rule.grave, **fields})
    return rule_edit(pk=rule.pk, text=text, seen=seen, by=by, now=utc_now(), note="试一次")


def test_every_change_is_a_version_with_who_when_and_why(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯")
    edit(rule, lead, query="路灯 石桥")
    rule_switch(pk=rule.pk, enabled=False, by=lead, now=utc_now())
    rows = [(v.number, v.change, v.query, v.enabled, v.by, v.note) for v in RuleVersion.objects.order_by("number")]
    assert rows == [
        (1, "created", "路灯", True, lead, ""),
        (2, "edited", "路灯 石桥", True, lead, "试一次"),
        (3, "off", "路灯 石桥", False, lead, ""),
    ]
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"rule_created", "rule_edited", "rule_off"}


def test_a_retired_rule_keeps_its_history_and_comes_back(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯", area="union")
    edit(rule, lead, query="石桥")
    rule_retire(pk=rule.pk, by=lead, now=utc_now())
    rule = rule_restore(pk=rule.pk, number=1, by=lead, now=utc_now())
    assert (rule.query, rule.area, rule.enabled, rule.retired_at, rule.version) == ("路灯", "union", True, None, 4)
    assert RuleVersion.objects.count() == 4


def test_two_people_do_not_overwrite_each_other(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯")
    edit(rule, lead, query="石桥")
    with pytest.raises(RuleError) as caught:
        edit(rule, lead, query="路灯 -石桥", seen=1)
    assert caught.value.label == "stale"


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "别的规则"}, "name_known"),
        ({"query": "王建国"}, "personal_name"),
        ({"name": "王建国讨薪"}, "personal_name"),
        ({"name": "找 13912345678"}, "personal_name"),
        ({"query": "讨薪 王建国"}, "personal_name"),
        ({"area": "weather"}, "area"),
        ({}, "same"),
    ],
)
def test_what_cannot_be_is_refused(make_rule: MakeRule, lead: User, fields: dict[str, str], label: str) -> None:
    rule = make_rule("路灯")
    make_rule("石桥", name="别的规则")
    with pytest.raises(RuleError) as caught:
        edit(rule, lead, **fields)
    assert caught.value.label == label


def test_a_query_that_cannot_be_read_changes_nothing(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯")
    with pytest.raises(QueryError):
        edit(rule, lead, query="(路灯")
    assert (RuleVersion.objects.count(), RetagJob.objects.count()) == (1, 1)


def test_another_name_alone_tags_nothing_anew(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯")
    edit(rule, lead, name="街灯")
    assert RetagJob.objects.count() == 1
    edit(rule, lead, seen=2, name="街灯", grave=True)
    assert RetagJob.objects.count() == 2


def test_words_of_a_rule_that_is_off_may_change_without_work(make_rule: MakeRule, lead: User) -> None:
    rule = make_rule("路灯")
    rule_switch(pk=rule.pk, enabled=False, by=lead, now=utc_now())
    before = RetagJob.objects.count()
    edit(rule, lead, seen=2, query="石桥")
    assert RetagJob.objects.count() == before
