"""What was raised in a period and what people did about it, frozen: times and states."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from statistics import median

from django.db.models import Count, Q

from monitor.models import Alert, AlertEvent, ReferralState, ResponseStep
from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, iso, minutes

LISTED = 50  # written out; all of them are counted
CLOSING = (AlertEvent.Kind.RESOLVED, AlertEvent.Kind.FALSE_ALARM)


def alerts_freeze(span: Span, now: datetime, *, topic: int | None = None) -> Frozen:
    """Of alerts raised in the span, as they stand at `now`; `topic`: of one topic."""
    raised = read.alerts_raised(span)
    alerts = list(raised.filter(topic=topic) if topic else raised)
    steps, referrals = _steps(alerts), _referrals(alerts)
    rows = [_alert(alert, now) | steps[alert.pk] | referrals[alert.pk] for alert in alerts]
    waits = [row["minutes_to_acknowledge"] for row in rows if row["minutes_to_acknowledge"] is not None]
    closes = [row["minutes_to_close"] for row in rows if row["minutes_to_close"] is not None]
    levels = Counter(str(row["level"]) for row in rows)
    return {
        "n": len(rows),
        "levels": {level: levels[level] for level in ("4", "3", "2", "1")},
        "acknowledged": len(waits),
        "closed": len(closes),
        "open": len(rows) - len(closes),
        "unanswered": sum(1 for row in rows if row["minutes_to_acknowledge"] is None),
        "overdue": sum(1 for row in rows if row["overdue"]),
        "median_minutes": round(median(waits)) if waits else None,
        "median_close": round(median(closes)) if closes else None,
        "listed": rows[:LISTED],
    }


def units_freeze(span: Span) -> list[Frozen]:
    """Matters handed to units: how many, how many answered, and the median time to the answer. Never tone (SCOPE 4)."""
    groups: dict[str, list[tuple[str, datetime, datetime | None]]] = defaultdict(list)
    for name, state, sent, answered in read.referral_times(span):
        groups[name].append((state, sent, answered))
    found = []
    for name, rows in groups.items():
        times = [minutes(sent, at) for state, sent, at in rows if at is not None and state == ReferralState.ANSWERED]
        found.append(
            {
                "name": name,
                "sent": len(rows),
                "answered": len(times),
                "minutes": round(median(times)) if times else None,
            }
        )
    return found


def _steps(alerts: list[Alert]) -> dict[int, Frozen]:
    done = Count("pk", filter=~Q(state=ResponseStep.State.OPEN))
    rows = ResponseStep.objects.filter(alert__in=alerts).order_by().values("alert").annotate(n=Count("pk"), done=done)
    found: dict[int, Frozen] = {alert.pk: {"steps": 0, "steps_done": 0} for alert in alerts}
    return found | {row["alert"]: {"steps": row["n"], "steps_done": row["done"]} for row in rows}


def _referrals(alerts: list[Alert]) -> dict[int, Frozen]:
    found: dict[int, Frozen] = {alert.pk: {"referred": 0, "answered": 0} for alert in alerts}
    for row in read.referrals_of([alert.pk for alert in alerts]):
        found[row["alert"]] = {"referred": row["n"], "answered": row["answered"]}
    return found


def _alert(alert: Alert, now: datetime) -> Frozen:
    events = [event for event in alert.events.all() if event.at <= now]
    people = [e for e in events if e.kind == AlertEvent.Kind.ACKNOWLEDGED or e.kind == AlertEvent.Kind.HANDLING]
    last = events[-1] if events else None
    status = alert.status
    closing = next((e for e in reversed(events) if e.kind in CLOSING), None) if status in CLOSING else None
    answered = people[0] if people else closing
    return {
        "id": alert.pk,
        "title": alert.topic.title if alert.topic else "",
        "level": max([event.level for event in events], default=alert.level),
        "raised_at": iso(alert.raised_at),
        "acknowledged_at": iso(answered.at) if answered else None,
        "minutes_to_acknowledge": minutes(alert.raised_at, answered.at) if answered else None,
        "closed_at": iso(closing.at) if closing else None,
        "minutes_to_close": minutes(alert.raised_at, closing.at) if closing else None,
        "due_at": iso(alert.due_at) if alert.due_at else None,
        "overdue": closing is None and alert.due_at is not None and alert.due_at < now,
        "status": status,
        "calm": alert.calm,
        "last_at": iso(last.at) if last else None,
    }
