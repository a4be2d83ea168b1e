"""The team's corrections as labelled texts for training; they train while the text lives, and no longer.

An item that was drawn for blind checking never trains: what measures a model must not have taught it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitor.models import CheckItem, Correction, CorrectionKind, Item
from monitor.text.train import Example

CHUNK = 500


def corrected_examples() -> Iterator[Example]:
    """Texts with corrections in force.

    The sentiment is a label only where a member set it. A member who changed one area saw the others and let them stand,
    so the areas in force are the labels then.
    """
    touched: dict[int, set[str]] = defaultdict(set)
    drawn = CheckItem.objects.values("item_id")
    rows = Correction.objects.filter(undone_at=None).exclude(item_id__in=drawn)
    months = set()
    for item_id, month, what in rows.values_list("item_id", "month", "what"):
        touched[item_id].add(what)
        months.add(month)
    items = Item.objects.filter(month__in=months, corrected=True).exclude(title="", text="").order_by("id")
    for item in items.iterator(chunk_size=CHUNK):
        if item.id in touched:
            yield _example(item, touched[item.id])


def _example(item: Item, what: set[str]) -> Example:
    about_areas = what & {CorrectionKind.AREA, CorrectionKind.BUSINESS}
    return Example(
        text=" ".join(filter(None, (item.title, item.text))),
        sentiment=item.sentiment if CorrectionKind.SENTIMENT in what else None,
        areas=tuple(item.areas) if about_areas else None,
        post=not item.title,
    )
