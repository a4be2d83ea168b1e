"""Originals an hour before an alert was decided: what its evidence is drawn over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from monitor.lib.clock import HOUR, hour_of
from monitor.models import Alert, HourCount, TopicHour

HOURS = 72


@dataclass(frozen=True, slots=True)
class HourOfAlert:
    """Originals of one hour (UTC), and how many of them were negative."""

    hour: datetime
    originals: int
    negative: int


def alert_hours(alert: Alert, evidence: dict[str, Any]) -> list[HourOfAlert]:
    """The 72 hours up to the decision, as they are counted today; empty for what is about no topic or area."""
    if not evidence.get("windows"):
        return []
    last = hour_of(datetime.fromisoformat(evidence["computed_at"]))
    first = last - timedelta(hours=HOURS - 1)
    if alert.area:
        rows = HourCount.objects.filter(
            area=alert.area, unit=0, original=True, in_focus=True, hour__range=(first, last)
        ).order_by()
        totals = dict(rows.values("hour").annotate(total=Sum("n")).values_list("hour", "total"))
        bad = rows.filter(sentiment="neg").values("hour").annotate(total=Sum("n"))
        negative = dict(bad.values_list("hour", "total"))
    elif alert.topic_id is not None:
        hours = TopicHour.objects.filter(topic=alert.topic_id, hour__range=(first, last))
        totals = dict(hours.values_list("hour", "n_originals"))
        negative = dict(hours.values_list("hour", "n_neg"))
    else:
        return []
    return [
        HourOfAlert(hour, totals.get(hour, 0), negative.get(hour, 0))
        for hour in (first + n * HOUR for n in range(HOURS))
    ]
