"""Who is on no list any more when a waiting message would go is not written to (SCOPE 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.again import delivery_send_again
from monitor.alerts.deliver import Summary, delivery_send_due
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.listing import recipient_change
from monitor.lib.clock import utc_now
from monitor.models import ContactTimes, Delivery, Letter, Recipient, ReportReader, Role, User
from tests.alerts.conftest import Catcher, post_events
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture
def waiting() -> Recipient:
    """A member with a daily digest to come."""
    user = make_user(Role.MONITOR)
    ContactTimes.objects.create(user=user, rhythm="daily")
    row = Recipient.objects.create(user=user, address=user.email)
    post_events(2, level=2)
    return row


def told(smtp: Catcher) -> Summary:
    delivery_fold_due(now=utc_now() + LATER)
    return delivery_send_due(now=utc_now() + LATER)


def test_the_digest_of_a_member_who_left_does_not_go(waiting: Recipient, smtp: Catcher) -> None:
    User.objects.filter(pk=waiting.user_id).update(is_active=False)
    assert (told(smtp), smtp.mails) == (Summary(dead=1), [])
    assert Delivery.objects.get(status="dead").error_label == "unlisted"


def test_nor_to_an_address_that_was_switched_off_until_it_is_listed_again(
    waiting: Recipient, smtp: Catcher, admin: User
) -> None:
    recipient_change(recipient=waiting, min_level=1, enabled=False, by=admin)
    assert told(smtp) == Summary(dead=1)
    delivery_send_again(ids=None, by=admin, now=utc_now())
    assert told(smtp) == Summary(dead=1)
    recipient_change(recipient=waiting, min_level=1, enabled=True, by=admin)
    delivery_send_again(ids=None, by=admin, now=utc_now())
    assert told(smtp) == Summary(accepted=1)
    assert [to for to, _ in smtp.mails] == [waiting.address]


def test_a_report_goes_to_its_readers_as_long_as_they_are_listed(smtp: Catcher) -> None:
    rows = [
        ReportReader.objects.create(user=user, address=user.email)
        for user in (make_user(Role.VIEWER), make_user(Role.LEAD))
    ]
    letter = Letter.objects.create(kind=Letter.Kind.ISSUED, subject="周报", text="见附件", created_at=utc_now())
    for n, row in enumerate(rows):
        Delivery.objects.create(
            letter=letter,
            user=row.user,
            channel="email",
            address=row.address,
            message_id=f"<{n}@test>",
            next_try_at=utc_now(),
            created_at=utc_now(),
        )
    ReportReader.objects.filter(pk=rows[1].pk).update(enabled=False)
    assert delivery_send_due(now=utc_now()) == Summary(accepted=1, dead=1)
    assert [to for to, _ in smtp.mails] == [rows[0].address]
