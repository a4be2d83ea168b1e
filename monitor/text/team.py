"""What the team's own words make of a text: where it is about, whose business it is, which rules match. Pure.

One call for what is stored and what is new, so that tagging history again gives what tagging today would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.text.clean import clean_html
from monitor.text.config import Config
from monitor.text.matcher import Hit
from monitor.text.place import Placed
from monitor.text.query import Match


@dataclass(frozen=True, slots=True)
class TeamTags:
    """`units`: {unit: its words that occur}; `rules`: {rule: match}; `plans`: those whose query matches."""

    place: Placed
    units: dict[int, list[str]]
    rules: Mapping[int, Match]
    plans: tuple[int, ...] = ()


def team_tags(
    config: Config, hits: list[Hit], *, title: str, text: str, source: str = "", region: str | None = None
) -> TeamTags:
    """`title` and `text` folded, `hits` those of title, line break and text; `source` and `region` as they are.

    `地区:` in a rule looks at the place that the text is about, with the source's region as default.
    """
    where, whole = clean_html(region) if region else "", f"{title}\n{text}"
    place = config.place_judge.judge(hits, whole, len(title), where)
    units = config.unit_judge.judge(hits, len(title), place.label) if config.units else {}
    about = config.place_judge.region_text(place, where) if config.rule_index.looks_beyond else ""
    if not config.queries:
        return TeamTags(place, units, {})
    source = clean_html(source) if source else ""
    found = config.matching_rules(hits, len(title), source, about, text=whole)
    if not found.rules:
        return TeamTags(place, units, {})
    if not config.plans or min(found) >= 0:
        return TeamTags(place, units, found)
    plans = tuple(sorted(-key for key in found if key < 0))
    return TeamTags(place, units, found.only(key for key in found if key >= 0), plans)
