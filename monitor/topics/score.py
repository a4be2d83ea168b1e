"""A clustering against labels, with intervals: B-cubed, event F1, stories that are one topic, topics that are impure. Pure.

Every figure is a ratio of sums over labelled events (a topic belongs to the event that most of its items have), so one
bootstrap over events serves all of them. The definitions are printed beside the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.lib.resample import Figure, interval, share_interval
from monitor.topics.measure import members, overlaps

LEAST, OVERLAP, TOGETHER = 3, 0.5, 0.8
DEFINITIONS = {
    "b_cubed": "mean over items of the share of its topic that has its label (precision), of its label in its topic (recall)",
    "event": f"events and topics of >= {LEAST} items; found: Jaccard >= {OVERLAP} with one of the other side",
    "stories_one_topic": f"of the events of >= 2 items: >= {TOGETHER:.0%} of the items lie in one topic",
    "topics_impure": f"of the topics of >= 2 items: < {TOGETHER:.0%} of the items have one label",
    "topics_mixed": "of the topics of >= 2 items: items of two or more events of >= 2 items",
    "intervals": "95 % bootstrap over events",
}
COLUMNS = (
    *("items", "precision", "recall", "events", "events_found", "topics", "topics_found"),
    *("stories", "stories_whole", "plural", "impure", "mixed"),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """One row an event; `column(name)` is what that event adds to the sum of that name."""

    table: npt.NDArray[np.float64]

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """One number for each event."""
        return np.asarray(self.table[:, COLUMNS.index(name)])


def topics_score(found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, Any]:
    """Figures of the topics `found` against the labels `gold`, item by item."""
    sums = event_sums(found, gold)
    return {
        "b_cubed": _three(sums, ("precision", "items"), ("recall", "items")),
        "event": _three(sums, ("topics_found", "topics"), ("events_found", "events")),
        "stories_one_topic": _share(sums, "stories_whole", "stories"),
        "topics_impure": _share(sums, "impure", "plural"),
        "topics_mixed": _share(sums, "mixed", "plural"),
    }


def topics_counts(found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, int]:
    """On how many things the shares rest."""
    sums = event_sums(found, gold)
    names = {"events_of_3": "events", "topics_of_3": "topics", "stories_of_2": "stories", "topics_of_2": "plural"}
    return {name: int(sums.column(column).sum()) for name, column in names.items()}


def event_sums(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Sums:
    """The table behind the figures."""
    topics, events = members(found), members(gold)
    rows = {label: dict.fromkeys(COLUMNS, 0.0) for label in events}
    for label, items in events.items():
        inside = Counter(found[i] for i in items)
        row = rows[label]
        row["items"] = len(items)
        row["precision"] = sum(n * n / len(topics[topic]) for topic, n in inside.items())
        row["recall"] = sum(n * n for n in inside.values()) / len(items)
        if len(items) >= 2:
            row["stories"], row["stories_whole"] = 1, max(inside.values()) >= TOGETHER * len(items)
        if len(items) >= LEAST:
            row["events"], row["events_found"] = 1, overlaps(items, topics, found, OVERLAP)
    for items in topics.values():
        _add_topic(rows, items, events, gold)
    return Sums(np.array([[row[name] for name in COLUMNS] for row in rows.values()], float).reshape(-1, len(COLUMNS)))


def _add_topic(
    rows: dict[Hashable, dict[str, float]],
    items: set[int],
    events: dict[Hashable, set[int]],
    gold: Sequence[Hashable],
) -> None:
    if len(items) < 2:
        return
    told = Counter(gold[i] for i in sorted(items))
    label, n = told.most_common(1)[0]
    row = rows[label]
    row["plural"] += 1
    row["impure"] += n < TOGETHER * len(items)
    row["mixed"] += sum(len(events[other]) >= 2 for other in told) >= 2
    if len(items) >= LEAST:
        row["topics"] += 1
        row["topics_found"] += overlaps(items, events, gold, OVERLAP)


def _share(sums: Sums, part: str, whole: str) -> Figure:
    return share_interval(sums.column(part), sums.column(whole))


def _three(sums: Sums, precision: tuple[str, str], recall: tuple[str, str]) -> dict[str, Figure]:
    (hit, of), (got, all_) = ([sums.column(name) for name in names] for names in (precision, recall))

    def f1(at: Any) -> float:
        p, r = (float(a[at].sum() / max(b[at].sum(), 1e-9)) for a, b in ((hit, of), (got, all_)))
        return 2 * p * r / (p + r) if p + r else 0.0

    return {"f1": interval(len(of), f1), "precision": share_interval(hit, of), "recall": share_interval(got, all_)}
