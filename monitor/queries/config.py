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
from django.utils.module_loading import import_string

from monitor.errors import SettingError
from monitor.models import KeywordRule, Unit
from monitor.text import Config, RuleSpec, UnitSpec

CHECK_EVERY_S = 5.0
EXERCISE = "monitor.drill.cast"  # by name: the read side does not know the exercise, whose district exists in it only
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
    """The Config for this moment; asks the database at most every five seconds whether rules or units changed."""
    with _lock:
        if _kept.config is not None and time.monotonic() - _kept.checked < CHECK_EVERY_S:
            return _kept.config
        stamp = _stamp()
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
    return (rules["n"], rules["at"], units, settings.PLACES_FILE, settings.DRILL)


def _build() -> Config:
    rules = [
        RuleSpec(rule.pk, rule.name, rule.query, rule.area or None, rule.grave, rule.version)
        for rule in KeywordRule.objects.filter(enabled=True)
    ]
    units = [UnitSpec(unit.pk, unit.name, tuple(unit.words), tuple(unit.exclude)) for unit in Unit.objects.all()]
    local, city = places()
    return Config.build(rules=rules, units=units, local_places=local, city_places=city)


def places() -> Places:
    """(places of the district, places of the rest of the city). Raises SettingError for a bad file."""
    if settings.PLACES_FILE:
        return _places_of_file(Path(settings.PLACES_FILE))
    if settings.DRILL:
        return import_string(f"{EXERCISE}.LOCAL_PLACES"), import_string(f"{EXERCISE}.CITY_PLACES")
    return (), ()


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
