"""The team's rules, units and places as the one compiled Config of the text stage; kept in this process, refreshed."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from monitor.errors import SettingError
from monitor.models import GazetteerPlace, KeywordRule, Unit
from monitor.queries.live_model import live_model_refresh
from monitor.text import Config, PlaceSpec, RuleSpec, UnitSpec

CHECK_EVERY_S = 5.0
Stamp = tuple[object, ...]
Places = tuple[tuple[str, ...], tuple[str, ...]]


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
        stamp = _stamp()
        live_model_refresh()
        if _kept.config is None or stamp != _kept.stamp:
            _kept.config, _kept.stamp = _build(), stamp
        _kept.checked = time.monotonic()
        return _kept.config


def config_forget() -> None:
    """Make the next call look at the database (after an edit in this process; tests)."""
    with _lock:
        _kept.config, _kept.stamp, _kept.checked = None, (), float("-inf")


def _stamp() -> Stamp:
    rules: dict[str, int | datetime | None] = KeywordRule.objects.aggregate(n=Count("id"), at=Max("updated_at"))
    units = tuple(
        (pk, name, tuple(words), tuple(exclude))
        for pk, name, words, exclude in Unit.objects.values_list("id", "name", "words", "exclude")
    )
    changed = {"n": Count("id"), "last": Max("id"), "at": Max("updated_at")}
    gazetteer: dict[str, int | datetime | None] = GazetteerPlace.objects.aggregate(**changed)
    return (rules["n"], rules["at"], units, *gazetteer.values(), settings.PLACES_FILE)


def _build() -> Config:
    rules = [
        RuleSpec(rule.pk, rule.name, rule.query, rule.area or None, rule.grave, rule.version)
        for rule in KeywordRule.objects.filter(enabled=True)
    ]
    units = [UnitSpec(unit.pk, unit.name, tuple(unit.words), tuple(unit.exclude)) for unit in Unit.objects.all()]
    local, city = places_of_file()
    return Config.build(rules=rules, units=units, places=gazetteer(), local_places=local, city_places=city)


def gazetteer() -> list[PlaceSpec]:
    """The team's places and employers, districts and cities first: the first of a scope names it."""
    rows = GazetteerPlace.objects.values_list("name", "aliases", "scope", "unit", "kind")
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
