"""Our font: what it holds, how large it is, how pages fetch it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from monitor.fonts import BOLD, MISSING, REGULAR, breakable, covered, shown
from monitor.fonts.slices import slices_plan, style_sheet
from monitor.fonts.subset import LIMIT, PAGES
from monitor.fonts.vocabulary import gb2312, written

ROOT = Path(__file__).resolve().parents[2]
SHEET = (PAGES / "fonts.css").read_text(encoding="utf-8")
RULE = re.compile(r'url\("(\w+\.woff2)"\) format\("woff2"\);unicode-range:([^}]+)}')
Ranges = list[tuple[int, int]]


def rules() -> list[tuple[str, Ranges]]:
    """(file, ranges) as a browser reads them."""
    found = []
    for name, text in RULE.findall(SHEET):
        pairs = [part.removeprefix("U+").split("-") for part in text.split(",")]
        found.append((name, [(int(pair[0], 16), int(pair[-1], 16)) for pair in pairs]))
    return found


@cache
def project() -> Counter[int]:
    return written(ROOT)


def han(char: int) -> bool:
    return unicodedata.name(chr(char), "").startswith("CJK UNIFIED")


def test_both_weights_have_gb_2312() -> None:
    assert gb2312() - covered() == set()


def test_every_chinese_character_that_the_project_writes_can_be_drawn() -> None:
    lacking = {chr(char) for char in project() if han(char) and char < 0x10000} - set(map(chr, covered()))
    assert lacking <= NOT_IN_NOTO, f"run python -m monitor.fonts.subset: {lacking}"


NOT_IN_NOTO: set[str] = set()


def test_all_of_it_stays_within_its_weight() -> None:
    assert sum(path.stat().st_size for path in (REGULAR, BOLD, *PAGES.glob("*.woff2"))) <= LIMIT


def test_what_the_font_lacks_is_marked_and_what_is_invisible_goes() -> None:
    assert shown("欠薪\U00020bb7\u200b\ufe0f a\tb") == f"欠薪{MISSING} a b"


def test_an_endless_word_may_break_and_chinese_stays_as_it_is() -> None:
    assert "\u200b" in breakable("https://news.example.com/2026/03/05/abcdef")
    assert breakable("云河新城项目欠薪" * 9) == "云河新城项目欠薪" * 9


def test_pages_find_every_character_in_the_slice_that_a_browser_asks() -> None:
    slices = {name: set(TTFont(PAGES / name, lazy=True).getBestCmap()) for name, _ranges in rules()}
    asked = list(reversed(rules()))  # of rules that fit, the last one is asked first
    for char in covered():
        fitting = (name for name, ranges in asked if any(low <= char <= high for low, high in ranges))
        assert any(char in slices[name] for name in fitting), hex(char)


def test_a_common_word_needs_few_slices() -> None:
    needed = set()
    for char in map(ord, "云河新城项目欠薪今日舆情预警来源话题"):
        needed.add(next(name for name, ranges in reversed(rules()) if any(a <= char <= b for a, b in ranges)))
    assert len(needed) <= 6
    assert all(name.startswith("f") for name in needed)


def test_the_style_sheet_is_the_one_of_its_plan() -> None:
    plan = slices_plan({*map(ord, "ab云河"), 0x9FA0}, project())
    assert style_sheet(plan).count("@font-face") == len(plan)
    assert plan[-1].name == "latin.woff2"
