"""Figures for Prometheus, read when it asks: gauges over rows, so that they are true whichever process answers.

Labels are states, kinds and outcomes, never names, addresses or words of an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from monitor.lib.clock import HOUR
from monitor.models import (
    OPEN_STATUSES,
    POISON_TRIES,
    Alert,
    Delivery,
    Fetch,
    Item,
    PoisonedEntry,
    ProcessBeat,
    Source,
)
from monitor.queries.health_backup import backups_known
from monitor.queries.lag import stage_lags, stages_waiting
from monitor.queries.live_model import live_version

RECENT = timedelta(hours=1)
PROCESSES_SEEN = timedelta(days=1)


def metrics_text(*, now: datetime) -> bytes:
    """Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Rows(now))
    return generate_latest(registry)


class _Rows:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge(
            "stage_lag_seconds",
            "age of the oldest row that a stage has not worked off",
            "stage",
            stage_lags(now=self.now).items(),
        )
        yield _gauge("rows_waiting", "rows that a stage has not worked off", "stage", self._waiting())
        yield _gauge("queue_tasks", "tasks in the broker's queue; none while it does not answer", "queue", _queue())
        yield _gauge("fetches_last_hour", "requests to sources in the last hour", "outcome", self._fetches())
        yield _gauge2(
            "deliveries_last_hour", "messages made in the last hour", ("channel", "status"), self._deliveries()
        )
        yield _gauge(
            "sources", "sources that are read", "state", _counted(Source.objects.filter(enabled=True), "state")
        )
        open_alerts = Alert.objects.filter(status__in=OPEN_STATUSES)
        yield _gauge("alerts_open", "alerts that nobody has closed", "level", _counted(open_alerts, "level"))
        yield _gauge("process_age_seconds", "since a process last said that it is alive", "process", self._processes())
        yield _gauge("model_info", "version of the text model in use", "version", [(live_version(), 1)])
        yield _gauge(
            "database_bytes", "size of the database", "", [("", _one("SELECT pg_database_size(current_database())"))]
        )
        backups = backups_known()
        if backups.made_at:
            yield _gauge("backup_age_seconds", "since the last backup", "", [("", self._age(backups.made_at))])
        if backups.proven_at:
            proven = [("", self._age(backups.proven_at))]
            yield _gauge("backup_proof_age_seconds", "since a backup was last proven by restoring it", "", proven)

    def _age(self, at: datetime | None) -> float:
        return max(0.0, (self.now - at).total_seconds()) if at else 0.0

    def _waiting(self) -> Iterator[tuple[str, float]]:
        yield from stages_waiting(now=self.now).items()
        items = Item.objects.exclude(set_aside="").filter(topic_id=None, at__gte=self.now - 720 * HOUR)
        entries = PoisonedEntry.objects.filter(tries__gte=POISON_TRIES, last_at__gte=self.now - 720 * HOUR)
        yield "set_aside", items.count() + entries.count()

    def _fetches(self) -> Iterable[tuple[str, float]]:
        return _counted(Fetch.objects.filter(at__gte=self.now - RECENT), "outcome")

    def _deliveries(self) -> Iterable[tuple[tuple[str, str], float]]:
        rows = Delivery.objects.filter(created_at__gte=self.now - RECENT).order_by()
        return [
            ((channel, status), n)
            for channel, status, n in rows.values_list("channel", "status").annotate(n=Count("pk"))
        ]

    def _processes(self) -> Iterator[tuple[str, float]]:
        """The freshest of each kind; hosts are not named."""
        youngest: dict[str, float] = {}
        for name, at in ProcessBeat.objects.filter(at__gte=self.now - PROCESSES_SEEN).values_list("name", "at"):
            kind = name.partition(":")[0]
            youngest[kind] = min(youngest.get(kind, float("inf")), self._age(at))
        yield from sorted(youngest.items())


def _counted(rows: QuerySet[Any], name: str) -> list[tuple[str, float]]:
    return [(str(value), n) for value, n in rows.order_by(name).values_list(name).annotate(n=Count("pk"))]


def _queue() -> Iterator[tuple[str, float]]:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    try:
        yield queue, float(client.llen(f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{queue}"))
    except redis.RedisError:
        return
    finally:
        client.close()


def _one(query: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return float(cursor.fetchone()[0])


def _gauge(name: str, what: str, label: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    return _gauge2(name, what, (label,) if label else (), [((value,) if label else (), n) for value, n in values])


def _gauge2(
    name: str, what: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"tingchao_{name}", what, labels=labels)
    for found, n in values:
        family.add_metric(found, n)
    return family
