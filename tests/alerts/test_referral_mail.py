"""A matter handed to a unit is written to the unit's members whom an admin has listed, and to nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from monitor.alerts.deliver import delivery_send_due
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.referral import referral_send
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import ContactTimes, Delivery, Recipient, Referral, Unit, User
from monitor.queries.referrals import referral_told
from tests.alerts.conftest import Catcher, make_alert
from tests.conftest import make_topic, make_unit

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def unit(reporter: User) -> Unit:
    unit = make_unit(name="建筑业工会联合会")
    unit.members.add(reporter)
    return unit


def send(unit: Unit, by: User, ask: str = "请核实欠薪人数。") -> Referral:
    alert = make_alert(topic=make_topic(title="云河新城项目欠薪"))
    due_at = NOW + timedelta(days=1)
    return referral_send(alert=alert, unit=unit, ask=ask, due_at=due_at, by=by, now=NOW)


def listed(user: User, **fields: object) -> Recipient:
    return Recipient.objects.create(user=user, channel="email", address=user.email, **fields)


def test_a_listed_reporter_gets_what_is_asked_until_when_and_where(
    unit: Unit, reporter: User, duty: User, lead: User, smtp: Catcher
) -> None:
    listed(reporter, min_level=4)  # whatever level was chosen for alerts
    row = send(unit, duty)
    delivery_send_due(now=utc_now())
    [(to, mail)] = smtp.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (to, referral_told(row)) == (reporter.email, [str(reporter)])
    assert mail["Subject"] == "【转办】云河新城项目欠薪"
    assert all(part in text for part in (unit.name, "请核实欠薪人数。", f"/referrals/{row.pk}/"))
    assert "/ack/" not in text


def test_quiet_hours_hold_it_back_and_no_telephone_number_goes_out(unit: Unit, reporter: User, duty: User) -> None:
    listed(reporter)
    around = [(NOW.astimezone(SHANGHAI) + timedelta(hours=hours)).time() for hours in (-1, 1)]
    ContactTimes.objects.create(user=reporter, quiet_from=around[0], quiet_to=around[1])
    row = send(unit, duty, "请联系工人 13800138000 核实。")
    delivery = Delivery.objects.get()
    assert (delivery.user, delivery.waits_for) == (reporter, "quiet")
    assert "13800138000" not in row.ask


def test_nobody_who_is_not_listed_or_of_another_unit_is_written_to(unit: Unit, reporter: User, duty: User) -> None:
    listed(duty)
    assert referral_told(send(unit, duty)) == []
    listed(reporter, enabled=False)
    send(unit, duty)
    assert not Delivery.objects.exists()


def test_the_desk_is_told_when_nobody_of_the_unit_is_listed(client: Client, unit: Unit, duty: User) -> None:
    client.force_login(duty)
    alert = make_alert()
    due = f"{NOW + timedelta(days=2):%Y-%m-%dT%H:%M}"
    form = {"unit": unit.pk, "ask": "请核实。", "due_at": due}
    page = client.post(f"/alerts/{alert.pk}/do/hand/", form, follow=True).content.decode()
    assert "请另行通知" in page


def test_several_come_as_one_digest_that_leads_to_each_and_to_no_page_that_a_reporter_may_not_open(
    unit: Unit, reporter: User, duty: User, smtp: Catcher
) -> None:
    listed(reporter)
    other = make_unit(name="快递业工会")
    other.members.add(reporter)
    ContactTimes.objects.create(user=reporter, rhythm="daily")
    first = send(unit, duty)
    values = {"ask": "请核实。", "due_at": NOW + timedelta(days=1), "by": duty, "now": NOW}
    rows = [first, referral_send(alert=first.alert, unit=other, **values), send(unit, duty)]
    later = NOW + timedelta(days=2)
    delivery_fold_due(now=later)
    delivery_send_due(now=later)
    [(_to, mail)] = smtp.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert all(f"/referrals/{row.pk}/" in text and row.number in text for row in rows)
    assert "转办汇总" in text
    assert "/alerts/" not in text
