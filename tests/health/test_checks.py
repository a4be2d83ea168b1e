"""Each check says what is wrong and what to do."""

from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings as SettingsWrapper

from monitor.lib.clock import utc_now
from monitor.models import (
    Alert,
    AlertEvent,
    AuditEntry,
    Channel,
    Delivery,
    PoisonedEntry,
    ProcessBeat,
    PushSubscription,
    User,
    audit_record,
    process_beat,
)
from monitor.queries.health import Check, health_checks, health_line
from tests.conftest import make_item, make_source

pytestmark = pytest.mark.django_db
DEAD_VALKEY = "redis://127.0.0.1:1/0"


def check(name: str) -> Check:
    return {found.name: found for found in health_checks(now=utc_now())}[name]


def delivery(user: User, **fields: object) -> Delivery:
    fields = {"channel": "email", "address": "x@union.example", "created_at": utc_now(), "message_id": "m", **fields}
    return Delivery.objects.create(user=user, **fields)


def make_event() -> AlertEvent:
    now = utc_now()
    alert = Alert.objects.create(kind="topic_rising", level=3, raised_at=now, changed_at=now)
    return AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=now)


def test_a_fresh_installation_names_what_never_reported() -> None:
    found = {c.name: c.level for c in health_checks(now=utc_now())}
    assert {name for name, level in found.items() if level == "fault"} == {"worker", "beat", "topics"}
    assert set(found) == {
        "web", "database", "broker", "worker", "beat", "topics", "mail", "queue", "sources", "backup", "disk", "clock"
    }  # fmt: skip


def test_everything_that_is_not_ok_says_what_to_do() -> None:
    assert all(c.advice for c in health_checks(now=utc_now()) if c.level != "ok")


@pytest.mark.parametrize(("name", "beat"), [("worker", "worker:host"), ("beat", "beat"), ("topics", "topics")])
def test_a_process_is_alive_until_it_stops_reporting(name: str, beat: str) -> None:
    process_beat(beat)
    assert check(name).level == "ok"
    ProcessBeat.objects.update(at=utc_now() - timedelta(minutes=3))
    assert check(name).level == "fault"


def test_workers_that_answer_a_ping_need_no_heartbeat() -> None:
    found = {c.name: c for c in health_checks(now=utc_now(), workers=["celery@a"])}
    assert (found["worker"].level, "celery@a" in found["worker"].detail) == ("ok", True)


def test_a_dead_valkey_is_found_quickly_and_the_rest_goes_on(settings: SettingsWrapper) -> None:
    settings.REDIS_URL = DEAD_VALKEY
    found = {c.name: c for c in health_checks(now=utc_now())}
    assert found["broker"].level == "fault"
    assert found["database"].level == "ok"
    assert "clock" in found


def test_an_item_that_waits_too_long_for_its_topic_is_a_backlog() -> None:
    make_item(first_seen=utc_now() - timedelta(minutes=1))
    assert check("queue").level == "ok"
    make_item(first_seen=utc_now() - timedelta(hours=1))
    assert check("queue").level == "fault"
    assert "2" in check("queue").detail


def test_an_item_that_was_set_aside_is_mentioned() -> None:
    make_item(set_aside="ValueError", tries=3)
    at = utc_now()
    PoisonedEntry.objects.create(source=make_source(), digest=b"d", tries=3, reason="KeyError", first_at=at, last_at=at)
    assert check("queue").level == "warn"
    assert all(said in check("queue").advice for said in ("2 条", "ValueError 1", "KeyError 1"))


@pytest.mark.parametrize(
    ("hours", "verified", "level"), [(8, True, "ok"), (40, True, "warn"), (8, False, "warn"), (None, True, "warn")]
)
def test_a_backup_counts_when_it_was_proven_lately(hours: int | None, verified: bool, level: str) -> None:
    if hours:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE monitor_auditentry DISABLE TRIGGER USER")
            audit_record(actor="backup", action="backup_make", detail={"verified": verified, "rows": 1234})
            AuditEntry.objects.update(at=utc_now() - timedelta(hours=hours))
            cursor.execute("ALTER TABLE monitor_auditentry ENABLE TRIGGER USER")
    found = check("backup")
    assert (found.level, "1,234" in found.detail) == (level, bool(hours and verified))


def test_mail_without_a_server_is_a_warning(settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST = ""
    assert check("mail").level == "warn"
    assert "TINGCHAO_SMTP_HOST" in check("mail").advice


def test_a_message_that_waits_is_a_fault_and_a_dead_one_a_warning(lead: User, settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    message = delivery(lead, created_at=utc_now() - timedelta(hours=1), waits_for="quiet", event=make_event())
    assert check("mail").level == "ok"  # it is not for now
    message.waits_for = ""
    message.save()
    assert check("mail").level == "fault"
    message.status = Delivery.Status.DEAD
    message.save()
    assert check("mail").level == "warn"


def test_a_channel_that_refuses_is_named_and_what_to_do() -> None:
    assert "channels" not in {found.name for found in health_checks(now=utc_now())}
    channel = Channel.objects.create(kind="wecom", name="值班群", token="x")
    assert check("channels").level == "ok"
    channel.error_label = "robot_token"
    channel.save()
    assert (check("channels").level, "值班群" in check("channels").detail) == ("warn", True)
    assert "重新复制地址" in check("channels").advice


def test_sources_in_trouble_or_overdue_are_named() -> None:
    assert check("sources").level == "warn"  # none at all
    source = make_source(state="healthy")
    assert check("sources").level == "ok"
    source.state = "failing"
    source.save()
    assert check("sources").level == "warn"
    source.next_check_at = utc_now() - timedelta(hours=1)
    source.save()
    assert check("sources").level == "fault"


def test_a_full_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**12, 10**12, 10**6))
    assert check("disk").level == "fault"


def test_the_first_line_says_whether_it_works() -> None:
    ok, fault = Check("a", "甲", "ok", ""), Check("b", "乙", "fault", "", "做点什么")
    assert health_line([ok]) == ("ok", "在工作，一切正常。")
    assert health_line([ok, fault]) == ("fault", "没有在正常工作，有故障：乙。")


@pytest.mark.parametrize(("tries", "level"), [(2, "ok"), (3, "warn")])
def test_subscriptions_that_no_hub_verifies_are_mentioned(settings: SettingsWrapper, tries: int, level: str) -> None:
    settings.PUSH_URL = "https://push.union.example"
    source = make_source(hub_url="http://hub.yunhe.example/", hub_topic="http://news.yunhe.example/feed")
    PushSubscription.objects.create(source=source, state="asked", tries=tries, next_at=utc_now())
    assert (check("push").level, bool(check("push").advice)) == (level, level == "warn")


def test_where_push_is_off_nothing_is_said_of_it() -> None:
    assert "push" not in {found.name for found in health_checks(now=utc_now())}
