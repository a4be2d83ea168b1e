"""The read side of the audit log."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Max, QuerySet

from monitor.lib.clock import shanghai_day_start, utc_now
from monitor.models import AuditEntry, audit_verify
from monitor.models.audit import Walked, audit_print, audit_walk
from monitor.queries.together import fetch_together

VERIFY_AT_ONCE = 20_000  # entries; above that the reader asks for it
KEPT, KEPT_S = "audit-walked", 3600
SEEN = "audit-seen"  # (id, digest) of the newest entry at the last look, for as long as the process lives
TAIL = 200  # entries after those that are kept: above that they are kept, too
Kept = tuple[Walked, str, datetime]  # what was walked, its print, when all is walked anew


def audit_entries(
    *, action: str = "", actor: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Entries, newest first; days are days in Asia/Shanghai, both included."""
    rows = AuditEntry.objects.all()
    if action:
        rows = rows.filter(action=action)
    if actor:
        rows = rows.filter(actor=actor)
    if since:
        rows = rows.filter(at__gte=shanghai_day_start(since))
    if until:
        rows = rows.filter(at__lt=shanghai_day_start(date.fromordinal(until.toordinal() + 1)))
    return rows


def audit_choices() -> tuple[list[str], list[str]]:
    """(actions, actors) that occur, sorted. One query."""
    actions = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    actors = AuditEntry.objects.order_by("actor").values_list("actor", flat=True).distinct()
    found = fetch_together([actions, actors])
    return list(found[0]), list(found[1])


def audit_chain(total: int, *, asked: bool = False) -> tuple[bool, int | None]:
    """(verified, id of the first entry that does not fit or None), of `total` entries; a long log is walked only when asked.

    What was walked within the hour is not walked again while PostgreSQL's print of it is the same: then every sign of it is. Asked
    for, all is walked. A chain whose end was cut off, or that was written anew as a whole, is whole in itself: then it is the entry
    that was the newest at this process's last look that is missed.
    """
    verified, broken_at = _chain(total, asked=asked)
    if broken_at is None and (lost := _lost()) is not None:
        return True, lost
    return verified, broken_at


def _chain(total: int, *, asked: bool) -> tuple[bool, int | None]:
    if asked:
        return True, audit_verify()
    if total > VERIFY_AT_ONCE:
        return False, None
    held: Kept | None = cache.get(KEPT)
    if held is None or audit_print(held[0].last) != held[1]:
        held = _walked()
    found = held[0] if held[0].broken_at else audit_walk(held[0])
    if found.broken_at is None and found.last - held[0].last > TAIL:
        found = _go_on(held, found.last)  # so that the next reader's walk is short
    return True, found.broken_at


def _lost() -> int | None:
    """The entry that was the newest at the last look, when it is not there as it was; else the newest now is remembered. One query."""
    seen: tuple[int, str] = cache.get(SEEN, (0, ""))
    rows = AuditEntry.objects.values_list("pk", "digest")
    newest, there = fetch_together([rows[:1], rows.filter(pk=seen[0], digest=seen[1])])
    if seen[0] and not there:
        return seen[0]
    cache.set(SEEN, next(iter(newest), (0, "")), None)
    return None


def _walked() -> Kept:
    """All that there is now, walked and kept. The print is taken first: what is changed in between does not fit in one of them."""
    last = AuditEntry.objects.aggregate(last=Max("id"))["last"] or 0
    print_ = audit_print(last)
    return _keep((audit_walk(until=last), print_, utc_now() + timedelta(seconds=KEPT_S)))


def _go_on(held: Kept, last: int) -> Walked:
    """What is held and the entries since, up to this one, kept as one. The print of all is taken before both are looked at once more."""
    print_ = audit_print(last)
    if audit_print(held[0].last) != held[1]:
        return _walked()[0]
    return _keep((audit_walk(held[0], until=last), print_, held[2]))[0]


def _keep(found: Kept) -> Kept:
    if found[0].broken_at is None:
        cache.set(KEPT, found, max(0.0, (found[2] - utc_now()).total_seconds()))
    return found
