"""Which characters our font must have: GB 2312, Latin, and every character that the project itself writes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2027),
    *range(0x2190, 0x219A),
    0x20AC,
    0x2212,
    0x2122,
)
WRITTEN = (".py", ".po", ".html", ".txt", ".toml", ".tsv", ".js", ".css", ".json", ".typ")
FOLDERS = ("monitor", "dashboards", "tasks")


def gb2312() -> set[int]:
    """The 7,445 characters of GB 2312-80: 6,763 hanzi in two levels, and its symbols."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def written(root: Path) -> Counter[int]:
    """How often each character stands in what the project writes: words of pages, text tables, authored exercises."""
    found: Counter[int] = Counter()
    for path in _files(root):
        found.update(map(ord, path.read_text(encoding="utf-8", errors="ignore")))
    return found


def _files(root: Path) -> Iterable[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in WRITTEN and path.is_file())


def wanted(root: Path) -> set[int]:
    """Everything above; what the source font lacks is left out by the subsetter."""
    return gb2312() | set(LATIN) | set(written(root))
