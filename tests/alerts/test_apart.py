"""An exercise never writes to anybody who could exist, and hands nothing to another machine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.apart import exercise_address_check, exercise_server_check
from monitor.alerts.channels import ChannelDownError
from monitor.alerts.deliver import Summary, delivery_send_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.drill.cast import MEMBERS
from monitor.errors import DeliveryError
from monitor.lib.clock import utc_now
from monitor.models import Delivery, Recipient, Role, User
from tests.alerts.conftest import Catcher, make_rising_topic
from tests.conftest import make_user

REAL = ["someone@union.example.org", "zu@qq.com", "a@example.com", "x@yunhe.example.evil.cn", "nodomain", "", "a@.cn"]


@pytest.mark.parametrize("address", REAL)
def test_an_address_that_can_exist_is_refused_in_an_exercise_only(settings: SettingsWrapper, address: str) -> None:
    settings.DRILL = True
    with pytest.raises(DeliveryError) as refused:
        exercise_address_check(address)
    assert (refused.value.label, refused.value.permanent) == ("exercise_address", True)
    settings.DRILL = False
    exercise_address_check(address)


def test_every_member_of_the_exercise_may_be_written_to(settings: SettingsWrapper) -> None:
    settings.DRILL = True
    for member in MEMBERS:
        exercise_address_check(member.email)
        exercise_address_check(member.email.upper())


@pytest.mark.parametrize("host", ["mail.union.example", "10.0.0.5", "192.0.2.1", "::2", "localhost.evil.cn", ""])
def test_a_mail_server_on_another_machine_is_refused(settings: SettingsWrapper, host: str) -> None:
    settings.DRILL = True
    with pytest.raises(ChannelDownError) as refused:
        exercise_server_check(host)
    assert refused.value.label == "exercise_server"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_the_catcher_on_this_machine_is_used(settings: SettingsWrapper, host: str) -> None:
    settings.DRILL = True
    exercise_server_check(host)


@pytest.mark.django_db
def test_a_real_recipient_on_the_list_gets_nothing_from_an_exercise_and_others_get_theirs(
    lead: User, smtp: Catcher, settings: SettingsWrapper
) -> None:
    settings.DRILL = True
    Recipient.objects.update(address="zu@yunhe.example")
    other = make_user(role=Role.LEAD)
    Recipient.objects.create(user=other, channel="email", address="zuzhang@union.cn", listed_by=lead)
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    assert delivery_send_due(now=utc_now() + timedelta(seconds=1)) == Summary(accepted=1, dead=1)
    assert [to for to, _ in smtp.mails] == ["zu@yunhe.example"]
    assert Delivery.objects.get(status="dead").error_label == "exercise_address"


@pytest.mark.django_db
def test_an_exercise_set_to_a_real_mail_server_sends_nothing(lead: User, settings: SettingsWrapper) -> None:
    settings.DRILL, settings.EMAIL_HOST = True, "192.0.2.25"
    Recipient.objects.update(address="zu@yunhe.example")
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    assert delivery_send_due(now=utc_now()).accepted == 0
    assert Delivery.objects.get().error_label == "exercise_server"
