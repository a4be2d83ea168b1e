"""What holds for masking whatever the text is."""

import time
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.text import disguised
from monitor.text.clean import clean_html
from monitor.text.mask import mask
from monitor.text.shadow import shadow
from tests.text.masking_set import rows

mask_module = import_module("monitor.text.mask")
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


@given(st.from_regex(disguised._MAIL_SIGN.pattern))
def test_no_sign_of_a_mail_is_without_one_of_those_that_are_asked_first(text: str) -> None:
    assert any(sign in text for sign in disguised.MAIL_SIGNS)


def test_latin_letters_alone_ask_for_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disguised, "mails", lambda *_: pytest.fail("asked"))
    assert mask("A last attack, ATM 电话13912345678")[1]


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
    assert ("🐧" in text or disguised._LABEL.search(text) is not None) == (signs is not None)


ACCOUNT_PIECES = [
    *["QQ", "qq", "扣扣", "蔻寇", "🐧", "加Q", "球球", "企鹅", "群号", "扣", "薇信", "微信", "V信", "vx", "wx", "weixin", "绿泡泡", "加V", "加薇", "+微", "薇:", "wxid_"],
    *["号", "是", "：", "我", "联系", " ", "，", "。", "\n", "搜", "职工反映", "加", "加我", "抖音号", "支付宝账号", "旺旺", "钉钉号："],
    *["abc_1234", "a b c 1 2 3", "12345678", "1 2-3 4.5 6 7 8", "一二三四五六", "1234", "zhang3san", "gh_9", "（QQ）", "(微信)", "a", "7"],
]  # fmt: skip


@given(st.lists(st.sampled_from(ACCOUNT_PIECES), max_size=24).map("".join))
def test_accounts_near_their_labels_are_all_that_there_are(text: str) -> None:
    plain = shadow(text)
    near = {span for part in disguised.near_labels(plain) for span in disguised.accounts(plain, part)}
    assert near == set(disguised.accounts(plain, (0, len(plain))))
    whole = {m.span(1) for pattern in mask_module._ACCOUNTS for m in pattern.finditer(plain)}
    assert {(at, to) for at, to, _ in mask_module._accounts(plain, None)} == whole


NUMBER_PIECES = ["139", "1390000", "1234", "010", "-", " ", "(", ")", "86", "+", "110101", "19900307", "451X", "6222", "0212", "电话", "号码：", "tel",
                 "88881234", "8888 1234", "年", "月", "，", "万", "0", "转", "。职工说", "元", "."]  # fmt: skip


@example("职工说010-8881234")
@example("（0755）88881234")
@example("8888-1234")
@example("电话888-1234")
@given(st.lists(st.sampled_from(NUMBER_PIECES), max_size=24).map("".join))
def test_long_numbers_in_chains_of_digits_are_all_that_there_are(text: str) -> None:
    module, everywhere = mask_module, (0, len(text))
    whole = {*module._identities(text, everywhere), *module._cards(text, everywhere)}
    whole |= {
        (*m.span(), module.PHONE)
        for pattern in (module._MOBILE, module._FIXED)
        for m in pattern.finditer(text)
        if module._is_phone(m.group())
        and not (m.group().isdigit() and text[max(0, m.start() - 4) : m.start()].endswith(module._AMOUNTS))
    }
    whole |= {(*m.span(1), module.PHONE) for m in module._LABELLED_PHONE.finditer(text)}
    assert set(module._long_numbers(text, None)) == whole
