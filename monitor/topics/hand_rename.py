"""A person gives a topic its title, or gives the naming back to the machine."""

from __future__ import annotations

from datetime import datetime

from monitor.lib.oneline import one_line
from monitor.models import User
from monitor.text.mask import mask
from monitor.text.names import names_by_rule
from monitor.topics.hand import HandError, change_record, hand_run, reason_clean, topics_lock
from monitor.topics.rows import topics_name

LENGTH = range(4, 61)
LETTERS = 2  # at least: dashes or faces alone say nothing


def topic_rename(*, topic: int, title: str, by: User, now: datetime, reason: str = "") -> bool:
    """The machine leaves a title that a person gave alone; an empty one is the machine's to choose again. False: no change.

    Raises HandError: personal_name (with the names as detail), title_length, title_masked, topic_gone.
    """
    reason, title = reason_clean(reason), title_clean(title) if title.strip() else ""
    return hand_run(lambda: _rename(topic, title, by, now, reason))


def title_clean(title: str) -> str:
    """On one line, with letters in it. Raises HandError: this system listens to topics, never to people."""
    title = one_line(title)
    if len(title) not in LENGTH or sum(c.isalnum() for c in title) < LETTERS:
        raise HandError(label="title_length")
    if mask(title)[1]:
        raise HandError(label="title_masked")
    if names := sorted(name for name in names_by_rule(title) if not name.endswith("某")):
        raise HandError("、".join(names), label="personal_name")
    return title


def _rename(topic_id: int, title: str, by: User, now: datetime, reason: str) -> bool:
    topic = topics_lock([topic_id])[topic_id]
    before = {"title": topic.title, "renamed": topic.renamed}
    topic.renamed = bool(title)
    if title:
        topic.title = title
    else:
        topics_name([topic])
    after = {"title": topic.title, "renamed": topic.renamed}
    if before == after:
        return False
    topic.updated_at = now
    topic.save(update_fields=["title", "renamed", "terms", "updated_at"])
    change_record(topic, "rename", by=by, now=now, reason=reason, before=before, after=after)
    return True
