"""One text through the stage: clean, mask, match, judge areas, rules, units and place, score, key terms. Pure.

Read are the title and the first MAX_TEXT characters; the rest is stored but not judged.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.text.areas import AREAS
from monitor.text.clean import clean_html
from monitor.text.config import CITY, ELSEWHERE, LOCAL, PROVINCES, Config
from monitor.text.fold import fold
from monitor.text.linear import Seen
from monitor.text.mask import mask
from monitor.text.matcher import Hit
from monitor.text.sentiment import TingchaoScorer
from monitor.text.terms import PLACEHOLDER, key_terms
from monitor.text.types import Analysis, RawText
from monitor.text.words import cut

MAX_TEXT = 20_000
SCORE_CHARS = 400
WORK_DROPS_BELOW = 0.12  # keyword areas are dropped when the model is this sure that it is not about working life
WORK_ADDS_ABOVE = 0.5
AREA_ADDS_ABOVE = 0.5
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def analyse(raw: RawText, config: Config) -> Analysis:
    """Never raises on any text. Positions and words in `why` are those of the stored (masked) text, folded."""
    title, title_masked = mask(clean_html(raw.title).replace("\n", " "))
    text, text_masked = mask(clean_html(raw.text))
    low_title, low_text = fold(title), fold(text[:MAX_TEXT])
    hits = config.matcher.find(f"{low_title}\n{low_text}")
    scored = PLACEHOLDER.sub(" ", f"{low_title} {low_text}").strip()[:SCORE_CHARS]
    words = cut(scored)
    scorer = _scorer()
    seen = scorer.model.see(scored, words)
    logits = scorer.model.logits(seen)
    score = scorer.score_seen(seen, logits)
    areas = _areas(config, hits, len(low_title), seen, scorer)
    rules = config.matching_rules(hits, len(low_title), raw.source, raw.region or "")
    for rule in config.rules:
        if rule.id in rules and rule.area and rule.area not in areas:
            areas[rule.area] = [rules[rule.id].because]
    units = _units(config, hits)
    return Analysis(
        title=title,
        text=text,
        masked=title_masked or text_masked,
        lang="zh" if _HAN.search(scored) else "en" if _LATIN.search(scored) else "",
        sentiment=score.label,
        unsure=score.unsure,
        sentiment_p=score.p,
        areas=tuple(areas),
        units=tuple(unit for unit, _ in units),
        unit_names=tuple(name for _, name in units),
        place=_place(config, hits, raw.region),
        terms=key_terms(low_title, low_text),
        rules=tuple(rules),
        grave=any(rule.grave and rule.id in rules for rule in config.rules),
        in_focus=bool(areas or rules),
        why={
            "sentiment": [[word, weight] for word, weight in score.why],
            "areas": areas,
            "rules": {rule: [match.because] for rule, match in rules.items()},
        },
        model=f"{scorer.version}/{config.areas.rules.version}",
    )


_loaded: list[TingchaoScorer] = []


def _scorer() -> TingchaoScorer:
    if not _loaded:
        _loaded.append(TingchaoScorer())
    return _loaded[0]


def _areas(config: Config, hits: list[Hit], title_end: int, seen: Seen, scorer: TingchaoScorer) -> dict[str, list[str]]:
    """Keyword areas, less what the learned filter is sure is not about working life, plus what only it can tell."""
    found: dict[str, list[str]] = config.areas.judge(hits, title_end)
    outputs = scorer.model.outputs
    if "work" not in outputs:
        return found
    chances = _sigmoid(scorer.model.logits(seen))
    work = chances[outputs.index("work")]
    if work < WORK_DROPS_BELOW:
        return {}
    if work > WORK_ADDS_ABOVE:
        learned = sorted(((chances[outputs.index(area)], area) for area in AREAS), reverse=True)
        for chance, area in learned:
            if chance > AREA_ADDS_ABOVE and area not in found:
                found[area] = _reasons(scorer, seen, area)
    return found


def _reasons(scorer: TingchaoScorer, seen: Seen, area: str) -> list[str]:
    """The words that the learned filter goes by."""
    shown: list[str] = []
    for name, weight in scorer.model.terms(seen, scorer.model.outputs.index(area)):
        word = name.lstrip("\x04").replace("\x05", "").strip("\x02\x03")
        if weight <= 0 or len(shown) == 3:
            break
        if name[0] != "\x06" and len(word) > 1 and not any(word in other or other in word for other in shown):
            shown.append(word)
    return shown


def _sigmoid(values: Any) -> list[float]:
    import numpy as np

    return [float(v) for v in 1 / (1 + np.exp(-np.clip(values, -30, 30)))]


def _units(config: Config, hits: list[Hit]) -> list[tuple[int, str]]:
    if not config.units or not hits:
        return []
    present = {config.matcher.words[hit[0]] for hit in hits}
    return [
        (unit.id, unit.name)
        for unit in config.units
        if any(fold(word) in present for word in unit.words) and not any(fold(word) in present for word in unit.exclude)
    ]


def _place(config: Config, hits: list[Hit], region: str | None) -> str | None:
    """Where the text is about: named places first (the district wins), else the source's region."""
    present = {config.matcher.words[hit[0]] for hit in hits}
    for places, label in ((config.local_places, LOCAL), (config.city_places, CITY), (PROVINCES, ELSEWHERE)):
        if not present.isdisjoint(places):
            return label
    low = fold(region or "")
    for places, label in ((config.local_places, LOCAL), (config.city_places, CITY)):
        if any(place in low for place in places):
            return label
    return None
