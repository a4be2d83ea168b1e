"""Which place a name means here: steps 1 and 2 of `place.py`. Pure."""

from __future__ import annotations

from monitor.text.gazetteer import CITY, ELSEWHERE, LOCAL, PLACES, Entry, Sense
from monitor.text.mentions import Mention


def meant_here(found: list[Mention], region: str | None, codes: frozenset[str]) -> list[tuple[Mention, Sense]]:
    """Each mention with the one place that it means here; weak ones without a second sign fall out."""
    named = {s.code for m in found if not m.entry.weak and len(m.entry.senses) == 1 for s in m.entry.senses if s.code}
    chosen = [(m, sense_here(m.entry, named, region, codes)) for m in found]
    sure = {s.label for m, s in chosen if s and s.label and not m.entry.weak}
    return [
        (m, s)
        for m, s in chosen
        if s
        and s.label
        and (not m.entry.weak or m.sign or (s.label in sure and _related(s, named)) or s.label == region)
    ]


def sense_here(entry: Entry, named: set[str], region: str | None, codes: frozenset[str]) -> Sense | None:
    """The place around which something is named; else one in the source's region; else the nearer one."""
    if entry.own:
        return _own(entry.own, region)
    if len(entry.senses) == 1:
        return entry.senses[0]
    around = [s for s in entry.senses if any(s.code.startswith(code) and s.code != code for code in named)]
    if not around:
        around = [s for s in entry.senses if any(s.code and s.code[:2] == code[:2] for code in codes)]
    return min(around or entry.senses, key=lambda s: PLACES.index(s.label) if s.label else len(PLACES))


def _own(level: str, region: str | None) -> Sense | None:
    """我区 of a source of the district is the district; of one of the city it may be any of the city's."""
    if region == ELSEWHERE:
        return Sense(ELSEWHERE)
    if region and level == "市":
        return Sense(CITY)
    return Sense(LOCAL) if region == LOCAL and level == "区" else None


def _related(sense: Sense, named: set[str]) -> bool:
    """Its city, province or a place inside it is named too; places of the team's own have no code to compare."""
    return not sense.code or any(sense.code.startswith(code) or code.startswith(sense.code) for code in named)
