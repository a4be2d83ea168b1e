"""One text through the stage: clean, mask, match, judge areas, rules, units and place, score, key terms. Pure.

Read are the title and the first MAX_TEXT characters; the rest is stored but not judged.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from monitor.text.areas import AREAS
from monitor.text.clean import clean_html
from monitor.text.config import Config
from monitor.text.cues import shipped_cues
from monitor.text.cuts import cut_part, cut_scored
from monitor.text.features import MAX_CHARS, area_signs
from monitor.text.fold import FOLDED, TRADITIONAL, fold
from monitor.text.junk import SIGNED, junk_cut
from monitor.text.linear import WORK, LinearModel, Seen
from monitor.text.looks import first_looks, looks_after
from monitor.text.mask import mask_many
from monitor.text.matcher import Hit, is_latin
from monitor.text.sentiment import UNSURE_BELOW, Chances, TingchaoScorer
from monitor.text.team import TeamTags, team_tags
from monitor.text.terms import PLACEHOLDER, key_terms_many, parts_read
from monitor.text.types import SENTIMENTS, Analysis, RawText

MAX_TEXT = 20_000
LEAD_CHARS = 160  # title and lead together: the model has learned from short texts
POST_CHARS = 200  # of a text without a title: 98 % of posts are shorter
TOGETHER = 64
ONE_LOOK = 1_000  # characters of a text that is looked at only once
REASONS = 3
HARDLY = math.log(0.25 / 0.75)  # logit of being about working life at all up to which a text has no area
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def analyse(raw: RawText, config: Config) -> Analysis:
    """Never raises on any text. Positions and words in `why` are those of the stored (masked) text, folded."""
    return analyse_many([raw], config, explain=True)[0]


def explain(raw: RawText, config: Config) -> Analysis:
    """`analyse` without key terms: for whoever asks why alone. The table behind them is half of what a process loads for its first text."""
    return _together([raw], config, explain=True, terms=False)[0]


def analyse_many(raws: Sequence[RawText], config: Config, *, explain: bool = False) -> list[Analysis]:
    """Many texts, step by step together, which takes half the time; `why` holds the reasons only if asked for."""
    parts = (raws[at : at + TOGETHER] for at in range(0, len(raws), TOGETHER))
    return [found for part in parts for found in _together(part, config, explain=explain)]


def _together(raws: Sequence[RawText], config: Config, *, explain: bool, terms: bool = True) -> list[Analysis]:
    scorer = _scorer()
    read, has = _read(raws, config)
    parts = parts_read([one.low for one in read])
    has = _looks_at_read([part for one in read for part in one.clean[:2]], has, parts)
    cut = [cut_part(part) if part else [] for part in parts]
    words = [
        cut_scored(one.scored, *both) for one, both in zip(read, zip(cut[::2], cut[1::2], strict=True), strict=True)
    ]
    seen = scorer.model.see(
        [(one.scored, cut_, _area_signs(one, config)) for one, cut_ in zip(read, words, strict=True)]
    )
    found_logits = scorer.model.logits(seen)
    logits, chances = found_logits.tolist(), scorer.all_chances(found_logits)
    judged = [_judged(scorer, one, seen.one(i) if explain else None, logits[i], config) for i, one in enumerate(read)]
    named = key_terms_many(parts, cut, has) if terms else [()] * len(read)
    found = zip(read, judged, named, chances, strict=True)
    model = f"{scorer.version}/{config.areas.rules.version}"
    analyses = [_analysis(one, areas, words, p, config, model) for one, areas, words, p in found]
    if explain:
        for i, (one, areas, row) in enumerate(zip(read, judged, logits, strict=True)):
            analyses[i] = replace(analyses[i], why=_why(scorer, one, seen.one(i), areas, row))
    return analyses


def _looks_at_read(clean: list[str], has: list[int], read: list[str]) -> list[int]:
    """`has` of the clean parts, for what is read of them: the shapes of names have neither capitals nor blanks, so only simplified
    characters are looked at anew."""
    return looks_after(
        clean, has, [b if bits & TRADITIONAL else a for a, b, bits in zip(clean, read, has, strict=True)]
    )


@dataclass(slots=True)  # frozen ones take three times as long to make
class _Read:
    """A text as stored, folded, with what the matcher found in it."""

    clean: tuple[str, str, bool]
    low: tuple[str, str]
    scored: str
    hits: list[Hit]
    by_words: dict[str, list[str]]
    team: TeamTags


def _read(raws: Sequence[RawText], config: Config) -> tuple[list[_Read], list[int]]:
    """(the texts, what `first_looks` found in each title and text before they were folded)."""
    clean, has = _clean_masked(raws)
    short = [part[:MAX_TEXT] for title, text, _ in clean for part in (title, text)]
    folded = [fold(part, bits) if bits & FOLDED else part for part, bits in zip(short, has, strict=True)]
    low = list(zip(folded[::2], folded[1::2], strict=True))
    found = [config.matcher.find(f"{title}\n{text}") for title, text in low]
    areas = [config.areas.judge(hits, len(title)) for hits, (title, _) in zip(found, low, strict=True)]
    team = [
        team_tags(config, hits, title=title, text=text, source=raw.source, region=raw.region)
        for raw, hits, (title, text) in zip(raws, found, low, strict=True)
    ]
    scored = [_scored(title, text) for title, text in low]
    return [_Read(*one) for one in zip(clean, low, scored, found, areas, team, strict=True)], has


def _area_signs(one: _Read, config: Config) -> list[str]:
    """Signs of working life; where the model reads the beginning of the text as it was matched, the words are found already."""
    (title, text), scored = one.low, one.scored
    body = scored[len(title) + 1 :] if title else scored
    rest = text[len(body) :]
    if (
        not config.cues
        or len(scored) > MAX_CHARS
        or not (scored.startswith(title) and text.startswith(body))
        or (rest and is_latin(rest[0]) and is_latin(scored[-1:]))  # a word may end here that does not in the text
    ):
        return area_signs(one.by_words, scored)
    cues, end = config.cues, len(scored) + (not title)
    return area_signs(one.by_words, scored, [cues[hit[0]] for hit in one.hits if hit[2] <= end and hit[0] in cues])


def _judged(
    scorer: TingchaoScorer, one: _Read, seen: Seen | None, logits: list[float], config: Config
) -> dict[str, list[str]]:
    """Areas, main one first, with the words that say so; without `seen`, only those words that cost nothing to find."""
    areas = _areas(scorer.model, config, one, seen, logits)
    for area, both in config.areas.sure(one.hits, len(one.low[0])).items():
        areas.setdefault(area, both)
    for rule in config.rule_areas and one.team.rules:
        named = config.rule_areas.get(rule)
        if named and named not in areas:
            areas[named] = [one.team.rules[rule].because] if seen else []
    return areas


def _analysis(
    one: _Read, areas: dict[str, list[str]], terms: tuple[str, ...], chances: Chances, config: Config, model: str
) -> Analysis:
    (title, text, masked), team = one.clean, one.team
    units, rules, best = team.units, team.rules, max(chances)
    return Analysis(
        title=title,
        text=text,
        masked=masked,
        lang="zh" if _HAN.search(one.scored) else "en" if _LATIN.search(one.scored) else "",
        sentiment=SENTIMENTS[chances.index(best)],
        unsure=best < UNSURE_BELOW,
        sentiment_p=chances,
        areas=tuple(areas),
        units=tuple(units),
        unit_names=tuple(unit.name for unit in config.units if unit.id in units) if units else (),
        place=team.place.label,
        terms=terms,
        rules=tuple(rules),
        grave=bool(rules) and not config.grave_rules.isdisjoint(rules),
        in_focus=bool(areas or rules),
        model=model,
        plans=tuple(config.plans[plan] for plan in team.plans) if team.plans else (),
    )


def _why(
    scorer: TingchaoScorer, one: _Read, seen: Seen, areas: dict[str, list[str]], logits: list[float]
) -> dict[str, Any]:
    return {
        "sentiment": [[word, weight] for word, weight in scorer.why(seen, logits, scorer.chances(logits))],
        "areas": areas,
        "rules": {rule: [match.because] for rule, match in one.team.rules.items()},
        "units": one.team.units,
        "place": {"because": one.team.place.because, "words": [list(word) for word in one.team.place.words]},
    }


def clean_masked(title: str, text: str) -> tuple[str, str, bool]:
    """(title, text, whether anything was masked) as they are stored."""
    return _clean_masked([RawText(title, text)])[0][0]


def _clean_masked(raws: Sequence[RawText]) -> tuple[list[tuple[str, str, bool]], list[int]]:
    """`clean_masked` of each, and what `first_looks` found in each title and text (one behind the other) as they are then.

    Markup is looked at when it is gone, a long text when its junk is gone too: two looks cost more than what the first saves.
    """
    parts = [part for raw in raws for part in (raw.title, raw.text)]
    plain = ["" if "<" in part or "&" in part else part for part in parts]
    has = first_looks(plain)
    clean = [clean_html(part, bits) if part else "" for part, bits in zip(parts, has, strict=True)]
    clean[::2] = [title.replace("\n", " ") for title in clean[::2]]
    has = looks_after(plain, has, clean, most=ONE_LOOK)
    marked = [bits & SIGNED for bits in has]  # for page junk: most have none
    kept = [junk_cut(clean[n], title=n % 2 == 0, has=has[n]) if signed else clean[n] for n, signed in enumerate(marked)]
    has = looks_after(clean, has, kept)
    masked = mask_many(kept, has)
    parts = [part for part, _ in masked]
    found = zip(parts[::2], parts[1::2], masked[::2], masked[1::2], strict=True)
    return [(title, text, a[1] or b[1]) for title, text, a, b in found], looks_after(kept, has, parts)


_chosen: list[TingchaoScorer] = []  # the model that `use_model` chose; empty: the shipped one


@functools.cache
def _shipped() -> TingchaoScorer:
    return TingchaoScorer()


def _scorer() -> TingchaoScorer:
    """Ask once a text and pass it on: another thread may choose another model meanwhile."""
    return next(iter(_chosen), None) or _shipped()


def use_model(model: LinearModel | None) -> None:
    """Judge with this model from now on in this process; None: with the shipped one."""
    _chosen[:] = [TingchaoScorer(model)] if model else []


def model_in_use() -> LinearModel:
    """The model that texts are judged with."""
    return _scorer().model


def _scored(title: str, text: str) -> str:
    """What the model reads: title and lead, or the start of a text without a title; placeholders are no words."""
    read = f"{title} {text[:LEAD_CHARS]}".strip()[: max(LEAD_CHARS, len(title))] if title else text[:POST_CHARS]
    return PLACEHOLDER.sub(" ", read).strip() if "〔" in read else read.strip()


def _areas(
    model: LinearModel, config: Config, one: _Read, seen: Seen | None, logits: list[float]
) -> dict[str, list[str]]:
    """Areas that the learned filter finds likely, likeliest first; those with a sure keyword in any case."""
    sure, by_words = config.areas.rules.sure, one.by_words
    clear = [area for area, words in by_words.items() if not sure[area].isdisjoint(words)]
    likely: list[str] = []
    if logits[model.work] > HARDLY:
        of_area = logits[model.areas]
        likely = [AREAS[n] for _, n in sorted([(-x, n) for n, x in enumerate(of_area) if x > 0])]
        if logits[model.work] > 0 and not likely and not clear:
            likely = [AREAS[of_area.index(max(of_area))]]
    if not likely and not clear:
        return {}
    chosen = [*likely, *(area for area in clear if area not in likely)]
    return {area: by_words.get(area) or (_reasons(model, one.scored, seen, area) if seen else []) for area in chosen}


def _reasons(model: LinearModel, scored: str, seen: Seen, area: str) -> list[str]:
    """The words that the learned model goes by: those that moved it, or those of the group of words that moved it most."""
    direction = np.array([output in (area, WORK) for output in model.outputs], np.float32)
    moved = [word for word, _ in model.readable(seen, direction, REASONS)]
    return moved or shipped_cues().words(scored, model.strongest_cue(seen, direction))[:REASONS]
