"""What an alert gets when it opens: due times and a plan; the plan's versions; ticking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.answer import AlertError, alert_assign, alert_due, alert_resolve
from monitor.alerts.prepare import alert_prepare, alerts_prepare_missing, times_save
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.response import ResponseError, plan_of, plan_save, step_tick
from monitor.alerts.times import Times
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, ResponseStep, ResponseVersion, User
from tests.alerts.conftest import make_alert, make_rising_topic

pytestmark = pytest.mark.django_db
NOW = utc_now()


def test_a_raised_alert_has_due_times_and_the_steps_of_its_level(lead: User) -> None:
    times_save(times=Times((60, 50, 40, 30), (8, 6, 4, 2)), by=lead, note="", now=NOW)
    make_rising_topic(now=NOW)
    alert_decide_changed(now=NOW)
    alert = Alert.objects.get()
    assert (alert.level, alert.acknowledge_by, alert.due_at) == (
        3,
        NOW + timedelta(minutes=40),
        NOW + timedelta(hours=4),
    )
    assert [step.kind for step in alert.steps.all()] == [
        step.kind for step in plan_of("wages").steps if step.min_level <= 3
    ]


def test_an_escalation_brings_due_times_forward_and_adds_its_steps() -> None:
    alert = make_alert(1, raised_at=NOW, changed_at=NOW)
    assert alerts_prepare_missing(now=NOW) == 1
    few = alert.steps.count()
    Alert.objects.update(level=4)
    assert alerts_prepare_missing(now=NOW) == 1
    alert.refresh_from_db()
    assert alert.due_at == Times().resolve_by(4, NOW)
    assert alert.steps.count() > few
    assert alerts_prepare_missing(now=NOW) == 0


def test_steps_that_came_with_another_thread_do_not_keep_its_own_from_growing() -> None:
    alert, merged = make_alert(1), make_alert(1, areas=["hours"])
    alerts_prepare_missing(now=NOW)
    merged.steps.update(alert=alert)  # as topics.threads does when topics are merged
    own = alert.steps.filter(area="wages").count()
    Alert.objects.filter(pk=alert.pk).update(level=4)
    alerts_prepare_missing(now=NOW)
    assert alert.steps.filter(area="wages").count() > own
    assert not alert.steps.filter(area="hours", position=3).exists()  # that plan's later steps are not this alert's


def test_a_new_version_is_for_new_alerts_and_its_steps_are_masked(lead: User) -> None:
    old, steps = make_alert(4), [{"kind": "verify", "text": "核实情况，联系项目部13912345678", "min_level": 1}]
    alert_prepare(alert=old, now=NOW)
    plan_save(area="wages", seen=0, steps=steps, enabled=True, by=lead, now=NOW)
    new = make_alert(4)
    alert_prepare(alert=new, now=NOW)
    assert (old.steps.count(), new.steps.count()) == (7, 1)
    assert "139" not in new.steps.get().text
    assert AuditEntry.objects.filter(action="response_plan_edit", target="plan:wages").exists()


def test_an_alert_begun_by_an_earlier_version_gets_that_versions_further_steps_when_its_level_goes_up(
    lead: User,
) -> None:
    def steps(name: str) -> list[dict[str, Any]]:
        return [{"kind": "verify", "text": f"{name}核实", "min_level": n} for n in (1, 4)]

    shipped = make_alert(2)
    alert_prepare(alert=shipped, now=NOW)
    before = shipped.steps.count()
    plan_save(area="wages", seen=0, steps=steps("先"), enabled=True, by=lead, now=NOW)
    own = make_alert(2)
    alert_prepare(alert=own, now=NOW)
    plan_save(area="wages", seen=1, steps=steps("后"), enabled=True, by=lead, now=NOW)
    for alert in (shipped, own):
        alert.level = 4
        alert_prepare(alert=alert, now=NOW)
    assert list(own.steps.values_list("text", "plan")) == [("先核实", 1), ("先核实", 1)]
    assert shipped.steps.count() > before
    assert set(shipped.steps.values_list("plan", flat=True)) == {0}


@pytest.mark.parametrize(
    ("step", "label"),
    [
        ({"kind": "verify", "text": "找到发帖人"}, "person"),
        ({"kind": "delete", "text": "核实情况"}, "response_kind"),
        ({"kind": "verify", "text": " "}, "response_empty"),
        ({"kind": "verify", "text": "核实情况", "min_level": 5}, "response_level"),
    ],
)
def test_a_plan_with_a_step_that_cannot_be_is_not_saved(lead: User, step: dict[str, Any], label: str) -> None:
    with pytest.raises(ResponseError) as caught:
        plan_save(area="wages", seen=0, steps=[step], enabled=True, by=lead, now=NOW)
    assert caught.value.label == label
    assert not ResponseVersion.objects.exists()


def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten(lead: User) -> None:
    steps = [{"kind": "verify", "text": "核实情况"}]
    plan_save(area="hours", seen=0, steps=steps, enabled=False, by=lead, now=NOW)
    with pytest.raises(ResponseError, match="response_changed"):
        plan_save(area="hours", seen=0, steps=steps, enabled=True, by=lead, now=NOW)
    alert = make_alert(areas=["hours"])
    alert_prepare(alert=alert, now=NOW)
    assert not alert.steps.exists()  # switched off


def test_a_plan_that_somebody_saves_at_the_same_moment_is_not_overwritten(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [{"kind": "verify", "text": "核实情况"}]
    before = plan_of("hours")
    plan_save(area="hours", seen=0, steps=steps, enabled=True, by=lead, now=NOW)
    monkeypatch.setattr("monitor.alerts.response.plan_of", lambda _area: before)  # read before the other was stored
    with pytest.raises(ResponseError, match="response_changed"):
        plan_save(area="hours", seen=0, steps=steps, enabled=True, by=lead, now=NOW)
    assert ResponseVersion.objects.count() == 1


def test_ticking_is_an_event_and_not_needed_wants_a_reason(duty: User) -> None:
    alert = make_alert()
    alert_prepare(alert=alert, now=NOW)
    first, second = alert.steps.all()[:2]
    step_tick(step=first, state="done", by=duty, note="已核实，电话13912345678", now=NOW)
    with pytest.raises(AlertError, match="alert_empty_note"):
        step_tick(step=second, state="skipped", by=duty, note=" ", now=NOW)
    first.refresh_from_db()
    assert (first.state, first.by, "139" in first.note) == (ResponseStep.State.DONE, duty, False)
    assert alert.events.get().kind == AlertEvent.Kind.STEP


def test_a_closed_alert_takes_no_ticks_and_nobody_is_named(duty: User, lead: User) -> None:
    alert = make_alert()
    alert_prepare(alert=alert, now=NOW)
    alert_resolve(alert=alert, by=duty)
    with pytest.raises(AlertError):
        step_tick(step=alert.steps.all()[0], state="done", by=duty, note="", now=NOW)
    with pytest.raises(AlertError):
        alert_assign(alert=alert, to=lead, by=duty)


def test_naming_somebody_and_another_due_time_are_events(duty: User, lead: User, reporter: User) -> None:
    alert = make_alert()
    alert_assign(alert=alert, to=lead, by=duty)
    alert_due(alert=alert, due_at=utc_now() + timedelta(days=3), by=duty, note="等区里开会")
    alert.refresh_from_db()
    assert (alert.assignee, [event.kind for event in alert.events.all()]) == (lead, ["assigned", "due"])
    for due_at, note in ((utc_now() - timedelta(hours=1), "x"), (utc_now() + timedelta(days=1), "")):
        with pytest.raises(AlertError, match="alert_due"):
            alert_due(alert=alert, due_at=due_at, by=duty, note=note)
    with pytest.raises(AlertError, match="alert_assignee"):
        alert_assign(alert=alert, to=reporter, by=duty)
