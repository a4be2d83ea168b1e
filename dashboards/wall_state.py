"""The wall's state as the page polls it: scenes as HTML, how fresh the data are, which server answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache as once
from pathlib import Path
from uuid import uuid4

from django.contrib.staticfiles import finders
from django.core.cache import cache

from dashboards.wall import Wall
from dashboards.wall_view import WallView

KEPT_SECONDS = 4  # a little less than the pages poll: many screens of one view cost one rendering
BOOT = uuid4().hex[:12]
FILES = ("css/wall.css", "css/tokens.css", "js/wall.js", "js/wall_clock.js", "js/wall_scenes.js", "js/wall_replay.js")


def state_now(view: WallView, *, now: datetime) -> tuple[str, str]:
    """(ETag, JSON) of the present. The tag says nothing of when it was read."""
    key = f"wall-state:{hashlib.sha256(repr(view).encode()).hexdigest()}"
    found: tuple[str, str] | None = cache.get(key)
    if found is None:
        found = state_at(view, now=now)
        cache.set(key, found, KEPT_SECONDS)
    return found


def state_at(view: WallView, *, now: datetime) -> tuple[str, str]:
    """The same of any moment. Reads the database, writes nothing."""
    wall = Wall(view, now)
    scenes = wall.scenes()  # reads the sources with the rest
    data_at = wall.sources.data_at
    state = {
        "scenes": scenes,
        "data_at": data_at.isoformat() if data_at else None,
        "overdue": wall.overdue,
        "at": now.isoformat() if view.replay else None,
        "moment": wall.moment if view.replay else "",
        "boot": BOOT,
        "build": build(),
    }
    body = json.dumps(state, ensure_ascii=False)
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"', body


@once
def build() -> str:
    """Changes with the page's scripts and styles: a screen that ran through an upgrade loads itself anew."""
    return hashlib.sha256(b"".join(_contents())).hexdigest()[:12]


def _contents() -> Iterator[bytes]:
    for name in FILES:
        found = finders.find(f"dashboards/{name}")
        if isinstance(found, str):
            yield Path(found).read_bytes()
