"""The texts: filled completely, varied, about nobody real."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

from monitor.drill import identifiers
from monitor.drill.generate import items
from monitor.drill.model import DrillItem
from monitor.drill.noise import FRAMES
from monitor.drill.stories import STORIES
from monitor.drill.words import Context, fill, keyed
from monitor.drill.world import BY_KEY, SLOTS, SOURCES
from monitor.text.mask import mask
from tests.each import each

from .conftest import ANCHOR, WORLD

REAL = re.compile(
    "美团|饿了么|滴滴|顺丰|京东|淘宝|拼多多|富士康|阿里|腾讯|字节|抖音|微博|小红书|华为|小米|比亚迪|中通|圆通|申通|韵达|万科|恒大|碧桂园|"
    "四川|兰州|Lanzhou|北京|上海|广州|深圳|杭州|成都|武汉|南京|人民日报|新华社|央视"
)
CHOSEN_AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@cache
def ten_days_more() -> list[DrillItem]:
    """The fortnight and ten days of the exercise."""
    return items(WORLD, end=ANCHOR + timedelta(days=10))


def test_nothing_of_a_frame_is_left_over_in_any_text() -> None:
    for item in ten_days_more():
        for words in (item.title, item.text, *(edit.text for edit in item.edits)):
            assert not re.search(r"[{}\[\]|]", words), words


def test_every_authored_frame_can_be_filled() -> None:
    texts = [(story.slots, words) for story in STORIES for piece in story.pieces for words in (piece.title, piece.text)]
    texts += [({}, words) for frames in FRAMES.values() for frame in frames for words in (frame.title, frame.text)]
    for slots, words in texts:
        assert "{" not in fill(words, Context("k", {**SLOTS, **slots}, CHOSEN_AT), keyed(words))


def test_slots_speak_of_the_items_own_day_in_shanghai() -> None:
    late = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
    assert fill("{d-1}{d}{wd}{hm}", Context("k", {}, late), keyed(1)) == "11月30日12月1日周二01:30"


def test_a_second_road_is_never_the_first_one() -> None:
    pairs = [fill("{road}、{roadb}", Context(str(n), SLOTS, CHOSEN_AT), keyed(n)).split("、") for n in range(200)]
    assert all(first != second for first, second in pairs)


def test_no_source_publishes_the_same_frame_twice_in_a_row(history: list[DrillItem]) -> None:
    for source in BY_KEY:
        frames = [item.frame for item in history if item.source == source and item.original]
        assert all(first != second for first, second in pairwise(frames))


def test_most_titles_are_said_once_only(history: list[DrillItem]) -> None:
    titles = Counter(item.title for item in history if item.original)
    assert len(titles) >= 0.85 * titles.total()


def test_no_real_firm_place_or_paper_is_named() -> None:
    for item in ten_days_more():
        assert not REAL.search(item.title + item.text), item.title


def test_every_source_is_named_like_the_fictional_district() -> None:
    assert all("云河" in source.name or "澜州" in source.name for source in SOURCES)


def test_made_up_identifiers_are_noted_and_look_like_real_ones() -> None:
    context = Context("k", {}, CHOSEN_AT)
    text = fill("{phone} {idcard} {bankcard} {phoneb}", context, keyed(1))
    assert len(context.secrets) == 4
    assert all(secret in text for secret in context.secrets)
    assert context.secrets[0] != context.secrets[3]


@each(kind=sorted(identifiers.KINDS))
def test_every_kind_of_identifier_is_masked_by_the_product_when_labelled_as_people_do(kind: str) -> None:
    label = {"qq": "QQ：", "wechat": "微信号", "idcard": "身份证号", "bankcard": "卡号"}.get(kind, "")
    for seed in range(100):
        secret = identifiers.KINDS[kind](keyed(seed))
        assert secret not in mask(f"有事请联系{label}{secret}，谢谢")[0]
