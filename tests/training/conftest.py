"""A run in a real exercise."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.training.world import exercise


@pytest.fixture
def present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The present of an exercise that has been served for a while."""
    return exercise(tmp_path, monkeypatch)
