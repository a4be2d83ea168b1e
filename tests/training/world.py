"""A real exercise in a folder of its own, and its items as stored rows: one topic a storyline.

What an exercise tells follows from its world alone (tests/drill), and telling it takes half a second: each span is told once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from monitor.drill.generate import items, truths
from monitor.drill.model import DrillItem, StoryTruth
from monitor.drill.plan import World
from monitor.drill.state import session_start
from monitor.lib.clock import utc_now
from monitor.models import Source, Topic, User
from monitor.training import truth
from monitor.training.run import training_start
from monitor.training.truth import Paper, paper_read
from tests.conftest import make_items, make_source, make_topic, make_topics

BEGAN = timedelta(minutes=15)  # since the exercise began, at the start of a run


def exercise(folder: Path, patch: pytest.MonkeyPatch, *, now: datetime | None = None) -> datetime:
    """An exercise that has been served for fifteen minutes; gives its present (whole seconds)."""
    now = (now or utc_now()).replace(microsecond=0)
    patch.setenv("TINGCHAO_DATA", str(folder))
    patch.setattr(truth, "items", _items)
    patch.setattr(truth, "truths", _truths)
    session_start(folder=folder, now=now - BEGAN)
    return now


@lru_cache(maxsize=8)
def _items(world: World, *, start: datetime, end: datetime) -> tuple[DrillItem, ...]:
    return tuple(items(world, start=start, end=end))


@lru_cache(maxsize=8)
def _truths(world: World, *, end: datetime) -> tuple[StoryTruth, ...]:
    return tuple(truths(world, end=end))


def paper(start: datetime, *, minutes: float = 15) -> Paper:
    """The truth about a run."""
    found = paper_read(start=start, end=start + timedelta(minutes=minutes))
    assert found is not None
    return found


def store(found: Paper, *, start: datetime, end: datetime) -> dict[str, Topic]:
    """Rows of everything published in the window, as the stages would leave them; gives topic by name of storyline."""
    sources: dict[str, Source] = defaultdict(make_source)
    topics: dict[str, Topic] = defaultdict(make_topic)
    names = found.name_by_path()
    shown = [item for item in found.items if start <= item.published <= end]
    everyday = iter(make_topics([{"in_focus": False} for item in shown if not item.story]))
    of = [topics[names[item.path]] if item.story else next(everyday) for item in shown]
    make_items([_stored(item, sources[item.source], topic) for item, topic in zip(shown, of, strict=True)])
    return dict(topics)


def _stored(item: DrillItem, source: Source, topic: Topic) -> dict[str, Any]:
    """One item, fetched five seconds after it was published."""
    return {
        "source": source,
        "at": item.published,
        "first_seen": item.published + timedelta(seconds=5),
        "title": item.title,
        "link": f"http://127.0.0.1:8101{item.path}",
        "areas": list(item.areas),
        "in_focus": bool(item.areas),
        "topic_id": topic.pk,
        "sentiment": item.sentiment,
    }


def begin(user: User, *, now: datetime) -> tuple[int, dict[str, Topic]]:
    """A run begun at `now` of which all fifteen minutes have been fetched; (its id, topics by name of storyline)."""
    training = training_start(user=user, now=now)
    end = now + timedelta(minutes=15)
    return training.pk, store(paper(now), start=now - timedelta(hours=1), end=end)
