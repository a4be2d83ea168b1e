"""What Prometheus reads: figures over rows, behind a token, and no word of an item."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as django
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, Fetch, ProcessBeat, User, audit_record
from monitor.queries.live_model import live_version
from monitor.queries.metrics import metrics_text
from tests.conftest import make_item, make_source, make_topic

pytestmark = pytest.mark.django_db


def read() -> dict[tuple[str, str], float]:
    """{(metric, its labels' values): value}."""
    families = text_string_to_metric_families(metrics_text(now=utc_now()).decode())
    return {(s.name, ",".join(s.labels.values())): s.value for family in families for s in family.samples}


def test_an_item_without_a_topic_is_the_topics_stages_lag() -> None:
    make_item(first_seen=utc_now() - timedelta(seconds=90), topic_id=None)
    found = read()
    assert found["tingchao_rows_waiting", "topics"] == 1
    assert 89 < found["tingchao_stage_lag_seconds", "topics"] < 150


def test_sources_are_counted_by_state_and_processes_told_without_their_hosts() -> None:
    make_source(state="failing")
    ProcessBeat.objects.create(name="worker:machine-7", at=utc_now())
    found = read()
    assert found["tingchao_sources", "failing"] == 1
    assert found["tingchao_process_age_seconds", "worker"] < 60


def test_fetches_and_messages_of_the_last_hour_are_counted_by_what_became_of_them(lead: User) -> None:
    now, source = utc_now(), make_source()
    for outcome, minutes in (("ok", 1), ("ok", 2), ("timeout", 3), ("ok", 61)):
        Fetch.objects.create(source=source, at=now - timedelta(minutes=minutes), outcome=outcome)
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=make_topic(), raised_at=now, changed_at=now)
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=now)
    for channel, status in (("email", "accepted"), ("browser", "pending")):
        row = {"event": event, "user": lead, "channel": channel, "status": status}
        Delivery.objects.create(**row, message_id=channel, created_at=now)
    found = read()
    assert (found["tingchao_fetches_last_hour", "ok"], found["tingchao_fetches_last_hour", "timeout"]) == (2, 1)
    sent = {labels: n for (name, labels), n in found.items() if name == "tingchao_deliveries_last_hour"}
    assert sent == {"email,accepted": 1, "browser,pending": 1}
    assert found["tingchao_alerts_open", "3"] == 1


def test_what_waits_at_the_broker_and_which_model_is_in_use_are_told(settings: Any) -> None:
    queue = "waiting-for-the-test"
    settings.CELERY_TASK_DEFAULT_QUEUE = queue
    key = f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{queue}"
    with redis.Redis.from_url(settings.REDIS_URL) as board:
        board.rpush(key, "a", "b")
        try:
            found = read()
        finally:
            board.delete(key)
    assert found["tingchao_queue_tasks", queue] == 2
    assert found["tingchao_model_info", live_version()] == 1


def test_every_figure_of_the_grafana_dashboard_is_told() -> None:
    audit_record(actor="backup", action="backup_make", detail={"verified": True, "rows": 1})
    panels = json.loads((Path(django.BASE_DIR) / "deploy" / "grafana.json").read_text(encoding="utf-8"))["panels"]
    asked = {target["expr"] for panel in panels for target in panel["targets"]}
    told = {family.name for family in text_string_to_metric_families(metrics_text(now=utc_now()).decode())}
    assert len(asked) > 8
    assert asked - told == set()


def test_no_title_and_no_address_is_told() -> None:
    make_item(title="云河新城项目欠薪", source=make_source(name="云河网", url="http://127.0.0.1:9/x.xml"))
    text = metrics_text(now=utc_now()).decode()
    assert not [word for word in ("欠薪", "云河网", "127.0.0.1:9/x") if word in text]


@pytest.mark.parametrize(("token", "sent", "status"), [("", "", 404), ("t", "", 404), ("t", "x", 404), ("t", "t", 200)])
def test_only_the_token_opens_it(client: Client, settings: Any, token: str, sent: str, status: int) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"Authorization": f"Bearer {sent}"}).status_code == status
