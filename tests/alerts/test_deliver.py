"""Mails through a real SMTP server."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.deliver import Summary, delivery_send_due
from monitor.alerts.raise_ import alert_calm_quiet, alert_decide_changed
from monitor.errors import DeliveryError
from monitor.lib.clock import hour_of, utc_now
from monitor.models import Alert, Delivery, Recipient, Role, Topic, TopicHour, User
from tests.alerts.conftest import Catcher, clear_items, free_port, make_rising_topic, post_events
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


@pytest.fixture
def raised(lead: User) -> Alert:
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    return Alert.objects.get()


def test_the_mail_says_what_happened_and_where_to_answer(
    raised: Alert, lead: User, smtp: Catcher, settings: SettingsWrapper
) -> None:
    settings.DRILL = True
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1)
    (to, mail), *rest = smtp.mails
    assert (to, rest) == (lead.email, [])
    assert mail["Subject"] == "【演练】【橙色预警】云河新城项目欠薪：48 小时 12 条原创，4 家来源，负面 100 %"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for part in (text, html):
        assert f"{settings.BASE_URL}/alerts/{raised.pk}/" in part
        assert "演练" in part
    assert len(re.findall(r"^- 云河新城项目部分工友", text, re.MULTILINE)) == 5
    assert "历史不足" in text
    assert not re.search(r"src=\"(?!cid:)|<script|url\(", html)


def test_an_accepted_mail_is_not_sent_again(raised: Alert, smtp: Catcher) -> None:
    delivery_send_due(now=utc_now())
    assert delivery_send_due(now=utc_now() + LATER) == Summary()
    assert len(smtp.mails) == 1
    assert Delivery.objects.get().accepted_at is not None


def test_a_passing_refusal_is_tried_again_under_the_same_message_id(raised: Alert, smtp: Catcher) -> None:
    smtp.data_answers = ["451 try again later"]
    assert delivery_send_due(now=utc_now()) == Summary(put_off=1)
    waiting = Delivery.objects.get()
    assert (waiting.status, waiting.error_label, waiting.attempts) == ("pending", "mail_refused", 1)
    assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=1)
    assert smtp.mails[0][1]["Message-ID"] == waiting.message_id


def test_a_permanent_refusal_is_dead_and_does_not_hold_the_others(raised: Alert, smtp: Catcher) -> None:
    other = make_user(Role.MONITOR)
    Recipient.objects.create(user=other, address=other.email)
    Topic.objects.update(needs_decision=True)
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    smtp.recipient_answers = ["550 no such user"]
    assert delivery_send_due(now=utc_now()) == Summary(accepted=2, dead=1)
    dead = Delivery.objects.get(status="dead")
    assert (dead.error_label, dead.error_detail) == ("mail_refused", "550 no such user")


def test_a_mail_that_is_too_large_is_about_that_mail_alone(raised: Alert, smtp: Catcher) -> None:
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    smtp.sender_answers = ["552 5.3.4 message size exceeds fixed limit"]
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1, dead=1)
    assert Delivery.objects.get(status="dead").error_label == "mail_refused"


def test_a_dead_server_loses_nothing(raised: Alert, smtp: Catcher, settings: SettingsWrapper) -> None:
    settings.EMAIL_PORT = free_port()
    assert delivery_send_due(now=utc_now()) == Summary(put_off=1)
    assert Delivery.objects.get().error_label == "mail_unreachable"
    settings.EMAIL_PORT = smtp.port
    assert delivery_send_due(now=utc_now()) == Summary()  # not before its time
    assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=1)


def test_one_dead_server_costs_one_try_not_one_per_mail(raised: Alert, settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    assert delivery_send_due(now=utc_now()) == Summary(put_off=2)
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]


def test_without_a_mail_server_mails_wait_and_say_so(raised: Alert, settings: SettingsWrapper, smtp: Catcher) -> None:
    settings.EMAIL_HOST = ""
    assert delivery_send_due(now=utc_now()) == Summary(waiting=1)
    waiting = Delivery.objects.get()
    assert (waiting.status, waiting.error_label, waiting.attempts) == ("pending", "no_mail_server", 0)
    settings.EMAIL_HOST = "127.0.0.1"
    assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=1)


def test_a_published_title_cannot_write_headers(lead: User, smtp: Catcher) -> None:
    make_rising_topic(title="欠薪\r\nBcc: everyone@union.example\r\n\r\n<script>alert(1)</script>\u202e")
    alert_decide_changed(now=utc_now())
    delivery_send_due(now=utc_now())
    (to, mail), *rest = smtp.mails
    assert (to, mail["Bcc"], rest) == (lead.email, None, [])
    assert "\u202e" not in mail["Subject"]
    assert "<script>" not in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_mails_of_one_alert_hang_together(raised: Alert, smtp: Catcher) -> None:
    delivery_send_due(now=utc_now())
    assert raised.topic is not None
    clear_items(raised.topic)
    alert_calm_quiet(now=utc_now() + timedelta(hours=7))
    delivery_send_due(now=utc_now() + timedelta(hours=8))
    first, second = (mail for _to, mail in smtp.mails)
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    assert "趋于平稳" in second["Subject"]


def test_a_worker_that_died_while_sending_leaves_a_mail_that_is_sent_later(
    raised: Alert, smtp: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("monitor.alerts.deliver.Mailer.deliver", die)
        with pytest.raises(KeyboardInterrupt):
            delivery_send_due(now=utc_now())
    assert delivery_send_due(now=utc_now() + timedelta(minutes=1)) == Summary()  # leased
    assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=1)


@pytest.mark.parametrize(
    "meanwhile", [{"status": "accepted"}, {"status": "dead"}, {"claimed_until": utc_now() + LATER}]
)
def test_a_worker_that_stood_still_past_its_lease_does_not_undo_what_became_of_the_mail_since(
    raised: Alert, smtp: Catcher, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any]
) -> None:
    def stands_still(*_args: object) -> None:
        Delivery.objects.update(**meanwhile)  # another worker sent it, or has it in hand; or it was withdrawn
        raise DeliveryError(label="mail_refused")

    monkeypatch.setattr("monitor.alerts.deliver.Mailer.deliver", stands_still)
    delivery_send_due(now=utc_now())
    row = Delivery.objects.get()
    assert {name: getattr(row, name) for name in meanwhile} == meanwhile
    assert row.error_label == "outcome_unknown"


def test_the_mail_is_in_the_language_of_its_reader(smtp: Catcher, settings: SettingsWrapper) -> None:
    user = make_user(Role.LEAD, language="en")
    Recipient.objects.create(user=user, address=user.email)
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    delivery_send_due(now=utc_now())
    html = smtp.mails[0][1].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert '<html lang="en">' in html


def test_a_mail_that_cannot_be_built_does_not_make_the_others_wait(
    raised: Alert, smtp: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rising_topic()
    alert_decide_changed(now=utc_now())

    def broken(*_args: object, **_more: object) -> None:
        raise TypeError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr("monitor.alerts.channels.email.send.message_build", broken)
        with pytest.raises(TypeError):
            delivery_send_due(now=utc_now())
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1)
    assert Delivery.objects.get(status="pending").error_label == "outcome_unknown"


def statements(readers: int) -> int:
    """Of sending one event to so many, all in one batch."""
    Recipient.objects.all().delete()
    for _ in range(readers):
        user = make_user(Role.LEAD)
        Recipient.objects.create(user=user, address=user.email)
    post_events(1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert delivery_send_due(now=utc_now()) == Summary(accepted=readers)
    return len(asked)


def test_a_further_reader_of_an_event_costs_three_statements(smtp: Catcher, settings: SettingsWrapper) -> None:
    settings.STORM_MESSAGES = 0
    statements(1)
    assert statements(5) - statements(1) == 4 * 3, "taken, hung below earlier mails, noted"


def test_each_reader_gets_a_mail_of_their_own(raised: Alert, lead: User, smtp: Catcher) -> None:
    other = make_user(Role.MONITOR)
    Recipient.objects.create(user=other, address=other.email)
    topic = make_rising_topic(title="另一处欠薪")
    TopicHour.objects.create(topic=topic, hour=hour_of(utc_now()), n_items=12, n_originals=12)
    alert_decide_changed(now=utc_now())
    assert delivery_send_due(now=utc_now()) == Summary(accepted=3)
    (to_one, one), (to_other, another) = ((to, mail) for to, mail in smtp.mails if "另一处欠薪" in mail["Subject"])
    assert {to_one, to_other} == {lead.email, other.email}
    assert one["Message-ID"] != another["Message-ID"]
    for mail in (one, another):
        html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
        (image,) = (part for part in mail.walk() if part.get_content_type() == "image/png")
        assert f"cid:{image['Content-ID'].strip('<>')}" in html
    links = {re.search(r"/ack/\S+", mail.get_body(("plain",)).get_content()) for mail in (one, another)}  # type: ignore[union-attr]
    assert None not in links
    assert len({link.group() for link in links if link}) == 2, "each acknowledges as themselves"


def test_a_long_thread_names_its_first_mail_and_the_last_nine(
    lead: User, smtp: Catcher, settings: SettingsWrapper
) -> None:
    settings.STORM_MESSAGES = 0
    post_events(14)
    assert delivery_send_due(now=utc_now()) == Summary(accepted=14)
    ids = list(Delivery.objects.order_by("event_id").values_list("message_id", flat=True))
    last = next(mail for _to, mail in smtp.mails if mail["Message-ID"] == ids[-1])
    assert last["In-Reply-To"] == ids[-2]
    assert str(last["References"]).split() == [ids[0], *ids[4:13]]
