"""The wall's state as the page polls it: scenes as HTML, how fresh the data are, which server answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache as once
from pathlib import Path
from uuid import uuid4

from django.contrib.staticfiles import finders

from dashboards.wall import Wall
from dashboards.wall_shared import Shared
from dashboards.wall_view import WallView

BOOT = uuid4().hex[:12]
FILES = ("css/wall.css", "css/tokens.css", "js/wall.js", "js/wall_clock.js", "js/wall_scenes.js", "js/wall_replay.js")


def state_now(view: WallView, *, now: datetime, ahead: bool = False) -> tuple[str, str]:
    """(ETag, JSON) of the present, one reading for all walls of this view. The tag says nothing of when it was read.
    `ahead`: go on reading it for those who will ask again (in a server; `Shared`)."""
    return states.now(view, now=now, ahead=ahead)


def state_at(view: WallView, *, now: datetime, before_each: Callable[[], None] = lambda: None) -> tuple[str, str]:
    """The same of any moment. Reads the database, writes nothing. `before_each` is called before each scene is drawn."""
    wall = Wall(view, now)
    scenes = wall.scenes(before_each)  # reads the sources with the rest
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


states = Shared(lambda view, now, before_each: state_at(view, now=now, before_each=before_each))


@once
def build() -> str:
    """Changes with the page's scripts and styles: a screen that ran through an upgrade loads itself anew."""
    return hashlib.sha256(b"".join(_contents())).hexdigest()[:12]


def _contents() -> Iterator[bytes]:
    for name in FILES:
        found = finders.find(f"dashboards/{name}")
        if isinstance(found, str):
            yield Path(found).read_bytes()
