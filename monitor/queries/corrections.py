"""What members changed on an item, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from monitor.models import Correction, Item
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, read_alone


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One change; `by` is the member's name ("" once the member is gone); `undone_by` only when taken back."""

    id: int
    what: str
    before: str
    after: str
    by: str
    at: datetime
    undone_at: datetime | None
    undone_by: str


def corrections_of(item: Item) -> list[CorrectionLine]:
    """All corrections of one item, those taken back too. One query."""
    return read_alone(corrections_reading(item))


def corrections_reading(item: Item) -> Reading[list[CorrectionLine]]:
    """The same; one round."""
    (rows,) = yield [shaped(_rows, item=item.id)]
    return [
        CorrectionLine(
            row.pk, row.what, row.before, row.after, str(row.by or ""), row.at, row.undone_at, str(row.undone_by or "")
        )
        for row in rows
    ]


def _rows(*, item: int) -> QuerySet[Correction]:
    return Correction.objects.filter(item_id=item).select_related("by", "undone_by").order_by("-id")
