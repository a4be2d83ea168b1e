"""A real exercise in a folder of its own, and its items as stored rows: one topic a storyline."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.drill.model import DrillItem
from monitor.drill.state import session_start
from monitor.lib.clock import utc_now
from monitor.models import Source, Topic, User
from monitor.training.run import training_start
from monitor.training.truth import Paper, paper_read
from tests.conftest import make_item, make_source, make_topic

BEGAN = timedelta(minutes=15)  # since the exercise began, at the start of a run


def exercise(folder: Path, patch: pytest.MonkeyPatch, *, now: datetime | None = None) -> datetime:
    """An exercise that has been served for fifteen minutes; gives its present (whole seconds)."""
    now = (now or utc_now()).replace(microsecond=0)
    patch.setenv("TINGCHAO_DATA", str(folder))
    session_start(folder=folder, now=now - BEGAN)
    return now


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
    for item in found.items:
        if start <= item.published <= end:
            topic = topics[names[item.path]] if item.story else make_topic(in_focus=False)
            stored(item, sources[item.source], topic)
    return dict(topics)


def stored(item: DrillItem, source: Source, topic: Topic) -> None:
    """One item, fetched five seconds after it was published."""
    make_item(
        source=source,
        at=item.published,
        first_seen=item.published + timedelta(seconds=5),
        title=item.title,
        link=f"http://127.0.0.1:8101{item.path}",
        areas=list(item.areas),
        in_focus=bool(item.areas),
        topic_id=topic.pk,
        sentiment=item.sentiment,
    )


def begin(user: User, *, now: datetime) -> tuple[int, dict[str, Topic]]:
    """A run begun at `now` of which all fifteen minutes have been fetched; (its id, topics by name of storyline)."""
    training = training_start(user=user, now=now)
    end = now + timedelta(minutes=15)
    return training.pk, store(paper(now), start=now - timedelta(hours=1), end=end)
