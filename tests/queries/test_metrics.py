"""What Prometheus reads: figures over rows, behind a token, and no word of an item."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from monitor.lib.clock import utc_now
from monitor.models import ProcessBeat
from monitor.queries.metrics import metrics_text
from tests.conftest import make_item, make_source

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


def test_no_title_and_no_address_is_told() -> None:
    make_item(title="云河新城项目欠薪", source=make_source(name="云河网", url="http://127.0.0.1:9/x.xml"))
    text = metrics_text(now=utc_now()).decode()
    assert not [word for word in ("欠薪", "云河网", "127.0.0.1:9/x") if word in text]


@pytest.mark.parametrize(("token", "sent", "status"), [("", "", 404), ("t", "", 404), ("t", "x", 404), ("t", "t", 200)])
def test_only_the_token_opens_it(client: Client, settings: Any, token: str, sent: str, status: int) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"Authorization": f"Bearer {sent}"}).status_code == status
