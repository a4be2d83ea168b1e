"""One text through the stage: clean, mask, match, judge areas, rules, units and place, score, key terms. Pure.

Read are the title and the first MAX_TEXT characters; the rest is stored but not judged.
"""

from __future__ import annotations

import functools
import math
import re

import numpy as np

from monitor.text.areas import AREAS
from monitor.text.clean import clean_html
from monitor.text.config import CITY, LOCAL, Config
from monitor.text.features import area_signs
from monitor.text.fold import fold
from monitor.text.linear import WORK, Seen, Vector
from monitor.text.mask import mask
from monitor.text.sentiment import TingchaoScorer
from monitor.text.terms import PLACEHOLDER, key_terms
from monitor.text.types import Analysis, RawText, UnitSpec
from monitor.text.words import cut

MAX_TEXT = 20_000
LEAD_CHARS = 160  # title and lead together: the model has learned from short texts
POST_CHARS = 400  # of a text without a title
DECIDES = 0.5
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def analyse(raw: RawText, config: Config) -> Analysis:
    """Never raises on any text. Positions and words in `why` are those of the stored (masked) text, folded."""
    title, text, masked = clean_masked(raw.title, raw.text)
    low_title, low_text = fold(title), fold(text[:MAX_TEXT])
    hits = config.matcher.find(f"{low_title}\n{low_text}")
    scored = _scored(low_title, low_text)
    scorer = _scorer()
    by_words = config.areas.judge(hits, len(low_title))
    seen = scorer.model.see(scored, cut(scored), area_signs(by_words))
    logits = scorer.model.logits(seen)
    score = scorer.score_seen(seen, logits)
    areas = _areas(config, by_words, seen, logits)
    for area, both in config.areas.sure(hits, len(low_title)).items():
        areas.setdefault(area, both)
    rules = config.matching_rules(hits, len(low_title), clean_html(raw.source), clean_html(raw.region or ""))
    matching = [config.by_id[rule] for rule in rules]
    for rule in matching:
        if rule.area and rule.area not in areas:
            areas[rule.area] = [rules[rule.id].because]
    present = {hit[0] for hit in hits}
    units = _units(config, present)
    return Analysis(
        title=title,
        text=text,
        masked=masked,
        lang="zh" if _HAN.search(scored) else "en" if _LATIN.search(scored) else "",
        sentiment=score.label,
        unsure=score.unsure,
        sentiment_p=score.p,
        areas=tuple(areas),
        units=tuple(unit.id for unit in units),
        unit_names=tuple(unit.name for unit in units),
        place=_place(config, present, raw.region),
        terms=key_terms(low_title, low_text),
        rules=tuple(rules),
        grave=any(rule.grave for rule in matching),
        in_focus=bool(areas or rules),
        why={
            "sentiment": [[word, weight] for word, weight in score.why],
            "areas": areas,
            "rules": {rule: [match.because] for rule, match in rules.items()},
        },
        model=f"{scorer.version}/{config.areas.rules.version}",
    )


def clean_masked(title: str, text: str) -> tuple[str, str, bool]:
    """(title, text, whether anything was masked) as they are stored."""
    title, in_title = mask(clean_html(title).replace("\n", " "))
    text, in_text = mask(clean_html(text))
    return title, text, in_title or in_text


@functools.cache
def _scorer() -> TingchaoScorer:
    return TingchaoScorer()


def _scored(title: str, text: str) -> str:
    """What the model reads: title and lead, or the start of a text without a title; placeholders are no words."""
    read = f"{title} {text[:LEAD_CHARS]}".strip()[: max(LEAD_CHARS, len(title))] if title else text[:POST_CHARS]
    return PLACEHOLDER.sub(" ", read).strip()


def _areas(config: Config, by_words: dict[str, list[str]], seen: Seen, logits: Vector) -> dict[str, list[str]]:
    """Areas that the learned filter finds likely, likeliest first; those with a sure keyword in any case."""
    outputs = _scorer().model.outputs
    chance = {
        name: 1 / (1 + math.exp(-max(-30.0, min(30.0, x)))) for name, x in zip(outputs, logits.tolist(), strict=True)
    }
    sure = config.areas.rules.sure
    clear = [area for area, words in by_words.items() if not sure[area].isdisjoint(words)]
    likely = sorted((area for area in AREAS if chance[area] > DECIDES), key=lambda area: -chance[area])
    if chance[WORK] <= DECIDES:
        likely = []
    elif not likely and not clear:
        likely = list(by_words)[:1] or [max(AREAS, key=chance.__getitem__)]
    chosen = [*likely, *(area for area in clear if area not in likely)]
    return {area: by_words.get(area) or _reasons(seen, area) for area in chosen}


def _reasons(seen: Seen, area: str) -> list[str]:
    """The words that the learned filter goes by."""
    model = _scorer().model
    direction = np.array([output in (area, WORK) for output in model.outputs], np.float32)
    return [word for word, _ in model.readable(seen, direction, 3)]


def _units(config: Config, present: set[int]) -> list[UnitSpec]:
    """Units with one of their words and none of their exclusions."""
    return [
        unit
        for unit, words, exclude in config.unit_words
        if not present.isdisjoint(words) and present.isdisjoint(exclude)
    ]


def _place(config: Config, present: set[int], region: str | None) -> str | None:
    """Where the text is about: named places first (the district wins), else the source's region."""
    for label, places in config.place_words:
        if not present.isdisjoint(places):
            return label
    low = fold(clean_html(region or ""))
    for label, named in ((LOCAL, config.local_places), (CITY, config.city_places)):
        if low and any(place in low for place in named):
            return label
    return None
