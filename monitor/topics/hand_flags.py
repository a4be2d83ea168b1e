"""Mute, pin, watch a topic, and the opposite of each. A muted topic raises no alert and leaves the desk."""

from __future__ import annotations

from datetime import datetime

from monitor.models import User
from monitor.topics.hand import change_record, hand_run, reason_clean, topics_lock
from monitor.topics.rows import topic_focus

KINDS = {"muted": ("mute", "unmute"), "pinned": ("pin", "unpin"), "watched": ("watch", "unwatch")}


def topic_flag(*, topic: int, flag: str, on: bool, by: User, now: datetime, reason: str = "") -> bool:
    """Set `muted`, `pinned` or `watched`; what is pinned or watched comes into focus. False when it was so already.

    Raises HandError: reason_missing (muting needs one), topic_gone, topic_busy; KeyError for another flag.
    """
    kind = KINDS[flag][not on]
    reason = reason_clean(reason, needed=kind == "mute")
    return hand_run(lambda: _flag(topic, flag, on, kind, by, now, reason))


def _flag(topic_id: int, flag: str, on: bool, kind: str, by: User, now: datetime, reason: str) -> bool:
    topic = topics_lock([topic_id])[topic_id]
    if getattr(topic, flag) == on:
        return False
    setattr(topic, flag, on)
    topic_focus(topic)
    topic.needs_decision, topic.updated_at = True, now
    topic.save(update_fields=[flag, "in_focus", "needs_decision", "updated_at"])
    change_record(topic, kind, by=by, now=now, reason=reason)
    return True
