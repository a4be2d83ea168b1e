"""A short chaos: SMTP fails at random, workers are killed between claim, sending and noting; every message arrives. Long: bench."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts import deliver
from monitor.alerts.deliver import delivery_send_due
from monitor.lib.clock import utc_now
from monitor.models import Delivery, Recipient, Role, User
from tests.alerts.conftest import Catcher, post_events

pytestmark = pytest.mark.django_db
EVENTS, READERS, ROUNDS = 8, 4, 400


def make_readers() -> None:
    for n in range(READERS - 1):
        user = User.objects.create(username=f"reader-{n}", role=Role.MONITOR)
        Recipient.objects.create(user=user, address=f"reader-{n}@union.example")


def test_every_message_arrives_whatever_fails(
    lead: User, smtp: Catcher, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORM_MESSAGES = 0
    make_readers()
    post_events(EVENTS)
    rng, kills, now = random.Random(7), 0, utc_now()
    deliver_mail, accepted = deliver.Mailer.deliver, deliver._accepted

    def dies_sometimes(*args: object, **kwargs: object) -> object:
        if rng.random() < 0.06:
            raise KeyboardInterrupt  # after the claim, before the first byte
        return deliver_mail(*args, **kwargs)  # type: ignore[arg-type]

    def dies_after_sending(*args: object) -> object:
        if rng.random() < 0.06:
            raise KeyboardInterrupt  # the server has the mail, the row does not know
        return accepted(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(deliver.Mailer, "deliver", dies_sometimes)
    monkeypatch.setattr(deliver, "_accepted", dies_after_sending)
    for _ in range(ROUNDS):
        smtp.data_answers = ["451 not now"] if rng.random() < 0.6 else []
        try:
            delivery_send_due(now=now)
        except KeyboardInterrupt:
            kills += 1
        now += timedelta(seconds=30)
        if not Delivery.objects.filter(status="pending").exists():
            break
    keys = Counter(mail["Message-ID"] for _to, mail in smtp.mails)
    assert kills > 1
    assert Counter(Delivery.objects.values_list("status", flat=True)) == {"accepted": EVENTS * READERS}
    assert set(keys) == set(Delivery.objects.values_list("message_id", flat=True))
    assert sum(keys.values()) - len(keys) <= sum(Delivery.objects.values_list("repeats", flat=True))
