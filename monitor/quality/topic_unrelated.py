""" "Not our business", said of a whole topic: a correction for each of its items, and the topic is muted, in one transaction.

Each correction counts in the published accuracy like one made by itself, and taking the change back takes back exactly these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Correction, CorrectionKind, Item, MachineLabels, Topic, TopicChange, User
from monitor.models.correcting import NOISE, OURS, corrected_of, machine_labels_keep
from monitor.models.rollup import Counted, rollup_move
from monitor.quality.correct import labels_of, labels_store
from monitor.topics.hand import HandError, change_audit, change_record, hand_run, items_lock, reason_clean, topics_lock
from monitor.topics.retag import topics_recount

KIND = "unrelated"


def topic_unrelated(*, topic: int, by: User, now: datetime, reason: str) -> TopicChange:
    """Items in focus or with an area lose both; later ones cannot raise an alert, as the topic is muted.

    Raises HandError: reason_missing, topic_gone, topic_busy.
    """
    reason = reason_clean(reason, needed=True)
    return hand_run(lambda: _unrelated(topic, by, now, reason))


def topic_unrelated_undo(*, change: int, by: User, now: datetime) -> None:
    """Take it back: corrections made since by hand stay. Raises HandError: undo_done, topic_gone, topic_busy."""
    hand_run(lambda: _undo(change, by, now))


def _unrelated(topic_id: int, by: User, now: datetime, reason: str) -> TopicChange:
    topic = topics_lock([topic_id])[topic_id]
    items_lock([topic_id])
    rows = [row for row in _rows(topic_id) if (row.areas or row.in_focus) and (row.title or row.text)]
    known = set(MachineLabels.objects.filter(item_id__in=[row.id for row in rows]).values_list("item_id", flat=True))
    for row in rows:
        if row.id not in known:
            machine_labels_keep(row.id, labels_of(row))
    made = Correction.objects.bulk_create(
        Correction(
            item_id=row.id,
            month=row.month,
            what=CorrectionKind.BUSINESS,
            before=OURS,
            after=NOISE,
            by=by,
            at=now,
            model=row.model,
        )
        for row in rows
    )
    before = {"muted": topic.muted}
    _apply(topic_id, rows)
    Topic.objects.filter(pk=topic_id).update(muted=True, needs_decision=True, updated_at=now)
    after = {"corrections": [correction.pk for correction in made]}
    return change_record(topic, KIND, by=by, now=now, reason=reason, before=before, after=after)


def _undo(pk: int, by: User, now: datetime) -> None:
    change = TopicChange.objects.get(pk=pk, kind=KIND)
    topic = topics_lock([change.topic_id])[change.topic_id]
    if not TopicChange.objects.filter(pk=pk, undone_at=None).update(undone_at=now, undone_by=by):
        raise HandError(label="undo_done")
    items_lock([topic.pk])
    mine = Correction.objects.filter(pk__in=change.after["corrections"], undone_at=None)
    ids = set(mine.values_list("item_id", flat=True))
    mine.update(undone_at=now, undone_by=by)
    _apply(topic.pk, [row for row in _rows(topic.pk) if row.id in ids])
    Topic.objects.filter(pk=topic.pk).update(muted=change.before["muted"], needs_decision=True, updated_at=now)
    change_audit(change, by=by, undo=True)


def _rows(topic_id: int) -> Iterable[Item]:
    return Item.objects.filter(topic_id=topic_id, own=False).defer("terms").order_by("month", "id")


def _apply(topic_id: int, rows: Collection[Item]) -> None:
    """Store the labels in force of these items of one topic, then move what counts them."""
    known = corrected_of([row.id for row in rows])
    moves = []
    for row in rows:
        moves.append(Counted.of(row, sign=-1))
        labels_store(row, known[row.id])
        moves.append(Counted.of(row))
    MachineLabels.objects.filter(item_id__in=[row.id for row in rows if not row.corrected]).delete()
    topics_recount([topic_id])
    rollup_move(moves)
    notice_publish_on_commit({"items": [row.id for row in rows]})
