"""What an admin does with second-level unions: add, edit, import. Each is audited."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from monitor.district.changed import district_changed
from monitor.district.rows import RowError, UnitRow, unit_row
from monitor.lib.planned import FileLines, Planned, outcome_counts
from monitor.models import Unit, User, audit_record


def unit_values(unit: Unit) -> UnitRow:
    """As stored."""
    return UnitRow(unit.name, tuple(unit.words), tuple(unit.exclude))


@transaction.atomic
def unit_save(*, unit: Unit | None, row: UnitRow, by: User) -> Unit:
    """A new unit (None), or one as it should be. Raises RowError `unit_known` when another one has that name."""
    if Unit.objects.filter(name=row.name).exclude(pk=unit.pk if unit else 0).exists():
        raise RowError(row.name, label="unit_known")
    before = asdict(unit_values(unit)) if unit else None
    saved = _store(unit, row)
    audit_record(
        actor=by,
        action="unit_edit" if unit else "unit_add",
        target=f"unit:{saved.pk}",
        detail={"before": before, "after": asdict(row)},
    )
    district_changed(by=by)
    return saved


def units_plan(lines: FileLines) -> list[Planned[UnitRow]]:
    """What each line of a file would do; units that the file does not name stay as they are."""
    known = {unit.name: unit_values(unit) for unit in Unit.objects.all()}
    retired = set(Unit.objects.exclude(retired_at=None).values_list("name", flat=True))
    planned: list[Planned[UnitRow]] = []
    seen = set[str]()
    for line, values in lines:
        try:
            row = _live(unit_row(values), retired)
        except RowError as error:
            name = values.get("name", "") if error.label not in ("private", "person") else ""
            planned.append(Planned(line, "bad", None, error.label, error.detail, name[:40]))
            continue
        old = known.get(row.name)
        outcome = "twice" if row.name in seen else "new" if old is None else "same" if old == row else "changed"
        planned.append(Planned(line, outcome, row, name=row.name))
        seen.add(row.name)
    return planned


def _live(row: UnitRow, retired: set[str]) -> UnitRow:
    if row.name in retired:
        raise RowError(row.name, label="unit_retired")
    return row


@transaction.atomic
def units_import(*, lines: FileLines, by: User) -> dict[str, int]:
    """Do what the plan says; {outcome: lines}."""
    planned = units_plan(lines)
    wanted = [plan.row for plan in planned if plan.row and plan.outcome in ("new", "changed")]
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=[row.name for row in wanted])}
    for row in wanted:
        _store(units.get(row.name), row)
    counts = outcome_counts(plan.outcome for plan in planned)
    audit_record(actor=by, action="unit_import", detail={**counts, "names": [row.name for row in wanted][:200]})
    district_changed(by=by)
    return counts


def _store(unit: Unit | None, row: UnitRow) -> Unit:
    unit = unit or Unit()
    unit.name, unit.words, unit.exclude = row.name, list(row.words), list(row.exclude)
    unit.save()
    return unit
