"""Matters handed to units; the roster and handovers; routes as rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.answer import AlertError, alert_resolve
from monitor.alerts.post import delivery_post
from monitor.alerts.referral import ReferralError, referral_move, referral_send
from monitor.alerts.response import ResponseError
from monitor.alerts.roster import HandoverError, handover_confirm, handover_give, shifts_add, shifts_import, shifts_plan
from monitor.alerts.roster_rows import RosterError, ShiftRow
from monitor.alerts.routing import RouteError, route_retire, route_save
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AlertRoute, Recipient, Referral, ReferralState, RouteVersion, User
from monitor.queries.assessment import cases_of
from monitor.queries.referrals import referrals_of_reading
from monitor.queries.roster import shifts_now
from monitor.queries.together import read_alone
from monitor.queries.weeks import window_of
from tests.alerts.conftest import make_alert
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db
NOW, DAY = utc_now(), timedelta(days=1)


def send(alert: Alert, by: User, ask: str = "请核实欠薪人数，把结果答复我们。") -> Referral:
    return referral_send(alert=alert, unit=make_unit(), ask=ask, due_at=NOW + DAY, by=by, now=NOW)


def test_numbers_have_no_gaps_and_every_step_is_told_to_the_alert(duty: User, reporter: User) -> None:
    alert = make_alert()
    first, second = send(alert, duty), send(alert, duty, "请联系用人单位，电话13912345678")
    assert (second.serial - first.serial, "139" in second.ask) == (1, False)
    referral_move(referral=first, to=ReferralState.ACCEPTED, by=reporter, note="", now=NOW)
    referral_move(referral=first, to=ReferralState.ANSWERED, by=reporter, note="已核实，涉及 12 人", now=NOW)
    assert [event.after for event in first.events.all()] == ["sent", "accepted", "answered"]
    assert [event.kind for event in alert.events.all()] == ["handed", "handed", "accepted", "answered"]


def test_a_unit_has_an_open_matter_of_an_alert_once_and_is_asked_for_nothing_but_help(duty: User) -> None:
    alert = make_alert()
    unit = send(alert, duty).unit
    for ask, error in (("请核实。", ReferralError), ("请平台删帖。", ResponseError), (" ", ReferralError)):
        with pytest.raises(error):
            referral_send(alert=alert, unit=unit, ask=ask, due_at=NOW + DAY, by=duty, now=NOW)
    assert Referral.objects.count() == 1


def test_returning_needs_a_reason_and_an_answer_is_final(duty: User, reporter: User) -> None:
    row = send(make_alert(), duty)
    with pytest.raises(ReferralError, match="referral_text"):
        referral_move(referral=row, to=ReferralState.RETURNED, by=reporter, note="", now=NOW)
    referral_move(referral=row, to=ReferralState.RETURNED, by=reporter, note="不属于本单位", now=NOW)
    with pytest.raises(ReferralError):
        referral_move(referral=row, to=ReferralState.ANSWERED, by=reporter, note="x", now=NOW)


def test_an_alert_is_not_closed_over_a_matter_that_waits_for_an_answer(duty: User) -> None:
    alert = make_alert()
    row = send(alert, duty)
    with pytest.raises(AlertError, match="alert_referred"):
        alert_resolve(alert=alert, by=duty)
    referral_move(referral=row, to=ReferralState.WITHDRAWN, by=duty, note="转错了", now=NOW)
    assert alert_resolve(alert=alert, by=duty).after == "resolved"
    with pytest.raises(AlertError):  # from a page that was opened before
        send(alert, duty)


def test_a_merged_alert_keeps_its_matters_in_sight_of_the_one_that_goes_on(duty: User, reporter: User) -> None:
    goes_on, merged = make_alert(), make_alert()
    row = send(merged, duty)
    Alert.objects.filter(pk=merged.pk).update(status="merged", merged_into=goes_on)
    assert read_alone(referrals_of_reading(goes_on, user=duty)) == [row]
    with pytest.raises(AlertError, match="alert_referred"):
        alert_resolve(alert=goes_on, by=duty)
    referral_move(referral=row, to=ReferralState.ANSWERED, by=reporter, note="已核实", now=NOW)
    assert goes_on.events.get().kind == AlertEvent.Kind.ANSWERED
    assert [case.closed_at for case in cases_of(window_of(utc_now()))] == [None]  # counted once


def test_shifts_are_stored_once_and_only_for_members_who_answer(duty: User, lead: User, reporter: User) -> None:
    row = ShiftRow(NOW - DAY, NOW + DAY, duty.pk, lead.pk)
    assert shifts_add(rows=[row, ShiftRow(NOW + DAY, NOW + 2 * DAY, lead.pk)], by=lead) == 2
    with pytest.raises(RosterError, match="shift_twice"):
        shifts_add(rows=[row], by=lead)
    with pytest.raises(RosterError, match="shift_member"):
        shifts_add(rows=[ShiftRow(NOW, NOW + DAY, reporter.pk)], by=lead)
    assert [shift.member for shift in shifts_now(NOW)] == [duty]
    lines = [(2, {"date": "2026-12-01", "start": "08:30", "end": "17:30", "name": duty.username}), (3, {"date": "x"})]
    assert [(plan.outcome, plan.label) for plan in shifts_plan([*lines, lines[0]])] == [
        ("new", ""),
        ("bad", "shift_date"),
        ("twice", ""),
    ]
    assert shifts_import(lines=lines, by=lead) == 1


def test_only_the_incoming_person_confirms_and_a_new_handover_replaces_the_old(duty: User, lead: User) -> None:
    old = handover_give(outgoing=duty, incoming=lead, notes="电话13912345678", matters={"alerts": []}, now=NOW)
    new = handover_give(outgoing=duty, incoming=lead, notes="", matters={"alerts": []}, now=NOW)
    assert "139" not in old.notes
    for row, by in ((new, duty), (old, lead)):
        with pytest.raises(HandoverError):
            handover_confirm(handover=row, by=by, now=NOW)
    assert handover_confirm(handover=new, by=lead, now=NOW).confirmed_at == NOW


def test_a_route_sends_to_who_is_on_duty_and_without_it_everyone_is_told(duty: User, lead: User, admin: User) -> None:
    Recipient.objects.create(user=duty, channel="email", address=duty.email)
    shifts_add(rows=[ShiftRow(NOW - DAY, NOW + DAY, duty.pk)], by=lead)
    route = route_save(
        row=None, seen=0, name="值班", spec={"duty": True, "areas": ["wages"]}, enabled=True, by=admin, now=NOW
    )
    assert told() == [duty.pk]
    route_retire(row=route, by=admin, now=NOW)
    assert sorted(told()) == sorted([duty.pk, lead.pk])
    assert [row.number for row in RouteVersion.objects.all()] == [2, 1]


def test_a_route_needs_a_target_a_free_name_and_the_version_that_was_looked_at(admin: User) -> None:
    def save(row: AlertRoute | None = None, **spec: object) -> AlertRoute:
        return route_save(row=row, seen=1, name="欠薪", spec=spec, enabled=True, by=admin, now=NOW)

    with pytest.raises(RouteError, match="route_nobody"):
        save(areas=["wages"])
    with pytest.raises(RouteError, match="route_time"):
        save(duty=True, start="08:00")
    row = save(duty=True)
    with pytest.raises(RouteError, match="欠薪"):
        save(duty=True)
    save(row, duty=True, deputy=True)
    with pytest.raises(RouteError, match="route_changed"):
        save(row, duty=True)


def told() -> list[int]:
    event = AlertEvent.objects.create(alert=make_alert(), kind="raised", level=2, at=NOW)
    return [delivery.user_id for delivery in delivery_post(event=event, now=NOW)]
