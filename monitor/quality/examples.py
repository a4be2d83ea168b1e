"""The team's corrections as labelled texts for training, and texts that it let stand; they train while the text lives, and no longer.

An item that was drawn for blind checking never trains, nor does a repost of it: what measures a model must not have taught it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitor.models import CheckItem, Correction, CorrectionKind, Item
from monitor.text.train import Example

CHUNK = 500
MOST_KEPT = 2_000
LOOKED_AT = 20_000  # newest items, of which those are taken


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
    measured = set(drawn.values_list("item_id", flat=True))
    for item in items.iterator(chunk_size=CHUNK):
        if item.id in touched and item.duplicate_of not in measured:
            yield _example(item, touched[item.id])


def kept_texts(most: int = MOST_KEPT) -> list[str]:
    """Texts that nobody corrected and that are not drawn for checking: spread evenly over the newest items, newest first."""
    drawn = CheckItem.objects.values("item_id")
    items = Item.objects.filter(corrected=False).exclude(title="", text="").exclude(id__in=drawn).order_by("-id")
    ids = list(items.values_list("id", "month")[:LOOKED_AT])
    step = max(1, -(-len(ids) // most))
    chosen = ids[::step]
    rows = Item.objects.filter(id__in=[i for i, _ in chosen], month__in={month for _, month in chosen}).order_by("-id")
    return [_text(item) for item in rows.iterator(chunk_size=CHUNK)]


def _text(item: Item) -> str:
    return " ".join(filter(None, (item.title, item.text)))


def _example(item: Item, what: set[str]) -> Example:
    about_areas = what & {CorrectionKind.AREA, CorrectionKind.BUSINESS}
    return Example(
        text=_text(item),
        sentiment=item.sentiment if CorrectionKind.SENTIMENT in what else None,
        areas=tuple(item.areas) if about_areas else None,
        post=not item.title,
    )
