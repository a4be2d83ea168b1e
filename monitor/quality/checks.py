"""Blind checks: each week's random draw, and what members say of the drawn items without seeing the machine's labels.

Drawn are 50 items of the last whole week (Monday-Sunday, Asia/Shanghai), 30 in focus and 20 of the rest; where one part has
too few, the other fills up. Reposts, the union's own and emptied items are not drawn. The order is that of a digest of week
and id: random as far as the items are concerned, and the same however often it is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from monitor.errors import TingchaoError
from monitor.lib.clock import WEEK, months_between, shanghai_day_start, week_before
from monitor.lib.locks import Lock
from monitor.models import (
    CheckAnswer,
    CheckItem,
    Item,
    MachineLabels,
    Sentiment,
    SkipReason,
    Source,
    SourceKind,
    User,
    audit_record,
)
from monitor.queries.checks import CHECKERS
from monitor.text.areas import AREAS

DRAWN, DRAWN_IN_FOCUS = 50, 30
PICK = """
SELECT md5(%(seed)s || id) AS lot, month, id FROM monitor_item
WHERE month = ANY(%(months)s) AND at >= %(start)s AND at < %(end)s AND in_focus = %(focus)s
    AND duplicate_of IS NULL AND NOT own AND (title <> '' OR text <> '')
ORDER BY lot, id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True, order=True)
class Lot:
    """An item as drawn: the digest of week and id decides."""

    digest: str
    month: date
    item_id: int


class CheckError(TingchaoError):
    """The answer cannot be taken. Labels: check_incomplete, check_taken."""

    label = "check_incomplete"
    permanent = True


def checks_draw(*, now: datetime) -> int:
    """Draw the last week's items unless that was done; returns how many were drawn now. Safe to repeat or race."""
    week = week_before(now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.CHECKS])
        if CheckItem.objects.filter(week=week).exists():
            return 0
        drawn = _mixed(_picked(week, focus=True), _picked(week, focus=False))
        CheckItem.objects.bulk_create(_rows(drawn, week, now))
    return len(drawn)


def _picked(week: date, *, focus: bool) -> list[Lot]:
    start, end = shanghai_day_start(week), shanghai_day_start(week + WEEK)
    values: dict[str, Any] = {
        "months": list(months_between(start, end)),
        "start": start,
        "end": end,
        "focus": focus,
        "seed": f"{week.isoformat()}:",
        "limit": DRAWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(PICK, values)
        return [Lot(*row) for row in cursor.fetchall()]


def _mixed(focus: list[Lot], rest: list[Lot]) -> list[Lot]:
    """30 and 20, filled up from the other part, in the order of their lots: the part cannot be told from the place."""
    of_focus = focus[: max(DRAWN_IN_FOCUS, DRAWN - len(rest))]
    of_rest = rest[: DRAWN - len(of_focus)]
    return sorted([*of_focus, *of_rest])


def _rows(drawn: Sequence[Lot], week: date, now: datetime) -> list[CheckItem]:
    ids = [lot.item_id for lot in drawn]
    items = {item.id: item for item in Item.objects.filter(month__in={lot.month for lot in drawn}, id__in=ids)}
    machine = {row.item_id: row for row in MachineLabels.objects.filter(item_id__in=ids)}
    kinds = dict(Source.objects.filter(pk__in={i.source_id for i in items.values()}).values_list("pk", "kind"))
    return [
        _row(items[item_id], machine.get(item_id), kinds, week=week, place=place, now=now)
        for place, item_id in enumerate(ids, start=1)
    ]


def _row(
    item: Item, corrected: MachineLabels | None, kinds: dict[int, str], *, week: date, place: int, now: datetime
) -> CheckItem:
    """The prediction is the machine's own, also of an item that was corrected since."""
    said = corrected or item
    return CheckItem(
        week=week,
        place=place,
        item_id=item.id,
        month=item.month,
        in_focus=item.in_focus,
        kind=kinds.get(item.source_id, SourceKind.NEWS),
        sentiment=said.sentiment,
        confidence=item.sentiment_p[Sentiment.values.index(said.sentiment)],
        areas=list(said.areas),
        model=said.model,
        drawn_at=now,
    )


def check_answer(
    *, item: CheckItem, by: User, sentiment: str, areas: Sequence[str], unrelated: bool, now: datetime
) -> CheckAnswer:
    """One member's labels; neither areas nor "not about working life", or both, is not an answer. Raises CheckError."""
    if sentiment not in Sentiment.values or not set(areas) <= set(AREAS) or bool(areas) == unrelated:
        raise CheckError
    return _answered(CheckAnswer(item=item, by=by, at=now, sentiment=sentiment, areas=sorted(set(areas))), by)


def check_skip(*, item: CheckItem, by: User, reason: str, now: datetime) -> CheckAnswer:
    """This member cannot say, and why. Raises CheckError."""
    if reason not in SkipReason.values:
        raise CheckError
    return _answered(CheckAnswer(item=item, by=by, at=now, skipped=reason), by)


def _answered(answer: CheckAnswer, by: User) -> CheckAnswer:
    """Store it; an item takes one answer a member and two in all."""
    with transaction.atomic():
        CheckItem.objects.select_for_update().get(pk=answer.item.pk)
        others = CheckAnswer.objects.filter(item=answer.item)
        full = not answer.skipped and others.filter(skipped="").count() >= CHECKERS
        if full or others.filter(by=by).exists():
            raise CheckError(label="check_taken")
        answer.save(force_insert=True)
        said = {"skipped": answer.skipped} if answer.skipped else {"sentiment": answer.sentiment, "areas": answer.areas}
        audit_record(actor=by, action="check_answer", target=f"check:{answer.item.pk}", detail=said)
    return answer
