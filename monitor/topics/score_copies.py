"""Near-duplicate links against the truth about reposts. Pure.

A family is an original with its reposts. A link (`duplicate_of`) is right when both ends are of one family; a repost is
found when following the links leads it and its original to the same item. Baseline: equal headlines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from monitor.lib.jsonlines import Record
from monitor.lib.resample import Figure, share_interval
from monitor.text.fold import fold

TRADITIONAL = "traditional"
DEFINITIONS = {
    "precision": "of the items with duplicate_of: it leads to the item's own original, or to another repost of that",
    "recall": "of the items with repost_of: item and original are linked to the same item",
    "traditional": "reposts whose original is in the other script (they also count under their own variant)",
    "intervals": "95 % bootstrap over items",
}
Links = Sequence[int | None]


def copies_score(rows: Sequence[Record], linked: Links) -> dict[str, Any]:
    """Rows with `id`, `repost_of`, perhaps `variant`; `linked` = position of the item that each one repeats, or None."""
    truth = truth_links(rows)
    return {
        "reposts": sum(one is not None for one in truth),
        "linked": sum(one is not None for one in linked),
        "figures": {
            "precision": _precision(truth, linked, lambda _: True),
            "recall": _recall(truth, linked, lambda _: True),
            "variants": _by_variant(rows, truth, linked),
        },
        "baselines": {"same_headline": _plain(truth, same_headline(rows))},
        "definitions": DEFINITIONS,
    }


def truth_links(rows: Sequence[Record]) -> list[int | None]:
    """Position of the original of each repost; None for originals and for reposts of what is not in the file."""
    place = {row["id"]: i for i, row in enumerate(rows) if row.get("id") is not None}
    return [place.get(row["repost_of"]) if row.get("repost_of") is not None else None for row in rows]


def same_headline(rows: Sequence[Record]) -> list[int | None]:
    """The first item with exactly this headline."""
    first: dict[str, int] = {}
    places = [first.setdefault(row.get("title") or "", i) for i, row in enumerate(rows)]
    return [place if place != i else None for i, place in enumerate(places)]


def root(links: Links, at: int) -> int:
    """Where the links lead."""
    seen = {at}
    while (before := links[at]) is not None and before not in seen:
        seen.add(at := before)
    return at


def _plain(truth: Links, linked: Links) -> dict[str, Figure]:
    return {
        "precision": _precision(truth, linked, lambda _: True),
        "recall": _recall(truth, linked, lambda _: True),
    }


def _precision(truth: Links, linked: Links, fits: Callable[[int], bool]) -> Figure:
    right = [root(truth, i) == root(truth, to) for i, to in enumerate(linked) if to is not None and fits(i)]
    return share_interval(right, [1] * len(right))


def _recall(truth: Links, linked: Links, fits: Callable[[int], bool]) -> Figure:
    found = [root(linked, i) == root(linked, to) for i, to in enumerate(truth) if to is not None and fits(i)]
    return share_interval(found, [1] * len(found))


def _by_variant(rows: Sequence[Record], truth: Links, linked: Links) -> dict[str, Any]:
    scripts = [_traditional(row) for row in rows]
    kinds: list[set[str]] = [{str(row.get("variant") or "unnamed")} for row in rows]
    for i, original in enumerate(truth):
        if original is not None and scripts[i] != scripts[original]:
            kinds[i].add(TRADITIONAL)
    reposts = Counter(kind for i, one in enumerate(truth) if one is not None for kind in kinds[i])
    of_kind: dict[str, Callable[[int], bool]] = {kind: _is_of(kind, kinds) for kind in sorted(reposts)}
    figures: dict[str, Any] = {
        kind: {
            "reposts": reposts[kind],
            "precision": _precision(truth, linked, fits),
            "recall": _recall(truth, linked, fits),
        }
        for kind, fits in of_kind.items()
    }
    wrong = Counter(
        str(rows[i].get("variant") or "unnamed")
        for i, to in enumerate(linked)
        if to is not None and root(truth, i) != root(truth, to)
    )
    return {**figures, "wrong_links": dict(wrong.most_common())}


def _is_of(kind: str, kinds: Sequence[set[str]]) -> Callable[[int], bool]:
    return lambda i: kind in kinds[i]


def _traditional(row: Record) -> bool:
    text = f"{row.get('title') or ''} {row.get('text') or ''}".lower()
    return fold(text) != text
