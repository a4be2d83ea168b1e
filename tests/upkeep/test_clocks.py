"""A process whose clock ran an hour ahead wrote rows; the others must not wait for that hour."""

from datetime import timedelta

import pytest

from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, Source, User
from monitor.upkeep.clocks import times_heal
from tests.conftest import make_source, make_topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def message(lead: User, **fields: object) -> Delivery:
    now = utc_now()
    alert = Alert.objects.create(kind="topic_rising", level=2, topic=make_topic(), raised_at=now, changed_at=now)
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=2, at=now)
    fields = {"created_at": now, "next_try_at": now} | fields
    return Delivery.objects.create(
        event=event, user=lead, channel="email", address=lead.email, message_id="m", **fields
    )


def test_a_lease_from_the_future_ends_now() -> None:
    source = make_source(claimed_until=utc_now() + HOUR)
    assert times_heal() == 1
    assert Source.objects.get(pk=source.pk).claimed_until is None


def test_a_lease_of_the_usual_length_stays() -> None:
    until = utc_now() + timedelta(minutes=5)
    source = make_source(claimed_until=until, last_checked_at=utc_now())
    assert times_heal() == 0
    assert Source.objects.get(pk=source.pk).claimed_until == until


def test_a_source_that_was_checked_in_the_future_is_due() -> None:
    source = make_source(last_checked_at=utc_now() + HOUR, next_check_at=utc_now() + 2 * HOUR)
    times_heal()
    assert Source.objects.get(pk=source.pk).next_check_at <= utc_now()  # type: ignore[operator]


def test_a_message_made_in_the_future_is_due_now(lead: User) -> None:
    row = message(lead, created_at=utc_now() + HOUR, next_try_at=utc_now() + HOUR)
    assert times_heal() == 1
    healed = Delivery.objects.get(pk=row.pk)
    assert healed.next_try_at is not None
    assert max(healed.next_try_at, healed.created_at) <= utc_now()


def test_a_message_that_is_tried_again_within_minutes_stays(lead: User) -> None:
    message(lead, next_try_at=utc_now() + timedelta(minutes=5))
    assert times_heal() == 0


def test_what_waits_for_the_morning_goes_on_waiting(lead: User) -> None:
    morning = utc_now() + 9 * HOUR
    row = message(lead, next_try_at=morning, waits_for="quiet")
    assert times_heal() == 0
    assert Delivery.objects.get(pk=row.pk).next_try_at == morning
