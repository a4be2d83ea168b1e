"""docs/security.md names a test for every threat, and each of them exists."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINES = [line for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines() if " → " in line]


def test_every_threat_has_a_test() -> None:
    assert len(LINES) >= 18
    assert [line for line in LINES if not NAMED.search(line)] == []


def test_the_tests_are_there() -> None:
    for line in LINES:
        for file, name in NAMED.findall(line):
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)
