"""docs/security.md names a test for every threat, and each of them exists."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINES = [
    line
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [^|]+ → ", line)
]
ARROWS = (
    "source → fetch", "fetch → parse", "hub → push", "parse → mask", "mask → analyse", "analyse → store", "store → topics", "every stage → log",
    "alert → mail", "alert → robots, webhooks", "build → files", "store → pages", "store → live stream", "browser → login", "program → API",
    "everyone → audit", "database → backup",
)  # fmt: skip


def test_every_threat_has_a_test() -> None:
    assert len(LINES) >= 35
    assert [line for line in LINES if not NAMED.search(line)] == []


def test_the_tests_are_there() -> None:
    for line in LINES:
        for file, name in NAMED.findall(line):
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)


def test_every_arrow_of_the_datas_way_has_a_threat() -> None:
    told = {line.split("|")[1].strip() for line in LINES}
    assert set(ARROWS) - told == set()
