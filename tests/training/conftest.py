"""A run in a real exercise."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from monitor.lib.clock import utc_now
from tests.training.world import exercise


@pytest.fixture
def present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The present of an exercise that has been served for a while: the same one in all tests of this process."""
    return exercise(tmp_path, monkeypatch, now=_present())


@cache
def _present() -> datetime:
    return utc_now()
