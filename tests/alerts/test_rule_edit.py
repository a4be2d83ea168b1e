"""Changing alert rules: versions, audit, sensitivities; and evidence computed again by the version that it names."""

from __future__ import annotations

import pytest

from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.recheck import evidence_recheck
from monitor.alerts.rule_edit import alert_rule_edit, alert_rule_restore, alert_rule_switch
from monitor.alerts.rules import COUNTED, rule_row, rules_topic
from monitor.alerts.sensitivity import SETS, sensitivity_of
from monitor.errors import SettingError
from monitor.lib.clock import utc_now
from monitor.models import Alert, AuditEntry, Item, User
from tests.alerts.conftest import clear_items, make_rising_topic
from tests.each import each


@each(kind=SETS)
def test_each_set_of_numbers_makes_sense_and_survives_storing(kind: str) -> None:
    for name, params in SETS[kind].items():
        assert COUNTED[kind].read(params.stored()) == params
        assert sensitivity_of(params) == name


@pytest.mark.django_db
def test_a_change_is_a_version_with_an_audit_entry_and_in_force_at_once(lead: User) -> None:
    rule = rule_row("topic_rising")
    changed = alert_rule_edit(
        kind=rule.kind, params={**rule.params, "ratio": 4}, seen=1, by=lead, now=utc_now(), note="安静些"
    )
    assert (changed.version, rules_topic()[rule.kind].version) == (2, 2)
    assert [(v.number, v.note) for v in rule.versions.all()] == [(2, "安静些"), (1, "")]
    assert AuditEntry.objects.get(action="alert_rule").detail == {"version": 2, "changed": {"ratio": [2.5, 4]}}


@pytest.mark.django_db
def test_what_changes_nothing_or_is_out_of_date_or_nonsense_is_refused(lead: User) -> None:
    rule = rule_row("topic_rising")
    for params, seen in ((rule.params, 1), ({**rule.params, "ratio": 4}, 7), ({**rule.params, "ratio": 0}, 1)):
        with pytest.raises(SettingError):
            alert_rule_edit(kind=rule.kind, params=params, seen=seen, by=lead, now=utc_now())
    assert rule.versions.count() == 1


@pytest.mark.django_db
def test_a_rule_is_switched_off_and_a_former_version_comes_back_as_the_next(lead: User) -> None:
    now = utc_now()
    assert not alert_rule_switch(kind="keyword", enabled=False, by=lead, now=now).enabled
    assert "keyword" not in rules_topic()
    alert_rule_edit(kind="keyword", params={"level": 3}, seen=2, by=lead, now=now)
    restored = alert_rule_restore(kind="keyword", number=1, by=lead, now=now)
    assert (restored.version, restored.params["level"], restored.enabled) == (4, 2, False)


@pytest.mark.django_db
def test_evidence_computed_again_is_equal_until_items_change_and_says_when_it_cannot() -> None:
    topic = make_rising_topic()
    alert_decide_changed(now=utc_now())
    alert = Alert.objects.get()
    assert evidence_recheck(alert=alert, evidence=alert.evidence).equal
    Item.objects.filter(topic_id=topic.pk).order_by("id").first().delete()  # type: ignore[union-attr]
    changed = evidence_recheck(alert=alert, evidence=alert.evidence)
    assert (48, "originals", 12, 11) in changed.differences
    clear_items(topic)
    assert evidence_recheck(alert=alert, evidence=alert.evidence).cannot == "no_items"
    assert evidence_recheck(alert=alert, evidence={**alert.evidence, "method": "rising-1"}).cannot == "other_method"
