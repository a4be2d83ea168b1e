"""A title becomes a subject, never a header or a recipient."""

import pytest

from monitor.alerts.channels.email.message import message_build
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, User
from tests.conftest import make_topic

pytestmark = pytest.mark.django_db
EVILS = [
    "欠薪\r\nBcc: all@union.example",
    "欠薪\nTo: x@union.example\n\nbody",
    "欠薪\r X-Evil: 1",
    "欠薪\u2028Bcc: y@union.example",
]


@pytest.mark.parametrize("title", EVILS)
def test_a_title_with_line_ends_adds_no_header(lead: User, title: str) -> None:
    now = utc_now()
    alert = Alert.objects.create(
        kind="topic_rising", level=2, topic=make_topic(title=title), raised_at=now, changed_at=now
    )
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=2, at=now)
    row = Delivery.objects.create(
        event=event, user=lead, channel="email", address=lead.email, message_id="<m@union.example>", created_at=now
    )
    message = message_build(delivery=row, now=now)
    assert message["To"] == lead.email
    assert {"Bcc", "X-Evil"}.isdisjoint(message.keys())
    assert "\n" not in message["Subject"]
    assert b"\nBcc:" not in bytes(message).partition(b"\r\n\r\n")[0]
