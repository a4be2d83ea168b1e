"""The heartbeat: at its time of day, once, never late, as a message that nobody has to answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from monitor.alerts.deliver import Summary, delivery_send_due, delivery_send_groups
from monitor.alerts.heartbeat import alert_heartbeat
from monitor.alerts.heartbeat_times import HeartbeatParams, covers_from, due_since
from monitor.errors import SettingError
from monitor.models import Alert, Delivery, User
from monitor.queries.alerts import alert_line, alerts_list, alerts_open_count
from tests.alerts.conftest import Catcher, make_channel
from tests.alerts.robots import Robots
from tests.conftest import make_item, make_source
from tests.each import each

HALF_PAST_EIGHT = datetime(2026, 3, 18, 0, 30, tzinfo=UTC)  # in Shanghai
MINUTE = timedelta(minutes=1)


@each(
    "now last due",
    [
        (HALF_PAST_EIGHT, None, True),
        (HALF_PAST_EIGHT - MINUTE, None, False),
        (HALF_PAST_EIGHT + 20 * MINUTE, None, True),
        (HALF_PAST_EIGHT + 40 * MINUTE, None, False),
        (HALF_PAST_EIGHT + 20 * MINUTE, HALF_PAST_EIGHT + MINUTE, False),
        (HALF_PAST_EIGHT, HALF_PAST_EIGHT - timedelta(days=1), True),
    ],
)
def test_it_is_due_once_after_its_time_and_not_when_it_is_too_late(
    now: datetime, last: datetime | None, due: bool
) -> None:
    assert (due_since(HeartbeatParams(), last=last, now=now) is not None) is due


def test_one_a_shift_speaks_of_the_time_since_the_shift_before() -> None:
    shifts = HeartbeatParams.read({"times": ["20:00", "08:00"]})
    assert covers_from(shifts, slot=datetime(2026, 3, 18, 0, 0, tzinfo=UTC)) == datetime(2026, 3, 17, 12, tzinfo=UTC)
    with pytest.raises(SettingError):
        HeartbeatParams.read({"times": ["25:00"]})


@pytest.mark.django_db
def test_it_is_one_message_per_recipient_and_no_open_alert(lead: User) -> None:
    make_source(state="healthy")
    assert len(alert_heartbeat(now=HALF_PAST_EIGHT)) == 1
    assert alert_heartbeat(now=HALF_PAST_EIGHT + MINUTE) == []
    assert (Delivery.objects.get().user, alerts_open_count(None)) == (lead, 0)
    line = alert_line(alert=Alert.objects.get(), now=HALF_PAST_EIGHT)
    assert "没有需要报告的预警" in line.sentence
    assert "1 家来源全部正常" in line.sentence
    assert alerts_list(now=HALF_PAST_EIGHT, state="all")[1] == 0
    assert alerts_list(now=HALF_PAST_EIGHT, state="all", kind="heartbeat")[1] == 1


@pytest.mark.django_db
def test_it_counts_what_came_since_the_one_before_to_the_minute() -> None:
    day = timedelta(days=1)
    for at in (-day - MINUTE, -day, -day + 20 * MINUTE, -MINUTE, MINUTE):
        make_item(at=HALF_PAST_EIGHT + at)
    make_item(source=make_source(own=True), at=HALF_PAST_EIGHT - MINUTE)
    alert_heartbeat(now=HALF_PAST_EIGHT)
    assert Alert.objects.get().evidence["items"] == 3


@pytest.mark.django_db
def test_it_arrives_by_mail_and_by_robot_and_has_a_page(
    lead: User, smtp: Catcher, robots: Robots, client: Client
) -> None:
    for state in ("healthy", "healthy", "failing"):
        make_source(state=state)
    make_channel("dingtalk", robots, min_level=1)
    make_channel("webhook", robots, min_level=1)
    alert_heartbeat(now=HALF_PAST_EIGHT)
    assert delivery_send_due(now=HALF_PAST_EIGHT) == Summary(accepted=1)
    assert delivery_send_groups(now=HALF_PAST_EIGHT) == Summary(accepted=2)
    mail = smtp.mails[0][1]
    assert "【平安报告】" in mail["Subject"]
    assert "1 家" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert {kind for kind, _body in robots.taken} == {"dingtalk", "hook"}
    client.force_login(lead)
    assert client.get(f"/alerts/{Alert.objects.get().pk}/").status_code == 200
