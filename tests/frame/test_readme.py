"""The two READMEs say the same: same headings, commands, links and pictures, in the same order; and what they link to exists."""

from __future__ import annotations

import re
from pathlib import Path

from tests.each import each

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))


def skeleton(text: str) -> list[str]:
    """Levels of headings, list items, code (without comments) and link targets, in order; each in its
    language; not the link to the other README."""
    found = re.findall(r"^#+|^- |^    \S|```|`[^`\n]+`|\]\([^)]+\)", text, re.MULTILINE)
    return [part.replace(".zh-CN.md", ".md") for part in found if "](README" not in part]


def commands(text: str) -> list[str]:
    return re.findall(r"^(make \w+)", text, re.MULTILINE)


def test_both_have_the_same_parts_in_the_same_order() -> None:
    assert skeleton(ENGLISH) == skeleton(CHINESE)
    assert commands(ENGLISH) == commands(CHINESE) == ["make demo", "make test"]


def test_both_give_the_same_numbers() -> None:
    numbers = [re.findall(r"\d[\d,.–]*\d|\d", re.sub(r"\]\([^)]+\)", "", text)) for text in (ENGLISH, CHINESE)]
    assert sorted(numbers[0]) == sorted(numbers[1])


@each(target=sorted(set(re.findall(r"\]\(([^)#]+)", ENGLISH + CHINESE))))
def test_what_is_linked_exists(target: str) -> None:
    assert (ROOT / target).exists()
