"""First looks rule out only what cannot be: with them every step gives what it gives without."""

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.clean import clean_html
from monitor.text.fold import TRADITIONAL, fold
from monitor.text.junk import junk_cut
from monitor.text.looks import (
    EVERYTHING,
    LONGEST,
    PLACED,
    Dense,
    Has,
    Looks,
    Need,
    chains,
    first_looks,
    looks_after,
    places,
)
from monitor.text.mask import mask, mask_many
from monitor.text.nameshapes import ANY_SHAPE, by_shape
from monitor.text.terms import parts_read
from tests.text.masking_set import rows

LINES = [row["text"] for row in rows()]
LONG = "今天天气不错，大家一起去公园散步。" * 12  # beyond what masking looks at twice
JUNK = ["热点精选", "人民网-4小时前", "展开全文", "（责任编辑：王某）", "(来源：新华网)", "记者 ", "（本报记者李强）", "\n扫码关注我们", "，编辑：张三，",
        "\n阅读 123", "来源：央视", " 点击查看更多", "\n完", "\n\n", "作者/李四 ", "原标题：", "（", "】", "特别声明：", "北京 3小时前"]  # fmt: skip
NAMES = ["王师傅", "张某", "小李说", "老王的", "阿强在", "欧阳明", "扎西顿珠", "古丽热巴", "高兴（化名）", "李明的妻子", "工人赵四说", "马克·吐温", "特朗普",
         "默茨", "陈工表示", "刘经理", "朱红今年32岁", "包工头钱五失联"]  # fmt: skip
ODD = [
    "\u200b",
    "\xa0",
    "ＡＢ",
    "１３９",
    "&lt;p>",
    "<b>",
    "\ud800",
    "\r\n",
    "  ",
    "İ",
    "ΑΣ",
    "臺灣",
    "電話",
    "\U000e0041",
    "\u200d",
    "🍎",
]
PIECES = st.lists(st.sampled_from([*LINES, *JUNK, *NAMES, *ODD, LONG, "。", "工资", " "]), max_size=7).map("".join)


@given(st.lists(PIECES, max_size=5))
def test_every_step_gives_the_same_with_looks_and_without(texts: list[str]) -> None:
    has = first_looks(texts, fewest=0)
    clean = [clean_html(text) for text in texts]
    assert list(map(clean_html, texts, has)) == clean
    has = first_looks(clean, fewest=0)
    cut = [junk_cut(text) for text in clean]
    assert [junk_cut(text, has=bits) for text, bits in zip(clean, has, strict=True)] == cut
    titles = [junk_cut(text.replace("\n", " "), title=True) for text in clean]
    assert [
        junk_cut(t, title=True, has=first_looks([t], fewest=0)[0]) for t in (c.replace("\n", " ") for c in clean)
    ] == titles
    masked = mask_many(cut, first_looks(cut, fewest=0))
    assert masked == [mask(text) for text in cut]
    plain = [text for text, _ in masked]
    has = first_looks(plain, fewest=0)
    low = [fold(text) for text in plain]
    assert list(map(fold, plain, has)) == low
    assert [set(by_shape(text, bits)) for text, bits in zip(low, first_looks(low, fewest=0), strict=True)] == [
        set(by_shape(text)) for text in low
    ]


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_what_a_clean_text_lacks_its_folded_beginning_lacks_too(texts: list[str]) -> None:
    """So names need no other look where folding only makes capitals small."""
    clean = [mask(clean_html(text))[0] for text in texts]
    has = first_looks(clean, fewest=0)
    parts = parts_read([("", fold(text)) for text in clean])[1::2]
    after = first_looks(parts, fewest=0)
    assert not any(new & ANY_SHAPE & ~old for old, new in zip(has, after, strict=True) if not old & TRADITIONAL)


def test_every_line_of_the_masking_set_is_masked_the_same_in_a_long_text() -> None:
    texts = [part for line in LINES for part in (line, f"{LONG}{line}。{LONG}")]
    assert mask_many(texts, first_looks(texts)) == [mask(text) for text in texts]


def test_and_so_it_is_where_a_look_tells_the_places() -> None:
    beyond = LONG * (PLACED // len(LONG) + 1)
    texts = [f"{beyond[:at]}{line}。{beyond}" for at, line in enumerate(LINES)]
    has = first_looks(texts)
    assert all(isinstance(bits, Has) for bits in has)
    assert mask_many(texts, has) == [mask(text) for text in texts]


DENSE = Dense("0-9", 3, 2)
NEEDS: list[Need | Dense] = [("0-9", "号", "楼院"), ("a-c", "号"), ("\n", "号"), ("-",), (lambda: "楼",), *[(c,) for c in map(chr, range(0x4E00, 0x4E00 + 70))],
         DENSE, ("号", "\n")]  # fmt: skip
PATTERNS = [
    r"[0-9]号[楼院]",
    r"[a-c]号",
    r"(?:^|\n)号",
    "-",
    "楼",
    *map(chr, range(0x4E00, 0x4E00 + 70)),
    r"[0-9]\D?[0-9]\D?[0-9]",
    r"号(?:\n|$)",
]


@given(st.lists(st.text("09号楼院abc-\n一丁丂x🍎\ud800", max_size=12), max_size=6))
def test_each_need_is_met_where_its_pattern_is_found(texts: list[str]) -> None:
    found = Looks(NEEDS).find(texts)
    for text, bits in zip(texts, found, strict=True):
        expected = [bool(text) and re.search(pattern, text) is not None for pattern in PATTERNS]
        assert [bool(bits & 1 << n) for n in range(len(NEEDS))] == expected


PLACE_PATTERNS = {n: pattern for n, pattern in enumerate(PATTERNS) if n not in (len(PATTERNS) - 2, 2)}


@given(st.lists(st.text("09号楼院abc-\n一丁丂x🍎", max_size=12), min_size=1, max_size=4))
def test_places_are_those_of_the_pattern_and_chains_those_of_its_digits(pieces: list[str]) -> None:
    texts = ["。" * (PLACED - 9) + piece + "x" * 9 + pieces[0] for piece in pieces]
    for text, has in zip(texts, Looks(NEEDS).find(texts), strict=True):
        for n, pattern in PLACE_PATTERNS.items():
            expected = [m.start() for m in re.finditer(f"(?={pattern})", text)]
            assert places(has, 1 << n) == expected
        of_two = f"(?={PATTERNS[0]}|{PATTERNS[-1]})"  # of two words of bits
        assert places(has, 1 | 1 << len(NEEDS) - 1) == [m.start() for m in re.finditer(of_two, text)]
        runs = [m.span() for m in re.finditer(r"[0-9](?:[^0-9]?[0-9]){2,}", text)]
        assert chains(has, 1 << NEEDS.index(DENSE)) == runs
    assert places(7, 1) is None
    assert chains(EVERYTHING, 1) is None


def test_after_a_change_only_what_has_changed_is_looked_at_again() -> None:
    before, after = [LONG, LONG + "3号楼", "工资"], [LONG, LONG, "工资"]
    has = first_looks(before)
    assert looks_after(before, has, after) == [has[0], has[0], has[2]]
    assert looks_after(before, has, before) is has


def test_a_longer_text_is_looked_at_when_it_is_asked_for_again() -> None:
    texts = [LONG, LONG * 9]
    put_off = looks_after(["", ""], [0, 0], texts, most=len(LONG))
    assert put_off == [first_looks([LONG])[0], EVERYTHING]
    assert looks_after(texts, put_off, texts) == first_looks(texts)


def test_few_characters_are_not_looked_at() -> None:
    assert first_looks(["", "工资"]) == [0, -1]
    assert first_looks(["", "工资"], fewest=0) == [0, 0]


def test_a_text_too_long_to_be_looked_at_may_have_anything() -> None:
    assert Looks(NEEDS).find(["", "x" * (LONGEST + 1)]) == [0, -1]
