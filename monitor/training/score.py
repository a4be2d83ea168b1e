"""The score of a training run, pure: which storylines were noticed, how fast, what was answered, judged and mis-tagged.

Definitions (the result page prints them, docs/training.md explains them):
- counted: a storyline with an item published in the run, or whose alert was due in the six hours before it, and of which
  at least one item had been fetched in time for the trainee to see it;
  A storyline outside working life does not count;
- noticed: the earliest note on a topic, or step on an alert, that belongs to it;
- wait: minutes from the first item that the trainee could have seen (the start of the run at the earliest);
- after alert_from: minutes from the moment from which a desk should be alerted, likewise; negative is earlier;
- needs an alert: right when it equals the truth; both answers are right while that moment has not come by the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from monitor.training.values import Act, Matter, Said, Tagged

VERSION = 1


@dataclass(frozen=True, slots=True)
class StoryScore:
    """One counted storyline: what was said beside what is true. Times ISO UTC, waits in minutes."""

    name: str
    items: int
    sources: int
    seen_from: str
    alert: bool
    alert_from: str | None
    noticed_at: str | None = None
    wait: float | None = None
    after_alert_from: float | None = None
    answered_at: str | None = None
    needs_alert: bool | None = None
    judged_right: bool | None = None
    by_alert: bool = False  # through a real alert
    first_step: str = ""
    given_areas: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    given_tone: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class OtherNote:
    """A note that counts for no storyline. `kind`: "older" (over before the run), "beyond" working life, or "none"."""

    title: str
    at: str
    kind: str
    needs_alert: bool | None

    @property
    def false(self) -> bool:
        """About nothing at all, or an alert was asked for about what is not about working people."""
        return self.kind == "none" or (self.kind == "beyond" and self.needs_alert is True)


@dataclass(frozen=True, slots=True)
class TagScore:
    """One tagged item. `areas_right`: "right" the same, "partly" some, "wrong" none in common."""

    title: str
    source: str
    given_areas: tuple[str, ...]
    areas: tuple[str, ...]
    areas_right: str
    given_tone: str
    tone: str
    tone_right: bool

    @property
    def right(self) -> bool:
        """Areas and tone both as the truth has them."""
        return self.areas_right == "right" and self.tone_right


@dataclass(frozen=True, slots=True)
class Score:
    """All of it; `as_json` is what is frozen."""

    start: datetime
    end: datetime
    stories: tuple[StoryScore, ...]
    not_fetched: tuple[str, ...]  # names of storylines of the window of which nothing was fetched in time
    others: tuple[OtherNote, ...]
    tags: tuple[TagScore, ...]
    untagged: int

    def counts(self) -> dict[str, int]:
        """The figures on top of the result."""
        return {
            "stories": len(self.stories),
            "noticed": sum(story.noticed_at is not None for story in self.stories),
            "answered": sum(story.answered_at is not None for story in self.stories),
            "judged": sum(story.judged_right is True for story in self.stories),
            "false_notes": sum(other.false for other in self.others),
            "tags": len(self.tags),
            "tags_right": sum(tag.right for tag in self.tags),
            "untagged": self.untagged,
        }

    def as_json(self) -> dict[str, Any]:
        """Plain lists, numbers and strings."""
        return {
            "version": VERSION,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "counts": self.counts(),
            "stories": [_plain(story) for story in self.stories],
            "not_fetched": list(self.not_fetched),
            "others": [_plain(other) | {"false": other.false} for other in self.others],
            "tags": [_plain(tag) | {"right": tag.right} for tag in self.tags],
        }


def score(
    *,
    start: datetime,
    end: datetime,
    matters: Sequence[Matter],
    older: Iterable[str],
    beyond: Iterable[str],
    notes: Sequence[Said],
    acts: Sequence[Act],
    tags: Sequence[Tagged],
) -> Score:
    """Judge one run from `start` to `end`. `older`, `beyond`: names of all storylines about working life, and of the rest."""
    counted = {matter.name for matter in matters}
    kinds = dict.fromkeys(beyond, "beyond") | dict.fromkeys(older, "older")
    stories = [_story(matter, notes, acts, start, end) for matter in matters if matter.seen_from is not None]
    others = [
        OtherNote(said.title, said.at.isoformat(), kinds.get(said.story or "", "none"), said.needs_alert)
        for said in sorted(notes, key=lambda said: said.at)
        if said.story not in counted
    ]
    return Score(
        start=start,
        end=end,
        stories=tuple(stories),
        not_fetched=tuple(matter.name for matter in matters if matter.seen_from is None),
        others=tuple(others),
        tags=tuple(_tag(tag, tag.given_areas) for tag in tags if tag.given_areas is not None),
        untagged=sum(tag.given_areas is None for tag in tags),
    )


def _story(matter: Matter, notes: Sequence[Said], acts: Sequence[Act], start: datetime, end: datetime) -> StoryScore:
    seen_from = max(start, matter.seen_from or start)
    own = sorted((said for said in notes if said.story == matter.name), key=lambda said: said.at)
    done = sorted((act for act in acts if act.story == matter.name), key=lambda act: act.at)
    moments = [said.at for said in own] + [act.at for act in done]
    noticed = min(moments, default=None)
    last = max((said for said in own if said.answered_at), key=lambda said: said.answered_at or said.at, default=None)
    answers = [said.answered_at for said in own if said.answered_at] + [act.at for act in done]
    needs = last.needs_alert if last else (not done[-1].false_alarm if done else None)
    due = max(start, matter.alert_from) if matter.alert_from else None
    open_question = matter.alert and (matter.alert_from is None or matter.alert_from > end)
    return StoryScore(
        name=matter.name,
        items=matter.items,
        sources=matter.sources,
        seen_from=seen_from.isoformat(),
        alert=matter.alert,
        alert_from=matter.alert_from.isoformat() if matter.alert_from else None,
        noticed_at=noticed.isoformat() if noticed else None,
        wait=_minutes(seen_from, noticed) if noticed else None,
        after_alert_from=_minutes(due, noticed, signed=True) if noticed and due and not open_question else None,
        answered_at=min(answers).isoformat() if answers else None,
        needs_alert=needs,
        judged_right=None if needs is None else open_question or needs == matter.alert,
        by_alert=bool(done),
        first_step=last.first_step if last else "",
        given_areas=last.areas if last else (),
        areas=matter.areas,
        given_tone=last.tone if last else "",
        tone=matter.tone,
    )


def _tag(tag: Tagged, given: tuple[str, ...]) -> TagScore:
    same, common = set(given) == set(tag.areas), set(given) & set(tag.areas)
    return TagScore(
        title=tag.title,
        source=tag.source,
        given_areas=given,
        areas=tag.areas,
        areas_right="right" if same else "partly" if common else "wrong",
        given_tone=tag.given_tone,
        tone=tag.tone,
        tone_right=tag.given_tone == tag.tone,
    )


def _minutes(begin: datetime, at: datetime, *, signed: bool = False) -> float:
    """Minutes with one decimal. Unsigned: a note made before the item was fetched (through its topic) waits 0."""
    minutes = round((at - begin).total_seconds() / 60, 1)
    return minutes if signed else max(0.0, minutes)


def _plain(value: StoryScore | OtherNote | TagScore) -> dict[str, Any]:
    return {key: list(part) if isinstance(part, tuple) else part for key, part in asdict(value).items()}
