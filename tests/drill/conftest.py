"""One fixed exercise for all tests: seed 20, begun on a Wednesday morning in Shanghai."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.drill.generate import items
from monitor.drill.model import DrillItem
from monitor.drill.plan import World

ANCHOR = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
LATER = ANCHOR + timedelta(days=3, hours=5)
WORLD = World.begun(20, ANCHOR)


@pytest.fixture(scope="session")
def history() -> list[DrillItem]:
    """Everything published up to the anchor."""
    return items(WORLD, end=ANCHOR)


@pytest.fixture(scope="session")
def live() -> list[DrillItem]:
    """The first hour of the first session."""
    return items(WORLD, start=ANCHOR, end=ANCHOR + timedelta(hours=1))
