"""Little, and not for long (SCOPE 6): texts are emptied at the retention, rows dropped later, traces pruned.

Counts, topics (title, terms, counts), alerts with their numbers and reports as signed stay.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q

from monitor.lib.clock import month_after, month_of
from monitor.models import (
    ApiToken,
    Fetch,
    Item,
    ItemKey,
    ItemTitle,
    Letter,
    MachineLabels,
    PoisonedEntry,
    ProcessBeat,
    Report,
    ReportJob,
    SourceChange,
    Topic,
    TopicChange,
    Training,
    TrainingNote,
)
from monitor.models.partitions import (
    partition_month,
    partitions_ensure,
    partitions_existing,
    search_partition_name,
)
from monitor.queries import site

BATCH = 2000
ROWS_KEPT = timedelta(days=180)  # after the texts: tags and times for recounts and corrections of counts
KEYS_KEPT = timedelta(days=365)  # after the texts: a feed that shows an old entry again must not store it anew
LEDGER_KEPT = timedelta(days=90)
PREVIEW_KEPT = timedelta(days=1)
BEATS_KEPT = timedelta(days=2)
POISON_KEPT = timedelta(days=30)  # then an entry that is still offered is tried again: the fault may be mended
TOKENS_KEPT = timedelta(days=365)  # after their end, so that an admin can look back; the audit log has them for good

EMPTY = """
UPDATE monitor_item SET title = '', text = '', link = ''
WHERE (month, id) IN (
    SELECT month, id FROM monitor_item
    WHERE month <= %s AND at < %s AND (title <> '' OR text <> '' OR link <> '')
    LIMIT %s FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True, slots=True)
class Emptied:
    """What one run of the retention removed."""

    items: int
    titles: int
    summaries: int
    partitions: tuple[str, ...]
    fetches: int
    keys: int
    sessions: int
    trainings: int

    def as_json(self) -> dict[str, Any]:
        """By name; partitions as a list."""
        return asdict(self) | {"partitions": list(self.partitions)}


def partitions_make(*, now: datetime) -> list[str]:
    """Partitions of this month and the next two; returns the names of new ones."""
    first = month_of(now)
    return partitions_ensure(month_after(first, n) for n in range(3))


def retention_apply(*, now: datetime) -> Emptied:
    """Empty what is older than TINGCHAO_RETENTION_DAYS, drop what is older still. Safe to repeat or interrupt."""
    cutoff = now - timedelta(days=site.retention_days())
    titles = _titles_delete(cutoff)
    summaries = _summaries_trim(cutoff)
    items = _texts_empty(cutoff)
    partitions = partitions_drop(before=cutoff - ROWS_KEPT)
    MachineLabels.objects.filter(month__lt=month_of(cutoff - ROWS_KEPT)).delete()  # their items are gone
    SourceChange.objects.filter(at__lt=now - LEDGER_KEPT).delete()
    fetches, _ = Fetch.objects.filter(at__lt=now - LEDGER_KEPT).delete()
    keys, _ = ItemKey.objects.filter(seen_at__lt=cutoff - KEYS_KEPT).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    ProcessBeat.objects.filter(at__lt=now - BEATS_KEPT).delete()
    PoisonedEntry.objects.filter(last_at__lt=now - POISON_KEPT).delete()
    ApiToken.objects.filter(expires_at__lt=now - TOKENS_KEPT).delete()
    trainings = _trainings_trim(cutoff)
    _reports_trim(cutoff, now)
    _changes_trim(cutoff)
    return Emptied(items, titles, summaries, tuple(partitions), fetches, keys, sessions, trainings)


def retention_preview(*, now: datetime) -> dict[str, Any]:
    """What `retention_apply` would remove now, by the same names; nothing is changed."""
    cutoff = now - timedelta(days=site.retention_days())
    due = Item.objects.filter(month__lte=month_of(cutoff), at__lt=cutoff).exclude(title="", text="", link="")
    titles = ItemTitle.objects.filter(Q(until__lt=cutoff) | Q(item_id__in=due.values("id")))
    return {
        "items": due.count(),
        "titles": titles.count(),
        "partitions": _partitions_due(cutoff - ROWS_KEPT),
        "fetches": Fetch.objects.filter(at__lt=now - LEDGER_KEPT).count(),
        "keys": ItemKey.objects.filter(seen_at__lt=cutoff - KEYS_KEPT).count(),
        "sessions": Session.objects.filter(expire_date__lt=now).count(),
        "trainings": Training.objects.filter(started_at__lt=cutoff).exclude(result={}).count(),
    }


def _texts_empty(cutoff: datetime) -> int:
    """In small transactions, so that nobody waits for long."""
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(EMPTY, [month_of(cutoff), cutoff, BATCH])
            if not cursor.rowcount:
                return total
            total += cursor.rowcount


def _titles_delete(cutoff: datetime) -> int:
    """Earlier titles of items whose text is due, and any that were replaced before the cut-off."""
    total = ItemTitle.objects.filter(until__lt=cutoff).delete()[0]
    due = Item.objects.filter(month__lte=month_of(cutoff), at__lt=cutoff).exclude(title="", text="", link="")
    return total + ItemTitle.objects.filter(item_id__in=due.values("id")).delete()[0]


def _summaries_trim(cutoff: datetime) -> int:
    """Sentences of items past the cut-off go from topic summaries."""
    changed = 0
    for topic in Topic.objects.filter(first_at__lt=cutoff).exclude(summary=[]).only("summary", "last_at").iterator():
        kept = _young(topic.summary, cutoff) if topic.last_at >= cutoff else []
        if len(kept) != len(topic.summary):
            changed += Topic.objects.filter(pk=topic.pk).update(summary=kept)
    return changed


def _young(summary: list[dict[str, object]], cutoff: datetime) -> list[dict[str, object]]:
    ids = [part.get("item") for part in summary]
    young = set(Item.objects.filter(Q(id__in=ids), at__gte=cutoff).values_list("id", flat=True))
    return [part for part in summary if part.get("item") in young]


def _trainings_trim(cutoff: datetime) -> int:
    """Titles go from the results of old trainings, and the trainee's own lines; numbers stay. Counts results."""
    TrainingNote.objects.filter(training__started_at__lt=cutoff).exclude(line="").update(line="")
    changed = 0
    for training in Training.objects.filter(started_at__lt=cutoff).exclude(result={}).iterator():
        bare = training.without_titles()
        if bare != training.result:
            changed += Training.objects.filter(pk=training.pk).update(result=bare)
    return changed


def _reports_trim(cutoff: datetime, now: datetime) -> None:
    """Drafts that nobody signed go, and the words of sent letters; what was signed stays as signed."""
    Report.objects.filter(status=Report.Status.DRAFT, updated_at__lt=cutoff).delete()
    Letter.objects.filter(created_at__lt=cutoff).exclude(text="").update(text="", html="")
    ReportJob.objects.filter(finished_at__lt=now - LEDGER_KEPT).delete()
    passing = ReportJob.objects.filter(kind__in=[ReportJob.Kind.FILE, ReportJob.Kind.CHECK])
    passing.filter(finished_at__lt=now - PREVIEW_KEPT).delete()  # they hold titles


def _changes_trim(cutoff: datetime) -> None:
    """Titles go from the history of topics."""
    for change in TopicChange.objects.filter(at__lt=cutoff).exclude(after__has_key="trimmed").iterator():
        change.trim()
        change.save(update_fields=["before", "after"])


def partitions_drop(*, before: datetime) -> list[str]:
    """Drop the partitions whose whole month lies before `before`; returns their names."""
    old = _partitions_due(before)
    for name in old:
        with connection.cursor() as cursor:
            for table in (name, search_partition_name(partition_month(name))):
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}")
    return old


def _partitions_due(before: datetime) -> list[str]:
    return [name for name in sorted(partitions_existing()) if month_after(partition_month(name)) <= month_of(before)]
