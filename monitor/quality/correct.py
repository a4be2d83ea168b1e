"""A member changes one label of an item, or takes that back. Item, counts, topic and audit move in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from monitor.errors import TingchaoError
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import (
    Correction,
    CorrectionKind,
    Item,
    MachineLabels,
    Sentiment,
    Topic,
    User,
    audit_record,
)
from monitor.models.correcting import NOISE, OURS, Corrected, Labels, corrected_of, labels_correct, machine_labels_keep
from monitor.models.rollup import Counted, rollup_move, topic_retag
from monitor.queries.config import current_config
from monitor.rules.reading import Stored, plans_held, sources_now, team_of
from monitor.text.areas import AREAS
from monitor.text.plans import Tags
from monitor.topics.rows import topic_focus


class CorrectionError(TingchaoError):
    """The label cannot be changed. Labels: correction_gone, correction_unknown."""

    label = "correction_gone"
    permanent = True


SENTENCES = {
    "correction_gone": gettext_noop("正文和标题已按保存期限清除，不能再改标签。"),
    "correction_unknown": gettext_noop("没有这个标签，请刷新页面后再试。"),
}


def item_correct(
    *, item: Item, what: str, code: str, by: User, now: datetime, holds: bool | None = None
) -> Correction | None:
    """Set the sentiment, give or take away an area (by its code), or say that an item is not our business.

    `holds`: whether the item is to have the area, whatever somebody else did meanwhile; None turns it over. None when the label is already so. Raises CorrectionError for an unknown code or an item whose text is gone.
    """
    with transaction.atomic():
        row = _locked(item)
        so = what == CorrectionKind.AREA and code in AREAS and holds == (code in row.areas)
        change = None if so else _change(row, what, code)
        if change is None:
            return None
        if not MachineLabels.objects.filter(item_id=row.id).exists():
            machine_labels_keep(row.id, labels_of(row))
        before, after = change
        made = Correction.objects.create(
            item_id=row.id, month=row.month, what=what, before=before, after=after, by=by, at=now, model=row.model
        )
        _apply(row)
        detail = {"what": what, "before": before, "after": after}
        audit_record(actor=by, action="correct", target=f"item:{row.id}", detail=detail)
        return made


def correction_undo(*, correction: Correction, by: User, now: datetime) -> bool:
    """Take one back: what is then in force is the machine's label or the correction before it. False if it was already."""
    with transaction.atomic():
        row = Item.objects.select_for_update().filter(month=correction.month, id=correction.item_id).first()
        open_ones = Correction.objects.filter(pk=correction.pk, undone_at=None)
        if row is None or not open_ones.update(undone_at=now, undone_by=by):
            return False
        _apply(row)
        detail = {"what": correction.what, "before": correction.after, "after": correction.before}
        audit_record(actor=by, action="correct_undo", target=f"item:{row.id}", detail=detail)
        return True


def _locked(item: Item) -> Item:
    row = Item.objects.select_for_update().filter(month=item.month, id=item.id).first()
    if row is None or not (row.title or row.text):
        raise CorrectionError
    return row


def _change(row: Item, what: str, code: str) -> tuple[str, str] | None:
    """(before, after) of this key press; None when it changes nothing."""
    if what == CorrectionKind.SENTIMENT and code in Sentiment.values:
        return None if row.sentiment == code and not row.unsure else (row.sentiment, code)
    if what == CorrectionKind.AREA and code in AREAS:
        return (code, "") if code in row.areas else ("", code)
    if what == CorrectionKind.BUSINESS and code == NOISE:
        return (OURS, NOISE) if row.areas or row.in_focus else None
    raise CorrectionError(label="correction_unknown")


def labels_of(row: Item) -> Labels:
    """As the item has them."""
    return Labels(
        row.month, row.sentiment, row.unsure, tuple(row.areas), row.in_focus, by_rule=bool(row.rules), model=row.model
    )


def _apply(row: Item) -> None:
    """Store the labels in force, and move what counts them; the row is locked."""
    before = Counted.of(row, sign=-1)
    labels_store(row, corrected_of([row.id])[row.id])
    if not row.corrected:
        MachineLabels.objects.filter(item_id=row.id).delete()
    if not row.own:
        if row.topic_id is not None:
            topic_retag(row.topic_id, at=row.at)  # before the counts, as everybody locks them
            _focus(row.topic_id)
        rollup_move([before, Counted.of(row)])
    notice_publish_on_commit({"items": [row.id], **({"topics": [row.topic_id]} if row.topic_id else {})})


def labels_store(row: Item, known: Corrected) -> None:
    """Give a locked item the labels in force; whoever calls this moves the counts."""
    wanted = labels_correct(replace(known.machine, by_rule=bool(row.rules)), known.changes)
    row.sentiment, row.unsure, row.in_focus = wanted.sentiment, wanted.unsure, wanted.in_focus
    before, row.areas, row.corrected = row.areas, list(wanted.areas), bool(known.changes)
    if row.areas != before:
        row.plans = _plans(row)
    changed = {name: getattr(row, name) for name in ("sentiment", "unsure", "areas", "in_focus", "corrected", "plans")}
    Item.objects.filter(month=row.month, id=row.id).update(**changed)


def _plans(row: Item) -> list[int]:
    """Standing plans may ask for an area; a text that is gone keeps its plans."""
    config = current_config()
    if not (row.title or row.text) or not any(plan.areas for plan in config.plans.values()):
        return row.plans
    team = team_of(config, Stored(row.title, row.text, *sources_now([row.source_id]).get(row.source_id, ("", ""))))
    return list(plans_held(config, team, Tags(row.at, row.source_id, row.areas, row.units, row.place), row.plans))


def _focus(topic_id: int) -> None:
    """Whether its topic is still, or now, in focus; `topic_retag` has locked it."""
    topic = Topic.objects.defer("vector").filter(pk=topic_id).first()
    if topic is not None:
        topic_focus(topic)
        topic.save(update_fields=("in_focus", "needs_decision"))
