"""Alert threads follow their topics: one open thread a topic after a merge, two again when it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitor.lib.notice import notice_publish_on_commit
from monitor.models import (
    OPEN_STATUSES,
    REFERRAL_OPEN,
    Alert,
    AlertEvent,
    AlertStatus,
    AlertWatch,
    Referral,
    ResponseStep,
    Topic,
    User,
)

KEPT = ("level", "evidence", "areas", "acknowledge_by", "due_at", "status", "assignee")
"""Of the one that goes on: what joining may change and taking it back restores."""


def threads_join(winner: Topic, loser: Topic, *, by: User | None, now: datetime) -> dict[str, Any]:
    """`loser`'s threads go to `winner`. Of two open ones the older goes on, at the higher level, as far as either was answered, with the
    events of both and who has it.

    The other keeps its row (links to it lead to the one that goes on). Returns what `threads_part` needs to take it back.
    """
    rows = Alert.objects.select_for_update().filter(topic__in=(winner, loser)).order_by("pk")
    alerts = {alert.pk: alert for alert in rows}
    told: dict[str, Any] = {"alerts": [pk for pk, alert in alerts.items() if alert.topic_id == loser.pk]}
    open_ones = sorted((a for a in alerts.values() if a.status in OPEN_STATUSES), key=lambda a: (a.raised_at, a.pk))
    if len(open_ones) == 2:  # a constraint of the table: at most one of each topic
        told["joined"] = _join(*open_ones, by=by, now=now)
    Alert.objects.filter(pk__in=told["alerts"]).update(topic=winner)
    return told


def thread_raised_on(topic_id: int) -> set[int]:
    """Ids of the items that the topic's open alert was raised on; none when there is no open alert."""
    raised = AlertEvent.objects.filter(
        alert__topic=topic_id, alert__status__in=OPEN_STATUSES, kind=AlertEvent.Kind.RAISED
    )
    evidence = raised.order_by("-id").values_list("evidence", flat=True).first()
    return set((evidence or {}).get("items", ()))


def _join(goes_on: Alert, ends: Alert, *, by: User | None, now: datetime) -> dict[str, Any]:
    events = AlertEvent.objects.filter(alert=ends)
    told: dict[str, Any] = {
        "goes_on": goes_on.pk,
        "ends": ends.pk,
        "events": list(events.values_list("pk", flat=True)),
        "status": ends.status,
        "level": goes_on.level,
        "areas": goes_on.areas,
        "times": _times(goes_on),
        "held": [goes_on.status, goes_on.assignee_id],
    }
    events.update(alert=goes_on)
    told |= _bring(goes_on, ends)
    _hurry(goes_on, ends)
    if ends.level > goes_on.level:  # what the desk says of it must be the reason of its level
        goes_on.level, goes_on.evidence = ends.level, ends.evidence
    goes_on.areas = list(dict.fromkeys([*goes_on.areas, *ends.areas]))
    goes_on.calm, goes_on.changed_at = goes_on.calm and ends.calm, now
    goes_on.status = max(goes_on.status, ends.status, key=OPEN_STATUSES.index)  # who works on one works on both
    goes_on.assignee_id = goes_on.assignee_id or ends.assignee_id
    told["became"] = [goes_on.status, goes_on.assignee_id]
    goes_on.save(update_fields=[*KEPT, "calm", "changed_at"])
    Alert.objects.filter(pk=ends.pk).update(status=AlertStatus.MERGED, merged_into=goes_on, changed_at=now)
    Alert.objects.filter(merged_into=ends).update(merged_into=goes_on)
    _event(goes_on, AlertEvent.Kind.MERGED, f"#{ends.pk} → #{goes_on.pk}", by, now, before=told["held"][0])
    return told


def _hurry(goes_on: Alert, ends: Alert) -> None:
    """Merging puts nothing off: the earlier due times hold, and the leads hear of it as early as they would have."""
    goes_on.acknowledge_by = _earlier(goes_on.acknowledge_by, ends.acknowledge_by)
    goes_on.due_at = _earlier(goes_on.due_at, ends.due_at)
    if goes_on.status != AlertStatus.OPEN or ends.status != AlertStatus.OPEN:
        return
    watches = {watch.alert_id: watch for watch in AlertWatch.objects.filter(alert__in=(goes_on, ends))}
    mine, other = watches.get(goes_on.pk), watches.get(ends.pk)
    if mine and other and mine.next_at and other.next_at and other.next_at < mine.next_at:
        AlertWatch.objects.filter(pk=mine.pk).update(next_at=other.next_at, told_lead=other.told_lead)


def _times(alert: Alert) -> list[str | None]:
    return [at.isoformat() if at else None for at in (alert.acknowledge_by, alert.due_at)]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _bring(goes_on: Alert, ends: Alert) -> dict[str, Any]:
    """What is asked of units, and the steps of areas that `goes_on` has no plan for; a unit is not asked twice at once."""
    asked = Referral.objects.filter(alert=goes_on, state__in=REFERRAL_OPEN).values("unit")
    referrals = Referral.objects.filter(alert=ends).exclude(state__in=REFERRAL_OPEN, unit__in=asked)
    steps = ResponseStep.objects.filter(alert=ends).exclude(
        area__in=ResponseStep.objects.filter(alert=goes_on).values("area")
    )
    told = {
        "referrals": list(referrals.values_list("pk", flat=True)),
        "steps": list(steps.values_list("pk", flat=True)),
    }
    Referral.objects.filter(pk__in=told["referrals"]).update(alert=goes_on)
    ResponseStep.objects.filter(pk__in=told["steps"]).update(alert=goes_on)
    return told


def threads_part(told: dict[str, Any], *, winner: Topic, loser: Topic, by: User, now: datetime) -> None:
    """Take `threads_join` back: what came from `loser` goes back to it, as far as nobody closed or merged it since."""
    joined = told.get("joined")
    if joined:
        _part(joined, winner=winner, loser=loser, came=told["alerts"], by=by, now=now)
    free = Alert.objects.filter(pk__in=told["alerts"], topic=winner)
    if Alert.objects.filter(topic=loser, status__in=OPEN_STATUSES).exists():
        free = free.exclude(status__in=OPEN_STATUSES)
    free.update(topic=loser)
    notice_publish_on_commit({"alerts": list(told["alerts"])})


def _part(joined: dict[str, Any], *, winner: Topic, loser: Topic, came: list[int], by: User, now: datetime) -> None:
    rows = {a.pk: a for a in Alert.objects.select_for_update().filter(pk__in=(joined["goes_on"], joined["ends"]))}
    goes_on, ends = rows.get(joined["goes_on"]), rows.get(joined["ends"])
    if goes_on is None or ends is None or ends.merged_into_id != goes_on.pk:
        return
    AlertEvent.objects.filter(pk__in=joined["events"], alert=goes_on).update(alert=ends)
    Referral.objects.filter(pk__in=joined.get("referrals", ()), alert=goes_on).update(alert=ends)
    ResponseStep.objects.filter(pk__in=joined.get("steps", ()), alert=goes_on).update(alert=ends)
    # a thread that a person closed while it was one stays closed for both
    ends.status = joined["status"] if goes_on.status in OPEN_STATUSES else goes_on.status
    ends.topic, ends.merged_into, ends.changed_at = (loser if ends.pk in came else winner), None, now
    if goes_on.level == max(joined["level"], ends.level):  # nothing raised it further meanwhile
        goes_on.level, goes_on.evidence = joined["level"], _last_evidence(goes_on)
        goes_on.acknowledge_by, goes_on.due_at = (
            datetime.fromisoformat(at) if at else None for at in joined.get("times", _times(goes_on))
        )
    goes_on.topic, goes_on.changed_at = (loser if goes_on.pk in came else winner), now
    goes_on.areas, stood = joined["areas"], goes_on.status
    if "became" in joined:  # what nobody changed meanwhile is as it was
        (status, assignee), (became, given) = joined["held"], joined["became"]
        goes_on.status = status if goes_on.status == became else goes_on.status
        goes_on.assignee_id = assignee if goes_on.assignee_id == given else goes_on.assignee_id
    goes_on.save(update_fields=[*KEPT, "topic", "changed_at"])
    ends.save(update_fields=["status", "topic", "merged_into", "changed_at"])
    for alert, before in ((goes_on, stood), (ends, ends.status)):
        _event(alert, AlertEvent.Kind.PARTED, f"#{goes_on.pk} | #{ends.pk}", by, now, before=before)


def _last_evidence(alert: Alert) -> dict[str, Any]:
    """Of its own events: what was decided last."""
    found = AlertEvent.objects.filter(alert=alert).exclude(evidence={}).order_by("-at", "-id").first()
    return dict(found.evidence if found else alert.evidence)


def _event(alert: Alert, kind: AlertEvent.Kind, note: str, by: User | None, now: datetime, *, before: str) -> None:
    AlertEvent.objects.create(
        alert=alert, kind=kind, level=alert.level, before=before, after=alert.status, note=note, by=by, at=now
    )
    notice_publish_on_commit({"alerts": [alert.pk]})
