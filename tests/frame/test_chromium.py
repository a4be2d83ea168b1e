"""Which browser is started: tests/chromium.py."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Playwright

from tests.chromium import PROGRAMS, ChromiumMissingError, chromium_launch, chromium_path


def test_the_one_without_windows_is_preferred_and_the_other_serves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium_path() is None
    for name in reversed(PROGRAMS):
        program = tmp_path / name
        program.touch(mode=0o755)
        assert chromium_path() == str(program)
    assert PROGRAMS[0] == "chromium-headless-shell"


def test_without_any_the_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ChromiumMissingError, match="apt-get install chromium-headless-shell"):
        chromium_launch(cast(Playwright, None))
