"""The documentation in two languages: the same parts, commands and figures; links, anchors and pictures that exist."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

from dashboards.manual import CHINESE, anchor
from monitor.management.commands.messages import catalogue
from tests.each import each

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted(path.stem for path in DOCS.glob("*.md") if not path.name.endswith(CHINESE))
WAITING: frozenset[str] = frozenset()
"""English only as yet."""
WORDED = ("duty-handbook", "first-week")
"""Pages whose bold words are buttons, pages and states as they stand on the screen."""
PAIRED = [name for name in PAGES if name not in WAITING]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WHOLE = {"million": 10**6, "billion": 10**9, "万": 10**4, "百万": 10**6, "亿": 10**8}
FENCE = re.compile(r"^( *)```.*?^ *```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?:^    (?![-*\d ]).*\n)+", re.MULTILINE)
SPAN = re.compile(r"`[^`]+`")


def english(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def chinese(name: str) -> str:
    return (DOCS / f"{name}{CHINESE}").read_text(encoding="utf-8")


def parts(text: str) -> list[str]:
    """The text of each heading's part, the heading in it."""
    hidden = FENCE.sub(lambda found: found[0].replace("\n#", "\n "), text)
    return re.split(r"^(?=#{1,4} )", hidden, flags=re.MULTILINE)[1:]


def shape(part: str) -> list[str]:
    """Level of the heading, list items with their depth, table rows with their number of cells, fences, in order."""
    found = re.findall(r"^#{1,4}(?= )|^ *(?:-|\d+\.) |^\|.*\|$|^ *```|^!\[", SPAN.sub("`", part), re.MULTILINE)
    return [f"row {line.count('|')}" if line.startswith("|") else line.rstrip("1234567890. ") or "1." for line in found]


def figures(part: str) -> Counter[str]:
    """Every number that is written in figures, outside code and addresses."""
    text = re.sub(r"\]\([^)]*\)|https?://\S+", "", SPAN.sub("", FENCE.sub("", INDENTED.sub("", part))))
    text = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda month: str(MONTHS.index(month[0]) + 1), text)
    text = re.sub(r"([\d.,]+) ?(million|billion|万|百万|亿)", lambda found: _whole(found[1], found[2]), text)
    return Counter(re.findall(r"\d+(?:[.,:]\d+)*", text))


def _whole(number: str, unit: str) -> str:
    """1 亿 and 100 million are one figure."""
    return f"{float(number.replace(',', '')) * WHOLE[unit]:,.0f}"


def code(text: str) -> list[str]:
    """Blocks of commands, without comments; a drawing counts by its lines."""
    blocks = [found[0] for found in FENCE.finditer(text)] + INDENTED.findall(FENCE.sub("", text))
    return [
        re.sub(r"\s*#.*", "", one) if re.search(r"manage\.py|make |docker|curl|hmac", one) else f"{one.count(chr(10))}"
        for one in blocks
    ]


def spans(part: str) -> Counter[str]:
    """Words in backticks, wherever a line of them ends."""
    return Counter(" ".join(found.split()) for found in SPAN.findall(FENCE.sub("", part)))


def targets(part: str) -> Counter[str]:
    """What is linked to, whichever language it is in; anchors are words and differ."""
    return Counter(link.replace(CHINESE, ".md").partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", part))


@each(name=PAIRED)
def test_both_languages_have_the_same_parts_code_and_figures(name: str) -> None:
    pair = list(zip(parts(english(name)), parts(chinese(name)), strict=True))
    for ours, theirs in pair:
        title = ours.splitlines()[0]
        assert shape(ours) == shape(theirs), title
        assert figures(ours) == figures(theirs), title
        assert spans(ours) == spans(theirs), title
        assert targets(ours) == targets(theirs), title
    assert code(english(name)) == code(chinese(name))


def test_no_page_waits_that_is_there_in_both_languages() -> None:
    assert {name for name in PAGES if not (DOCS / f"{name}{CHINESE}").exists()} == WAITING


@pytest.mark.parametrize("suffix", [".md", CHINESE])
def test_the_index_names_every_page(suffix: str) -> None:
    linked = set(re.findall(r"\]\(([\w-]+)(?:\.zh-CN)?\.md", (DOCS / f"README{suffix}").read_text(encoding="utf-8")))
    assert set(PAGES) - {"README"} <= linked


def test_a_chinese_page_links_to_chinese_pages() -> None:
    for name in PAIRED:
        for link in re.findall(r"\]\(([\w-]+)\.md", chinese(name)):
            assert link in WAITING or not (DOCS / f"{link}{CHINESE}").exists(), (name, link)


def test_every_anchor_is_a_heading() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md")]:
        for file, wanted in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
            text = ((page.parent / file) if file else page).read_text(encoding="utf-8")
            headings = re.findall(r"^#{1,4} (.+)$", FENCE.sub("", text), re.MULTILINE)
            assert wanted in {anchor(heading) for heading in headings}, (page.name, file, wanted)


@pytest.mark.parametrize("name", WORDED)
def test_what_the_handbook_calls_a_button_stands_on_the_screen(name: str) -> None:
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue())) if not entry.msgctxt}
    for ours, theirs in zip(parts(english(name)), parts(chinese(name)), strict=True):
        bold = re.findall(r"\*\*(.+?)\*\*", theirs)
        assert [one for one in bold if one not in words] == []
        assert sorted(words[one] for one in bold) == sorted(re.findall(r"\*\*(.+?)\*\*", ours))


@pytest.mark.parametrize(
    ("suffix", "cell", "gap"), [(".md", r'^\| "(.+?)" \|', "…"), (CHINESE, "^\\| “(.+?)” \\|", "……")]
)
def test_what_the_handbook_quotes_a_page_can_say(suffix: str, cell: str, gap: str) -> None:
    said = {
        text
        for entry in polib.pofile(str(catalogue()))
        for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values())
    }
    page = (DOCS / f"duty-handbook{suffix}").read_text(encoding="utf-8")
    for quoted in re.findall(cell, page, re.MULTILINE):
        wanted = re.compile(".+?".join(re.escape(piece.strip()) for piece in quoted.split(gap)))
        assert any(wanted.fullmatch(text) for text in said), quoted
