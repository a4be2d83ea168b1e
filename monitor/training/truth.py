"""The exercise's truth about a run: which storylines it holds, and what is true of an item by the path of its link.

The only file of the training that reads the exercise. Times aware UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.drill import state
from monitor.drill.generate import items, truths
from monitor.drill.model import DrillItem, StoryTruth
from monitor.training.values import Matter

LOOK_BACK = timedelta(days=3)  # items of a topic that are older say nothing about its storyline
RISING = timedelta(hours=6)  # an alert that was due this long before the run is still to be noticed in it


@dataclass(frozen=True, slots=True)
class Paper:
    """The truth about a run, with what was published up to three days before it."""

    items: tuple[DrillItem, ...]
    stories: tuple[StoryTruth, ...]

    def by_path(self) -> dict[str, DrillItem]:
        """Items by the path of their address: a stored item is found by the path of its link."""
        return {item.path: item for item in self.items}

    def name_by_path(self) -> dict[str, str]:
        """Path of an item -> name of the storyline it tells, "" for everyday items."""
        names = {truth.story: truth.name for truth in self.stories}
        return {item.path: names.get(item.story, "") for item in self.items}


def there_is_a_world() -> bool:
    """Whether this machine has an exercise whose truth can be read."""
    return state.world_read(state.data_folder()) is not None


def storylines_begin(*, now: datetime) -> None:
    """Let the exercise tell extra storylines in the minutes after `now`. OSError when it cannot be written down."""
    state.training_begin(folder=state.data_folder(), now=now)


def paper_read(*, start: datetime, end: datetime) -> Paper | None:
    """The truth about a run; None when this machine has no exercise."""
    world = state.world_read(state.data_folder())
    if world is None:
        return None
    return Paper(tuple(items(world, start=start - LOOK_BACK, end=end)), tuple(truths(world, end=end)))


def link_path(link: str) -> str:
    """`http://127.0.0.1:8101/2026/1125/000000001.html` -> `/2026/1125/000000001.html`; a query belongs to it."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def topic_story(paths: Iterable[str], name_by_path: Mapping[str, str]) -> str | None:
    """Name of the storyline that at least half of a topic's known items tell; None when there is none."""
    found = [name_by_path[path] for path in paths if path in name_by_path]
    if not found:
        return None
    story, n = Counter(found).most_common(1)[0]
    return story if story and n * 2 >= len(found) else None


def matters(paper: Paper, *, seen: Mapping[str, datetime], start: datetime, end: datetime) -> list[Matter]:
    """The storylines about working life that count for a run, in the order in which they could be seen.

    `seen`: path of a link -> when the item was first fetched (only what this trainee may see, up to `end`). Of a
    storyline that was due before the run all items count, of the others those published in it. One that is told a
    second time is the same matter: nobody could tell them apart.
    """
    told: dict[str, list[StoryTruth]] = defaultdict(list)
    counted: dict[str, list[DrillItem]] = defaultdict(list)
    for truth in paper.stories:
        own = [item for item in paper.items if item.story == truth.story and item.published <= end]
        part = own if _was_due(truth, start) else [item for item in own if item.published >= start]
        if part and truth.areas:
            told[truth.name].append(truth)
            counted[truth.name] += part
    found = [_matter(told[name], own, seen, start) for name, own in counted.items()]
    return sorted(found, key=lambda matter: (matter.seen_from or end, matter.name))


def _was_due(truth: StoryTruth, start: datetime) -> bool:
    return truth.alert and truth.alert_from is not None and start - RISING <= truth.alert_from <= start


def _matter(told: list[StoryTruth], counted: list[DrillItem], seen: Mapping[str, datetime], start: datetime) -> Matter:
    fetched = [seen[item.path] for item in counted if item.path in seen]
    due = [truth.alert_from for truth in told if truth.alert and truth.alert_from]
    return Matter(
        name=told[0].name,
        areas=told[0].areas,
        tone=Counter(item.sentiment for item in counted).most_common(1)[0][0],
        alert=any(truth.alert for truth in told),
        alert_from=min(due, default=None),
        seen_from=max(start, min(fetched)) if fetched else None,
        items=sum(item.published >= start for item in counted),
        sources=len({item.source for item in counted}),
    )
