"""Charsets: declared, wrongly declared, detected; single bad bytes; two charsets in one document."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.charsets import codec_name
from monitor.feeds.decode import decode
from monitor.feeds.parse import parse
from monitor.feeds.plausible import COMMON
from tests.each import each

TEXT = "云河区柳岸街道的木工班说，两个月的工资还没有结清。"
TRADITIONAL = "雲河區勞工局公布工時檢查結果，共有三家公司違規。"
JAPANESE = "職場の安全についてのお知らせです。組合は賃金の引き上げを求めています。"
KOREAN = "노동조합은 임금 인상을 요구하고 있습니다 근로시간 단축과 안전 교육"
WESTERN = "Les salariés réclament une hausse – über die Löhne, à l’usine où ça dure"
WRITTEN = {
    "utf-8": TEXT,
    "gbk": TEXT,
    "gb18030": f"{TEXT}𠮷㐂",
    "big5": TRADITIONAL,
    "big5hkscs": f"{TRADITIONAL}啲嘅",
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "euc_kr": KOREAN,
    "cp1252": WESTERN,
    "utf-16-le": TEXT,
    "utf-16-be": TEXT,
    "utf-32-le": TEXT,
    "utf-32-be": TEXT,
}
DECLARED = ["", "utf-8", "iso-8859-1", "utf-16", "shift_jis"]


def feed(text: str, declared: str = "", *more: str) -> str:
    encoding = f' encoding="{declared}"' if declared else ""
    entries = "".join(f"<item><title>{title}</title></item>" for title in (text, *more))
    return f'<?xml version="1.0"{encoding}?><rss><channel>{entries}</channel></rss>'


@each(charset=["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_unicode_forms_are_known_by_their_bytes(charset: str) -> None:
    assert decode(f"<rss>{TEXT}</rss>".encode(charset)).text == f"<rss>{TEXT}</rss>"
    assert decode(f"\n<rss>{TEXT}</rss>".encode(charset)).text == f"\n<rss>{TEXT}</rss>"


@each(charset=WRITTEN, way=["http", "xml", "meta", "none"])
def test_each_charset_is_read_however_it_is_declared(charset: str, way: str) -> None:
    text = feed(WRITTEN[charset] * 2, charset if way == "xml" else "")
    text = f"<meta charset='{charset}'>{text}" if way == "meta" else text
    assert decode(text.encode(charset), f"text/xml; charset={charset}" if way == "http" else "").text == text


@each(charset=WRITTEN, wrong=DECLARED)
def test_a_wrong_declaration_does_no_harm(charset: str, wrong: str) -> None:
    text = feed(WRITTEN[charset] * 2, wrong)
    assert decode(text.encode(charset)).text == text
    assert decode(text.encode(charset), f"text/xml; charset={wrong}").text == text


@pytest.mark.parametrize(("charset", "wrong"), [("gbk", "big5"), ("big5", "gb2312"), ("utf-8", "gbk")])
def test_chinese_charsets_taken_for_each_other_are_told_apart(charset: str, wrong: str) -> None:
    text = feed(WRITTEN[charset] * 2, wrong)
    assert decode(text.encode(charset), f"text/xml; charset={wrong}").text == text


@each(declared=["gb2312", "GBK", "gb18030", "x-gbk", "GB_2312-80"])
def test_gb2312_is_read_as_its_superset(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a>{TEXT}镕囧€𠮷</a>'
    assert decode(text.encode("gb18030")).text == text
    assert decode(f"<a>{TEXT}镕囧</a>".encode("gbk"), f"text/xml; charset={declared}").text == f"<a>{TEXT}镕囧</a>"


def test_http_is_believed_before_xml_and_xml_before_meta() -> None:
    body = feed("龑", "big5").encode("gbk")
    assert decode(body, "text/xml; charset=gbk").charset == "gb18030"
    assert decode(f'<?xml version="1.0" encoding="gbk"?><meta charset="big5">{"龑"}'.encode("gbk")).charset == "gb18030"


@pytest.mark.parametrize("name", ["iso-2022-jp", "iso-2022-kr", "hz"])
def test_seven_bit_charsets_are_read_when_declared(name: str) -> None:
    text = {"iso-2022-jp": JAPANESE, "iso-2022-kr": KOREAN, "hz": TEXT}[name]
    assert decode(text.encode(name), f"text/plain; charset={name}").text == text


def test_a_bom_in_front_of_another_charset_is_not_believed() -> None:
    body = feed(TEXT * 3).encode("gbk")
    assert decode(b"\xef\xbb\xbf" + body).text == body.decode("gbk")


def test_two_byte_utf8_is_gbk_only_when_declared_so() -> None:
    assert decode("联通".encode("gbk"), "text/html; charset=gbk").text == "联通"
    assert decode("Ñandú".encode()).text == "Ñandú"


SIMPLE = st.text(st.sampled_from(sorted(COMMON["gb18030"])), min_size=1, max_size=60)
FULL = st.text(st.sampled_from(sorted(COMMON["big5hkscs"])), min_size=1, max_size=60)
CHINESE = [("utf-8", SIMPLE), ("gb18030", SIMPLE), ("gbk", SIMPLE), ("big5", FULL), ("utf-16-le", SIMPLE)]
# filtered here, not at each draw: a strategy that is new is checked anew, which took five times what decoding takes
A_DOZEN = {texts: texts.filter(lambda text: len(set(text)) >= 12) for texts in (SIMPLE, FULL)}


@pytest.mark.parametrize(("charset", "texts"), CHINESE)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_random_chinese_of_any_length_comes_back_when_rightly_declared(
    charset: str, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = feed(data.draw(texts), charset)
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(("charset", "texts"), CHINESE)
@given(data=st.data(), wrong=st.sampled_from(DECLARED))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_random_chinese_of_a_dozen_characters_comes_back_without_or_with_a_wrong_declaration(
    charset: str, texts: st.SearchStrategy[str], data: st.DataObject, wrong: str
) -> None:
    """Shorter text usually does, too: docs/evaluation.md has the measured shares by length."""
    text = feed(data.draw(A_DOZEN[texts]), wrong)
    assert decode(text.encode(charset)).text == text


@each("charset bad", [("utf-8", b"\xff"), ("utf-8", b"\xe4"), ("gbk", b"\xff"), ("gbk", b"\x80"), ("big5", b"\xff")])
def test_a_bad_byte_in_the_middle_is_one_mark_and_the_rest_is_intact(charset: str, bad: bytes) -> None:
    text = WRITTEN[charset].encode(charset)
    decoded = decode(feed("@@@@", charset).encode().replace(b"@@@@", text + bad + text))
    assert decoded.text == feed(f"{WRITTEN[charset]}\ufffd{WRITTEN[charset]}", charset)
    assert decoded.replaced == 1


@each(charset=["gbk", "gb18030", "big5", "euc_kr", "euc_jp", "shift_jis", "utf-8"], half=[b"\x81", b"\xb0", b"\xe4"])
def test_half_a_character_never_eats_the_tag_after_it(charset: str, half: bytes) -> None:
    text = WRITTEN[charset]
    decoded = decode(feed("@@@@", charset, text).encode(charset).replace(b"@@@@", text.encode(charset) + half)).text
    assert decoded.count(text) == 2
    assert decoded.count("</title>") == 2


@each(charset=["utf-8", "gbk", "big5", "euc_kr", "gb18030"])
def test_a_character_cut_at_the_end_is_one_mark(charset: str) -> None:
    whole = feed("", charset).replace("</title></item></channel></rss>", WRITTEN[charset].strip("。"))
    decoded = decode(whole.encode(charset)[:-1])
    assert decoded.text[:-1] == whole[:-1]
    assert (decoded.text[-1], decoded.replaced) == ("\ufffd", 1)


def test_single_bad_bytes_become_one_mark_each_and_are_counted() -> None:
    decoded = decode((TEXT.encode() + b"\xff") * 2)
    assert decoded.text == f"{TEXT}\ufffd" * 2
    assert (decoded.charset, decoded.replaced) == ("utf-8", 2)


@pytest.mark.parametrize(
    ("charset", "other", "title"),
    [("utf-8", "gbk", TEXT), ("utf-8", "big5", TRADITIONAL), ("gbk", "utf-8", TEXT), ("gb2312", "utf-8", TRADITIONAL)],
)
def test_a_title_in_another_charset_than_the_rest_is_read_too(charset: str, other: str, title: str) -> None:
    body = feed(TEXT, charset, "@@@@", TEXT).encode(charset).replace(b"@@@@", title.encode(other))
    assert [entry.title for entry in parse(body).entries] == [TEXT, title, TEXT]
    assert decode(body).replaced == 0


def test_a_title_in_no_charset_leaves_the_others_readable() -> None:
    body = feed(TEXT * 4, "utf-8", "@@@@", TEXT * 4).encode().replace(b"@@@@", b"\xff\xfe\xc0\xc1")
    assert [entry.title for entry in parse(body).entries][::2] == [TEXT * 4] * 2


def test_bytes_that_are_no_text_are_said_to_be_unreadable() -> None:
    body = b"\x89PNG\r\n" + bytes((n * 37 + 129) % 256 for n in range(4000))
    assert not decode(body).readable
    assert not decode(b"\x81\x81\xff\xfe\xff\x9d\x8d\x8f" * 50, "text/xml; charset=utf-8").readable


@each(name=["hex", "rot13", "base64", "zip", "nonsense", "", "idna", "punycode", "unicode_escape", "undefined", "a\0b"])
def test_codecs_that_are_no_charsets_are_refused(name: str) -> None:
    assert codec_name(name) is None


@pytest.mark.parametrize("declared", ["gbk", "utf-8", "punycode", "big5", ""])
@pytest.mark.parametrize(
    "unit", [b"\xb0\xa1<", b"\xff", b"\xe4\xb8", b"\x81", "云<a>".encode("gbk"), b"\xb0a\xe4\xb8\x80"]
)
def test_two_megabytes_of_anything_are_decoded_within_seconds(declared: str, unit: bytes) -> None:
    body = feed("", declared).encode() + unit * (2_000_000 // len(unit))
    begin = time.process_time()
    assert decode(body).text
    assert time.process_time() - begin < 4


@given(st.binary(max_size=400), st.text(max_size=40))
def test_the_decoder_never_raises(body: bytes, header: str) -> None:
    decoded = decode(body, header)
    assert isinstance(decoded.text, str)
    assert decoded.replaced >= 0
