"""Admins hear of a stage that lags once, and once when it has caught up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.channels.email.message import message_build
from monitor.lib.clock import utc_now
from monitor.models import Delivery, LagNotice, Recipient, User
from monitor.upkeep.lag import Turn, lag_decide, lag_watch
from tests.conftest import make_source
from tests.each import each

CALM = {"fetch": 0.0, "topics": 0.0, "decide": 0.0, "deliver": 0.0}


@each(
    "lags told turn",
    [
        ({"topics": 899.0}, set(), Turn((), ())),
        ({"topics": 901.0}, set(), Turn(("topics",), ())),
        ({"topics": 5000.0, "fetch": 901.0}, {"topics"}, Turn(("fetch",), ())),
        ({"topics": 400.0}, {"topics"}, Turn((), ())),
        ({"topics": 10.0}, {"topics"}, Turn((), ("topics",))),
        ({"backup": 30 * 3600.0}, set(), Turn((), ())),
    ],
)
def test_a_stage_at_the_edge_is_told_of_once(lags: dict[str, float], told: set[str], turn: Turn) -> None:
    assert lag_decide({**CALM, **lags}, told) == turn


@pytest.mark.django_db
def test_listed_admins_get_one_mail_when_a_stage_lags_and_one_when_it_is_over(admin: User, lead: User) -> None:
    Recipient.objects.create(user=admin, channel="email", address=admin.email)
    source, now = make_source(next_check_at=utc_now() - timedelta(hours=2)), utc_now()
    assert [lag_watch(now=now), lag_watch(now=now)] == [1, 0]
    mail = message_build(delivery=Delivery.objects.get(), now=now)
    assert (mail["To"], "抓取来源" in mail["Subject"], LagNotice.objects.count()) == (admin.email, True, 1)
    assert "/health/" in mail.get_content()
    source.next_check_at = now + timedelta(hours=1)
    source.save()
    assert [lag_watch(now=now), LagNotice.objects.count(), Delivery.objects.count()] == [1, 0, 2]
