"""What is read of closed alerts before it is said what would have avoided false ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.false_alarms import Judged, judged_reading
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent
from monitor.queries.together import read_alone
from monitor.queries.weeks import window_of
from tests.conftest import make_topic

pytestmark = pytest.mark.django_db
NOW = utc_now()


def seen(originals: int, *, met: bool = True) -> dict[str, Any]:
    return {"items": [1], "windows": [{"met": met, "floor_originals": 3, "originals": originals, "sources": 9}]}


def closed(*evidence: dict[str, Any], status: str = "resolved", hours: int = 2) -> Alert:
    """Raised and escalated with these in turn, the last one is the alert's."""
    at = NOW - timedelta(hours=hours)
    facts = {"kind": "topic_rising", "level": 2, "raised_at": at, "changed_at": NOW}
    alert = Alert.objects.create(topic=make_topic(), status=status, evidence=evidence[-1], **facts)
    for n, one in enumerate(evidence):
        kind = AlertEvent.Kind.ESCALATED if n else AlertEvent.Kind.RAISED
        AlertEvent.objects.create(alert=alert, kind=kind, level=2, at=at + timedelta(minutes=n), evidence=one)
    AlertEvent.objects.create(alert=alert, kind="comment", level=2, at=NOW, evidence=seen(99))
    return alert


def judged() -> list[Judged]:
    return sorted(read_alone(judged_reading(window_of(NOW))), key=lambda one: one.peaks.get("originals", 0))


def test_the_first_counts_and_the_largest_are_those_of_raising_and_escalating() -> None:
    closed(seen(4), seen(7), seen(5), status="false_alarm")
    closed(seen(8))
    assert judged() == [
        Judged("topic_rising", True, {"originals": 4}, {"originals": 7}),
        Judged("topic_rising", False, {"originals": 8}, {"originals": 8}),
    ]


def test_what_was_not_met_or_says_nothing_of_windows_counts_nothing() -> None:
    closed({})
    closed(seen(6, met=False))
    assert judged() == [Judged("topic_rising", False, {}, {})] * 2


def test_open_and_old_alerts_are_not_judged() -> None:
    closed(seen(4), status="open")
    closed(seen(4), hours=24 * 200)
    assert judged() == []
