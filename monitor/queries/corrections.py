"""What members changed on an item, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.models import Correction, Item


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
    rows = Correction.objects.filter(item_id=item.id).select_related("by", "undone_by").order_by("-id")
    return [
        CorrectionLine(
            row.pk, row.what, row.before, row.after, str(row.by or ""), row.at, row.undone_at, str(row.undone_by or "")
        )
        for row in rows
    ]
