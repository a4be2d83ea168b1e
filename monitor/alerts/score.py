"""Alerts of a replayed exercise against its truth. Pure.

A thread is about the story that more than half of its topic's items tell at the moment in question; when there is none
it is `mixed`, or `everyday` when more than half tell no story. The union's own publications are not counted as items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from monitor.lib.resample import Figure, interval, share_interval

MIXED, EVERYDAY = "mixed", "everyday"
YELLOW = 2
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DEFINITIONS = {
    "about": "a thread is about the story of more than half of its topic's items when it is raised; else mixed or everyday",
    "due": "stories with alert=true whose alert_from is not after the last item",
    "recall": "of the due stories: a thread about it was raised",
    "precision": "of the threads: about a story with alert=true",
    "yellow": "the same of threads that reach yellow, judged when they do",
    "items_in": "share of all the story's items that were published when the first thread about it was raised; median",
    "minutes": "from alert_from to that moment, negative = earlier; median; the clock of the replay goes in steps",
    "threads_per_story": "threads about a due story, over the due stories that have one",
    "intervals": "95 % bootstrap over stories, or over threads",
}


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story of the truth. `published`: when each of its items in the data came out; `items`: how many it has in all."""

    key: str
    alert: bool
    alert_from: datetime | None
    items: int
    published: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A thread was raised or went up: its level then, and how many of its topic's items told which story ("": none)."""

    thread: int
    at: datetime
    level: int
    told: Mapping[str, int]

    @property
    def about(self) -> str:
        """Key of the story, MIXED or EVERYDAY."""
        story, n = max(self.told.items(), key=lambda one: one[1], default=("", 0))
        return MIXED if n * 2 <= sum(self.told.values()) else story or EVERYDAY


def alerts_score(
    spoken: Sequence[Spoken], stories: Sequence[StoryTold], *, end: datetime, days: float
) -> dict[str, Any]:
    """Figures, and the stories that were missed or raised for nothing. `end`: time of the last item."""
    threads, yellow = first_of_threads(spoken), first_of_threads(one for one in spoken if one.level >= YELLOW)
    wanted = {story.key for story in stories if story.alert}
    due = [story for story in stories if story.alert and story.alert_from is not None and story.alert_from <= end]
    return {
        "stories": len(stories),
        "stories_to_alert": len(wanted),
        "due": len(due),
        "threads": len(threads),
        "figures": {
            **_recall_precision(threads, due, wanted),
            "yellow": _recall_precision(yellow, due, wanted),
            **_timing(threads, due),
            "alerts_per_day": round(len(threads) / days, 2),
            "yellow_alerts_per_day": round(len(yellow) / days, 2),
        },
        "missed": sorted(story.key for story in due if not _about(threads, story)),
        "missed_at_yellow": sorted(story.key for story in due if not _about(yellow, story)),
        "false": [_shown(one) for one in threads if one.about not in wanted],
        "false_at_yellow": [_shown(one) for one in yellow if one.about not in wanted],
        "definitions": DEFINITIONS,
    }


def hits_score(
    hits: Sequence[tuple[datetime, str]], stories: Sequence[StoryTold], *, end: datetime, days: float
) -> Any:
    """The yardstick: every item that hits a rule of the team is an alert about its own story ("": none)."""
    spoken = [Spoken(n, at, 1, {story: 1}) for n, (at, story) in enumerate(hits)]
    figures = alerts_score(spoken, stories, end=end, days=days)["figures"]
    kept = ("recall", "precision", "items_in", "minutes", "threads_per_story", "alerts_per_day")
    return {name: figures[name] for name in kept}


def first_of_threads(spoken: Iterable[Spoken]) -> list[Spoken]:
    """The earliest of each thread, in time order."""
    first: dict[int, Spoken] = {}
    for one in sorted(spoken, key=lambda one: (one.at, one.thread)):
        first.setdefault(one.thread, one)
    return list(first.values())


def _recall_precision(threads: Sequence[Spoken], due: Sequence[StoryTold], wanted: set[str]) -> dict[str, Figure]:
    found = [bool(_about(threads, story)) for story in due]
    right = [one.about in wanted for one in threads]
    return {
        "recall": share_interval(found, [1] * len(found)),
        "precision": share_interval(right, [1] * len(right)),
    }


def _timing(threads: Sequence[Spoken], due: Sequence[StoryTold]) -> dict[str, Figure]:
    raised = [(story, about) for story in due if (about := _about(threads, story))]
    shares = [sum(at <= about[0].at for at in story.published) / max(1, story.items) for story, about in raised]
    waits = [(about[0].at - story.alert_from) / MINUTE for story, about in raised if story.alert_from]
    return {
        "items_in": _median(shares),
        "minutes": _median(waits),
        "threads_per_story": share_interval([len(about) for _, about in raised], [1] * len(raised)),
    }


def _about(threads: Sequence[Spoken], story: StoryTold) -> list[Spoken]:
    return [one for one in threads if one.about == story.key]


def _median(values: Sequence[float]) -> Figure:
    array = np.asarray(values, float)
    return interval(len(array), lambda at: float(np.median(array[at])))


def _shown(one: Spoken) -> dict[str, Any]:
    told = Counter({key or EVERYDAY: n for key, n in one.told.items()})
    return {"about": one.about, "at": one.at.isoformat(), "level": one.level, "told": dict(told.most_common())}
