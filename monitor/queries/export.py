"""Stored items as records for a file: what is shown on pages, nothing of persons (there is nothing)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.lib.clock import SHANGHAI, month_of
from monitor.models import Item, Source, Unit

CHUNK = 1_000
FIELDS = [
    "id",
    "at",
    "first_seen",
    "source_id",
    "title",
    "text",
    "link",
    "lang",
    "masked",
    "by_hand",
    "own",
    "sentiment",
    "unsure",
    "areas",
    "units",
    "place",
    "terms",
    "in_focus",
    "topic_id",
    "duplicate_of",
]
COLUMNS = [
    "id",
    "source",
    "region",
    "at",
    "first_seen",
    "url",
    "title",
    "text",
    "sentiment",
    "unsure",
    "areas",
    "units",
    "place",
    "terms",
    "in_focus",
    "topic",
    "duplicate_of",
    "by_hand",
    "own",
    "masked",
    "lang",
]
"""The keys of a record, in this order; the first eight are those that `import_items` reads."""


def items_exported(
    *, start: datetime | None = None, end: datetime | None = None, source: str = "", area: str = "", focus: bool = False
) -> Iterator[dict[str, Any]]:
    """Items of `start <= at < end` in the order of time; times are ISO in Asia/Shanghai. Emptied ones are left out."""
    rows = Item.objects.exclude(title="", text="")
    if start:
        rows = rows.filter(at__gte=start, month__gte=month_of(start))
    if end:
        rows = rows.filter(at__lt=end, month__lte=month_of(end))
    if source:
        rows = rows.filter(source_id__in=Source.objects.filter(name=source).values("id"))
    if area:
        rows = rows.filter(areas__contains=[area])
    if focus:
        rows = rows.filter(in_focus=True)
    names = dict(Source.objects.values_list("id", "name"))
    regions = dict(Source.objects.values_list("id", "region"))
    units = dict(Unit.objects.values_list("id", "name"))
    for values in rows.order_by("at", "id").values_list(*FIELDS).iterator(chunk_size=CHUNK):
        row = dict(zip(FIELDS, values, strict=True))
        yield _record(row, names, regions, units)


def _record(
    row: dict[str, Any], names: dict[int, str], regions: dict[int, str], units: dict[int, str]
) -> dict[str, Any]:
    made = row | {
        "source": names.get(row["source_id"], ""),
        "region": regions.get(row["source_id"], ""),
        "at": row["at"].astimezone(SHANGHAI).isoformat(),
        "first_seen": row["first_seen"].astimezone(SHANGHAI).isoformat(),
        "url": row["link"],
        "units": [units[unit] for unit in row["units"] if unit in units],
        "topic": row["topic_id"],
    }
    return {name: made[name] for name in COLUMNS}
