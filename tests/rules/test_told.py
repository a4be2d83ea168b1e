"""Leads hear of a proposed rule: on the pages, and by one mail each."""

from __future__ import annotations

import pytest

from monitor.alerts.channels.email.message import message_build
from monitor.alerts.deliver import delivery_send_due
from monitor.lib.clock import utc_now
from monitor.models import Delivery, Letter, Recipient, Role, RuleChange, User
from monitor.rules.edit import RuleText, rule_create, rule_retire, rule_switch
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
TEXT = RuleText("高温停工", "(高温 OR 中暑) 工地 -演练", "safety", grave=True)


def listed(user: User, **fields: object) -> User:
    Recipient.objects.create(user=user, channel="email", address=f"u{user.pk}@union.example", **fields)
    return user


def test_every_listed_lead_gets_one_mail_with_a_stable_id_and_nobody_else_does(duty: User, admin: User) -> None:
    leads = [listed(make_user(Role.LEAD, language=language)) for language in ("zh-hans", "en")]
    listed(make_user(Role.LEAD), enabled=False)
    listed(duty), listed(admin)
    make_user(Role.LEAD)  # whom no admin has listed
    rule = rule_create(
        text=TEXT, by=duty, now=utc_now(), note="近来常有人问，电话 13800138000", change=RuleChange.PROPOSED
    )
    rows = list(Delivery.objects.order_by("user_id"))
    assert [row.user for row in rows] == leads
    mails = [message_build(delivery=row, now=utc_now()) for row in rows]
    again = [message_build(delivery=row, now=utc_now()) for row in Delivery.objects.order_by("user_id")]
    assert [mail["Message-ID"] for mail in mails] == [mail["Message-ID"] for mail in again]
    assert len({mail["Message-ID"] for mail in mails}) == 2
    chinese, english = (mail.get_content() for mail in mails)
    assert "【规则提议】高温停工" in mails[0]["Subject"]
    assert "[Proposed rule] 高温停工" in mails[1]["Subject"]
    for text in (chinese, english):
        assert "(高温 OR 中暑) 工地 -演练" in text
        assert f"/rules/{rule.pk}/" in text
        assert str(duty) in text
        assert "13800138000" not in text
    assert "等组长决定" in chinese
    assert "标为“重大”" in chinese
    assert "waits for a lead to decide" in english


def test_it_goes_out_like_any_other_mail(duty: User) -> None:
    listed(make_user(Role.LEAD))
    rule_create(text=TEXT, by=duty, now=utc_now(), change=RuleChange.PROPOSED)
    assert delivery_send_due(now=utc_now()).waiting == 1  # no mail server here: it waits as a row, and says why
    assert Delivery.objects.get().error_label == "no_mail_server"


def test_a_leads_own_rule_and_what_is_decided_send_nothing(duty: User, lead: User) -> None:
    rule_create(text=RuleText("灯具", "路灯"), by=lead, now=utc_now())
    taken, declined = (
        rule_create(text=RuleText(name, name), by=duty, now=utc_now(), change=RuleChange.PROPOSED)
        for name in ("路灯", "石桥")
    )
    rule_switch(pk=taken.pk, enabled=True, by=lead, now=utc_now())
    rule_retire(pk=declined.pk, by=lead, now=utc_now(), proposed=True)
    assert Letter.objects.count() == Delivery.objects.count() == 2
