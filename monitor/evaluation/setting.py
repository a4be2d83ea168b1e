"""The team's side of a replay as rows: its units, its rules, a source for each name that the items give."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from monitor.drill import cast
from monitor.drill.world import SOURCES
from monitor.models import KeywordRule, Source, SourceState, Unit
from monitor.text import Config, PlaceSpec, RuleSpec, UnitSpec

from .folder import Version


@transaction.atomic
def team_set_up() -> Config:
    """Units and rules of the exercise's team, and the text stage's configuration that follows from them."""
    units = [
        Unit.objects.create(name=unit.name, words=list(unit.words), exclude=list(unit.exclude)) for unit in cast.UNITS
    ]
    rules = [
        KeywordRule.objects.create(name=rule.name, query=rule.query, area=rule.area or "", grave=rule.grave)
        for rule in cast.DEFAULT_RULES
    ]
    return Config.build(
        rules=[RuleSpec(rule.pk, rule.name, rule.query, rule.area or None, rule.grave) for rule in rules],
        units=[UnitSpec(unit.pk, unit.name, tuple(unit.words), tuple(unit.exclude)) for unit in units],
        places=[
            PlaceSpec(
                place.name,
                place.aliases,
                place.scope,
                next((unit.pk for unit in units if unit.name == place.unit), None),
            )
            for place in cast.PLACES
        ],
    )


def sources_set_up(versions: Iterable[Version]) -> dict[str, Source]:
    """A healthy source by name; the exercise's own are of their kind, unknown ones are news sites."""
    known = {source.name: source for source in SOURCES}
    regions = {version.source: version.region for version in versions}
    found = {}
    for number, (name, region) in enumerate(sorted(regions.items())):
        world = known.get(name)
        found[name] = Source.objects.create(
            name=name,
            url=f"http://{world.key if world else f'source-{number}'}.yunhe.example/",
            kind=world.source_kind if world else "news",
            own=world.own if world else False,
            region=region,
            state=SourceState.HEALTHY,
        )
    return found
