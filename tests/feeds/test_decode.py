"""Charsets: declared, wrongly declared, detected; single bad bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.decode import codec_name, decode

TEXT = "云河区柳岸街道的木工班说，两个月的工资还没有结清。"
TRADITIONAL = "雲河區勞工局公布工時檢查結果，共有三家公司違規。"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_forms_are_known_by_their_bytes(charset: str) -> None:
    assert decode(f"<rss>{TEXT}</rss>".encode(charset)).text == f"<rss>{TEXT}</rss>"


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_gb2312_is_read_as_its_superset(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a>{TEXT}镕囧€𠮷</a>'
    assert decode(text.encode("gb18030")).text == text
    assert decode(f"<a>{TEXT}镕囧</a>".encode("gbk"), f"text/xml; charset={declared}").text == f"<a>{TEXT}镕囧</a>"


@pytest.mark.parametrize(("charset", "text"), [("big5", TRADITIONAL), ("shift_jis", "職場の安全についてのお知らせ")])
def test_other_declared_charsets_are_read(charset: str, text: str) -> None:
    assert decode(text.encode(charset), f"text/xml; charset={charset}").text == text
    assert decode(f"<meta charset='{charset}'>{text}".encode(charset)).text.endswith(text)


@pytest.mark.parametrize(
    "header", ["text/xml; charset=gb2312", "text/xml; charset=ISO-8859-1", "text/xml", "text/xml; charset=nonsense"]
)
def test_utf8_wins_over_a_wrong_declaration(header: str) -> None:
    assert decode(TEXT.encode(), header).text == TEXT


def test_gbk_declared_as_utf8_is_still_read() -> None:
    body = f'<?xml version="1.0" encoding="utf-8"?><a>{TEXT * 5}</a>'.encode("gbk")
    assert TEXT in decode(body, "text/xml; charset=utf-8").text


@pytest.mark.parametrize(("charset", "text"), [("gbk", TEXT), ("big5", TRADITIONAL)])
def test_an_undeclared_charset_is_detected(charset: str, text: str) -> None:
    assert decode((text * 10).encode(charset)).text == text * 10


def test_single_bad_bytes_become_one_mark_each_and_are_counted() -> None:
    decoded = decode((TEXT.encode() + b"\xff") * 2)
    assert decoded.text == f"{TEXT}\ufffd" * 2
    assert (decoded.charset, decoded.replaced) == ("utf-8", 2)


def test_bytes_that_are_no_text_are_said_to_be_unreadable() -> None:
    body = b"\x89PNG\r\n" + bytes((n * 37 + 129) % 256 for n in range(4000))
    assert not decode(body).readable or decode(body).replaced >= 0
    assert not decode(b"\x81\x81\xff\xfe\xff\x9d\x8d\x8f" * 50, "text/xml; charset=utf-8").readable


@pytest.mark.parametrize("name", ["hex", "rot13", "base64", "zip", "nonsense", ""])
def test_codecs_that_are_no_charsets_are_refused(name: str) -> None:
    assert codec_name(name) is None


@given(st.binary(max_size=400), st.text(max_size=40))
def test_the_decoder_never_raises(body: bytes, header: str) -> None:
    decoded = decode(body, header)
    assert isinstance(decoded.text, str)
    assert decoded.replaced >= 0
