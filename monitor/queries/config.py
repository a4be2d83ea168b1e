"""The team's rules, standing plans, units and places as the one compiled Config of the text stage; kept in this process, refreshed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum, Value

from monitor.errors import QueryError, SettingError
from monitor.lib.replica import primary_reads
from monitor.models import GazetteerPlace, KeywordRule, Plan, PlanState, SynonymGroup, Unit
from monitor.queries.live_model import accepted_rows, live_model_refresh
from monitor.queries.together import fetch_together
from monitor.text import Config, PlaceSpec, PlanSpec, RuleSpec, UnitSpec
from monitor.text.query import query_fault_of

CHECK_EVERY_S = 5.0
Stamp = tuple[object, ...]
Places = tuple[tuple[str, ...], tuple[str, ...]]
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Kept:
    config: Config | None = None
    stamp: Stamp = ()
    checked: float = float("-inf")


_kept = _Kept()
_lock = threading.Lock()


def current_config() -> Config:
    """The Config for this moment; asks the database at most every five seconds whether rules, units or the model changed."""
    with _lock:
        if _kept.config is not None and time.monotonic() - _kept.checked < CHECK_EVERY_S:
            return _kept.config
        with primary_reads():  # what is kept here serves writing, too
            accepted, stamp = _stamp()
            live_model_refresh(accepted)
            if _kept.config is None or stamp != _kept.stamp:
                _kept.config, _kept.stamp = _build(), stamp
        _kept.checked = time.monotonic()
        return _kept.config


def config_forget() -> None:
    """Make the next call look at the database (after an edit in this process; tests)."""
    with _lock:
        _kept.config, _kept.stamp, _kept.checked = None, (), float("-inf")


def _stamp() -> tuple[list[str], Stamp]:
    """(the model that was let go live, all that decides the Config); one query.

    The sum of the versions too: of two changes at once, the one that ends last need not have the later time.
    """
    changed = {"n": Count("id"), "at": Max("updated_at"), "last": Max("id")}
    edited = [model._default_manager.order_by().values(one=Value(1)) for model in (KeywordRule, SynonymGroup, Plan)]
    places = GazetteerPlace.objects.order_by().values(one=Value(1)).annotate(**changed)
    units = Unit.objects.filter(retired_at=None).values_list("id", "name", "words", "exclude")
    asked = [*(rows.annotate(**changed, edits=Sum("version")) for rows in edited), places, units]
    accepted, *found = fetch_together([accepted_rows(), *asked])
    return accepted, (*found, settings.PLACES_FILE)


def _build() -> Config:
    rule_rows, unit_rows, group_rows, plan_rows, named = fetch_together(
        [
            KeywordRule.objects.filter(enabled=True),
            Unit.objects.filter(retired_at=None),
            SynonymGroup.objects.values_list("name", "words"),
            Plan.objects.filter(state=PlanState.ACTIVE),
            _gazetteer_rows(),
        ]
    )
    rules = [
        RuleSpec(rule.pk, rule.name, rule.query, rule.area or None, rule.grave, rule.version) for rule in rule_rows
    ]
    units = [UnitSpec(unit.pk, unit.name, tuple(unit.words), tuple(unit.exclude)) for unit in unit_rows]
    local, city = places_of_file()
    groups = {name: tuple(words) for name, words in group_rows}
    plans, places = [plan_spec(plan) for plan in plan_rows], _places(named)

    def build(rules: list[RuleSpec], plans: list[PlanSpec]) -> Config:
        return Config.build(
            rules=rules,
            units=units,
            places=places,
            local_places=local,
            city_places=city,
            groups=groups,
            plans=plans,
        )

    try:
        return build(rules, plans)
    except QueryError:  # one rule that cannot be read must not stop the others, nor the fetching
        readable = [rule for rule in rules if _readable(rule, groups)]
        return build(readable, [plan for plan in plans if _readable(plan, groups)])


def plan_spec(plan: Plan) -> PlanSpec:
    """What of a plan decides which items it holds."""
    lists = {name: tuple(getattr(plan, name)) for name in ("sources", "areas", "places", "units")}
    return PlanSpec(plan.pk, plan.name, plan.query, **lists, start=plan.start, end=plan.end)


def _readable(rule: RuleSpec | PlanSpec, groups: Mapping[str, tuple[str, ...]]) -> bool:
    fault = query_fault_of(rule.query, groups)
    if fault is not None:
        log.warning("rule_unreadable", rule=rule.id, position=fault.position)
    return fault is None


def gazetteer() -> list[PlaceSpec]:
    """The team's places and employers, districts and cities first: the first of a scope names it."""
    return _places(_gazetteer_rows())


def _gazetteer_rows() -> QuerySet[GazetteerPlace, Any]:
    return GazetteerPlace.objects.values_list("name", "aliases", "scope", "unit", "kind")


def _places(rows: Iterable[Any]) -> list[PlaceSpec]:
    first = sorted(rows, key=lambda row: row[4] not in ("district", "city"))
    return [PlaceSpec(name, tuple(aliases), scope, unit) for name, aliases, scope, unit, _ in first]


def places_of_file() -> Places:
    """(places of the district, places of the rest of the city) of the operator's file, beside the gazetteer.

    Raises SettingError for a bad file.
    """
    return _places_of_file(Path(settings.PLACES_FILE)) if settings.PLACES_FILE else ((), ())


def _places_of_file(path: Path) -> Places:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingError(f"TINGCHAO_PLACES_FILE={path}: {error}") from error
    lists = [content.get(key, []) if isinstance(content, dict) else None for key in ("local", "city")]
    if not all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists):
        raise SettingError(f'TINGCHAO_PLACES_FILE={path}: expected {{"local": [..], "city": [..]}}')
    local, city = (tuple(words or ()) for words in lists)
    return local, city
