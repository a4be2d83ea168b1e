"""What an admin does with the gazetteer: add, edit, remove, import. Each is audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.conf import settings
from django.db import transaction
from django.utils import translation

from monitor.district.changed import district_changed
from monitor.district.rows import PlaceRow, RowError, place_row
from monitor.lib.planned import FileLines, Planned, outcome_counts
from monitor.models import GazetteerPlace, PlaceKind, PlaceScope, Unit, User, audit_record
from monitor.text.fold import fold


def place_values(place: GazetteerPlace) -> PlaceRow:
    """As stored."""
    unit = place.unit.name if place.unit else ""
    return PlaceRow(place.name, tuple(place.aliases), place.kind, place.scope, unit, place.note)


def kind_code(given: str) -> str:
    """The code of a kind that is written as people see it, in any language of the pages; anything else as it is."""
    return _codes(PlaceKind).get(fold(given), given)


def scope_code(given: str) -> str:
    """The same of a scope."""
    return _codes(PlaceScope).get(fold(given), given)


def _codes(choices: type[PlaceKind | PlaceScope]) -> dict[str, str]:
    """A template fetched in one language is filled in and brought back in another."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): value for value, label in choices.choices}
    return found


@transaction.atomic
def place_save(*, place: GazetteerPlace | None, row: PlaceRow, by: User) -> GazetteerPlace:
    """A new place (None), or one as it should be. Raises RowError: place_known, unit_unknown."""
    if GazetteerPlace.objects.filter(name=row.name).exclude(pk=place.pk if place else 0).exists():
        raise RowError(row.name, label="place_known")
    before = asdict(place_values(place)) if place else None
    saved = _store(place, row, _units())
    audit_record(
        actor=by,
        action="place_edit" if place else "place_add",
        target=f"place:{saved.pk}",
        detail={"before": before, "after": asdict(row)},
    )
    district_changed(by=by)
    return saved


@transaction.atomic
def place_remove(*, place: GazetteerPlace, by: User) -> None:
    """Texts are no longer tagged by it."""
    audit_record(
        actor=by, action="place_remove", target=f"place:{place.pk}", detail={"before": asdict(place_values(place))}
    )
    place.delete()
    district_changed(by=by)


def places_plan(lines: FileLines) -> list[Planned[PlaceRow]]:
    """What each line of a file would do; places that the file does not name stay as they are."""
    known = {place.name: place_values(place) for place in GazetteerPlace.objects.select_related("unit")}
    units = _units()
    planned: list[Planned[PlaceRow]] = []
    seen = set[str]()
    for line, values in lines:
        try:
            codes = {"kind": kind_code(values.get("kind", "")), "scope": scope_code(values.get("scope", ""))}
            row = place_row({**values, **codes})
            _unit(row, units)
        except RowError as error:
            name = values.get("name", "") if error.label not in ("private", "person") else ""
            planned.append(Planned(line, "bad", None, error.label, error.detail, name[:40]))
            continue
        old = known.get(row.name)
        outcome = "twice" if fold(row.name) in seen else "new" if old is None else "same" if old == row else "changed"
        planned.append(Planned(line, outcome, row, name=row.name))
        seen.add(fold(row.name))
    return planned


@transaction.atomic
def places_import(*, lines: FileLines, by: User) -> dict[str, int]:
    """Do what the plan says; {outcome: lines}."""
    planned, units = places_plan(lines), _units()
    wanted = [plan.row for plan in planned if plan.row and plan.outcome in ("new", "changed")]
    places = {place.name: place for place in GazetteerPlace.objects.filter(name__in=[row.name for row in wanted])}
    for row in wanted:
        _store(places.get(row.name), row, units)
    counts = outcome_counts(plan.outcome for plan in planned)
    audit_record(actor=by, action="place_import", detail={**counts, "names": [row.name for row in wanted][:200]})
    district_changed(by=by)
    return counts


def _units() -> dict[str, int]:
    return dict(Unit.objects.filter(retired_at=None).values_list("name", "pk"))


def _unit(row: PlaceRow, units: Mapping[str, int]) -> int | None:
    if not row.unit:
        return None
    if row.unit not in units:
        raise RowError(row.unit, label="unit_unknown")
    return units[row.unit]


def _store(place: GazetteerPlace | None, row: PlaceRow, units: Mapping[str, int]) -> GazetteerPlace:
    place = place or GazetteerPlace()
    place.name, place.aliases, place.kind, place.scope = row.name, list(row.aliases), row.kind, row.scope
    place.unit_id, place.note = _unit(row, units), row.note
    place.save()
    return place
