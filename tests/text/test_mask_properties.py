"""What holds for masking whatever the text is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import disguised
from monitor.text.clean import clean_html
from monitor.text.mask import mask
from tests.text.masking_set import rows

LINES = [row["text"] for row in rows()]
PIECES = st.sampled_from(
    [*LINES, "\ud800", "\u200b", "〔电话〕", "@", "号楼", "一二三", "0086 ", "微信", "\n", "1", "🍎"]
)
HOSTILE = ["1🍎", "139❤", "1(", "0399-", "零三九九 ", "Q", "QQ:", "V❤", "加V", "a@", "@ ", "a at ", "3号楼", "12栋一", "村3组2", "1单元、", "京 A ",
           "身份证5", "５３９９００", "62 ", "6222-", "5 3 9 9 ", "l3O", "电话(", "住址", "wxid_", "a&b.", "a_at_b", "x#", "室", "\u200b1", "〔电话〕/"]  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_masking_pieces_of_anything_twice_changes_nothing(text: str) -> None:
    once, _ = mask(clean_html(text))
    assert mask(once)[0] == once


@given(
    st.text(
        alphabet="0123456789xX×零一二六〇OolI -.·/、@#&()a薇微信QqVv❤🍎号楼单元室栋座门村组住址车牌京使A", max_size=60
    )
)
def test_masking_signs_of_all_kinds_never_raises_and_twice_changes_nothing(text: str) -> None:
    once, _ = mask(clean_html(text))
    assert mask(once)[0] == once


@pytest.mark.parametrize(
    "text",
    [
        "6222×0200×0025×9472×488",
        "六二一七零零零零X零零零二一五八一零",
        "5399×0019580402570X",
        "139×0000×1234",
        "62 x 1390",
    ],
)
def test_a_cross_among_digits_is_no_digit(text: str) -> None:
    assert isinstance(mask(text)[0], str)


@given(st.text(max_size=200))
def test_masking_never_raises_and_gives_valid_utf_8(text: str) -> None:
    masked, changed = mask(clean_html(text))
    assert masked.encode("utf-8").decode("utf-8") == masked
    assert changed == (masked != clean_html(text))


def test_masking_the_authored_lines_twice_changes_nothing() -> None:
    for line in LINES:
        once, _ = mask(clean_html(line))
        assert mask(once)[0] == once


def seconds(text: str) -> float:
    started = time.process_time()
    mask(text)
    return time.process_time() - started


@pytest.mark.parametrize("unit", HOSTILE)
def test_four_times_the_length_takes_no_more_than_nine_times_as_long(unit: str) -> None:
    length = 4_000
    short, long = (min(seconds((unit * length)[:chars]) for _ in range(2)) for chars in (length, 4 * length))
    assert long < 9 * short + 0.05


MAIL_PIECES = [
    "zhang.san_88",
    "li4",
    " ",
    "@",
    " @ ",
    "#",
    "艾特",
    "(at)",
    "[A]",
    " at ",
    " dot ",
    "_at_",
    "&",
    "qq",
    ".com",
    "。cn",
    ".公司",
    "x" * 63,
    "，",
    "职" * 90,
    "9" * 5,
]


@given(st.lists(st.sampled_from(MAIL_PIECES), max_size=12).map("".join))
def test_disguised_addresses_near_their_signs_are_all_that_there_are(text: str) -> None:
    assert list(disguised.mails(text)) == [found.span() for found in disguised._MAIL.finditer(text)]
    assert list(disguised.spaced_handles(text)) == [m.span(1) for m in disguised._SPACED_HANDLE.finditer(text)]


@given(
    st.text(
        alphabet="qQ扣蔻寇抠球企鹅群号薇绿泡色卫星加➕+我个 vV微xX信讯❤:：wWeEicC威维徽溦嶶訊芯公众支付小程序视频a1\n🐧",
        max_size=8,
    )
)
def test_the_one_look_for_labels_finds_what_the_signs_of_both_kinds_find(text: str) -> None:
    signs = disguised._QQ_SIGN.search(text) or disguised._WECHAT_SIGN.search(text)
    assert disguised.is_labelled(text) == (signs is not None)
