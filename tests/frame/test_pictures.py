"""docs/images: small enough to be cloned by everybody, and its page shows what is there."""

from __future__ import annotations

import re
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
FILES = [file for file in IMAGES.iterdir() if file.suffix in {".png", ".webp"}]


def test_no_picture_is_heavier_than_120_kb_and_all_together_than_6_mb() -> None:
    assert [file.name for file in FILES if file.stat().st_size >= 120_000] == []
    assert sum(file.stat().st_size for file in FILES) < 6_000_000


def test_their_page_shows_every_picture_once() -> None:
    page = (IMAGES / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\(([\w-]+\.\w+)\)", page)) == sorted(file.name for file in FILES)
