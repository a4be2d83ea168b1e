"""The labels in force: the machine's, with the team's corrections over them. Whoever re-tags an item asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.models.quality import Correction, CorrectionKind, MachineLabels

OURS, NOISE = "ours", "noise"
Change = tuple[str, str, str]  # what, before, after


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one item that can be corrected. `by_rule`: a rule of the team matches, which puts it in focus too."""

    month: date
    sentiment: str
    unsure: bool
    areas: tuple[str, ...]
    in_focus: bool
    by_rule: bool
    model: str


def labels_correct(machine: Labels, changes: Iterable[Change]) -> Labels:
    """The machine's labels with corrections over them, in their order. Pure.

    What a person said is sure. "Not our business" takes every area and the focus away; an area given after it brings
    the item back.
    """
    labels, noise, touched = machine, False, False
    for what, before, after in changes:
        if what == CorrectionKind.SENTIMENT:
            labels = replace(labels, sentiment=after, unsure=False)
            continue
        touched = True
        if what == CorrectionKind.BUSINESS:
            noise = True
            labels = replace(labels, areas=())
        elif after:
            noise = False
            labels = replace(labels, areas=(*(area for area in labels.areas if area != after), after))
        else:
            labels = replace(labels, areas=tuple(area for area in labels.areas if area != before))
    if not touched:
        return labels
    return replace(labels, in_focus=not noise and bool(labels.areas or labels.by_rule))


def labels_in_force(machine: Mapping[int, Labels]) -> dict[int, Labels]:
    """For items that are judged anew (by id): the labels to store. Items without a correction come back as they went in.

    What the machine says now is remembered for the corrected ones. Call inside the transaction that re-tags, with the
    items' rows locked. One query when nothing is corrected.
    """
    changes = _changes(machine.keys())
    for item_id in changes:
        machine_labels_keep(item_id, machine[item_id])
    return {item_id: labels_correct(labels, changes.get(item_id, ())) for item_id, labels in machine.items()}


def machine_labels_keep(item_id: int, labels: Labels) -> None:
    """Remember what the machine says of a corrected item."""
    values = {
        "month": labels.month,
        "sentiment": labels.sentiment,
        "unsure": labels.unsure,
        "areas": list(labels.areas),
        "in_focus": labels.in_focus,
        "model": labels.model,
    }
    MachineLabels.objects.update_or_create(item_id=item_id, defaults=values)


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the machine says of a corrected item, and the corrections in force, oldest first (none: all taken back)."""

    machine: Labels
    changes: tuple[Change, ...]


def corrected_of(ids: Collection[int]) -> dict[int, Corrected]:
    """Those of these items that were corrected, by id; two queries. `by_rule` is False here: the item knows its rules."""
    changes = _changes(ids)
    rows = MachineLabels.objects.filter(item_id__in=ids)
    return {
        row.item_id: Corrected(
            Labels(
                row.month, row.sentiment, row.unsure, tuple(row.areas), row.in_focus, by_rule=False, model=row.model
            ),
            tuple(changes.get(row.item_id, ())),
        )
        for row in rows
    }


def _changes(ids: Collection[int]) -> dict[int, list[Change]]:
    changes: dict[int, list[Change]] = defaultdict(list)
    rows = Correction.objects.filter(item_id__in=ids, undone_at=None).order_by("id")
    for item_id, what, before, after in rows.values_list("item_id", "what", "before", "after"):
        changes[item_id].append((what, before, after))
    return changes
