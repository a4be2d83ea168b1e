"""The last day before an exercise opens, as files: one rising story, some slow ones, everyday items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.drill.files import drill_write
from monitor.drill.plan import World

ANCHOR = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
RISING = "wages-newtown-s0"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drill")
    world = World.begun(3, ANCHOR, history=timedelta(hours=12))
    drill_write(world, end=ANCHOR, folder=path)
    return path
