"""OPML to lines and back: every line accounted for, nothing expanded, nobody named."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from monitor.errors import ParseError
from monitor.feeds.opml import OpmlRow, opml_read, opml_write
from tests.each import each

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head><title>清单</title></head>\n<body>\n'
TAIL = "\n</body>\n</opml>\n"


def read(body: str, head: str = HEAD, tail: str = TAIL) -> list[tuple[int, str, str, str]]:
    lines = opml_read((head + body + tail).encode())
    return [(line.line, line.title, line.url, line.fault) for line in lines]


def test_title_address_home_and_folders_are_read() -> None:
    body = (
        '<outline text="新闻"><outline text="本地">'
        '<outline type="rss" text="云河" title="云河晚报" xmlUrl="https://a.example/f" htmlUrl="https://a.example/"/>'
        '</outline><outline text="乙" xmlUrl="https://b.example/f"/></outline>'
    )
    first, second = opml_read((HEAD + body + TAIL).encode())
    assert (first.line, first.title, first.url) == (5, "云河晚报", "https://a.example/f")
    assert (first.homepage, first.folder) == ("https://a.example/", ("新闻", "本地"))
    assert (second.title, second.folder) == ("乙", ("新闻",))


def test_names_in_any_case_quotes_of_either_kind_and_entities_of_html_are_read() -> None:
    line = "<OUTLINE TEXT='甲&nbsp;&middot;&amp;lt; &#38;' XMLURL = 'https://a.example/f?x=1&amp;y=2&copy=3'></OUTLINE>"
    assert read(line) == [(5, "甲\u00a0·&lt; &", "https://a.example/f?x=1&y=2&copy=3", "")]


def test_a_missing_title_is_empty_and_an_empty_folder_is_no_line() -> None:
    assert read('<outline xmlUrl="https://a.example/f"/><outline text="空"></outline>') == [
        (5, "", "https://a.example/f", "")
    ]


@each(
    "line fault",
    [
        ('<outline text="甲 xmlUrl="https://a.example/f"/>', "malformed"),
        ('<outline text="甲" xmlUrl=https://a.example/f/>', "malformed"),
        ('<outline text="甲" xmlUrl="https://a.example/f', "malformed"),
        ('<outline text="甲" type="rss"/>', "no_url"),
        ('<outline text="甲" type="link" url="https://a.example/"/>', "no_feed"),
    ],
)
def test_a_bad_line_costs_that_line_only(line: str, fault: str) -> None:
    good = '<outline text="乙" xmlUrl="https://b.example/f"/>'
    assert [(n, last) for n, _t, _u, last in read(f"{good}\n{line}\n{good}")] == [(5, ""), (6, fault), (7, "")]


def test_a_file_that_ends_in_its_middle_says_so() -> None:
    assert read('<outline text="乙" xmlUrl="https://b.example/f"/>\n<outline te', tail="")[-2:] == [
        (6, "", "", "malformed"),
        (6, "", "", "cut"),
    ]


def test_comments_and_feed_schemes_are_understood() -> None:
    lines = read(
        '<!-- <outline xmlUrl="https://no.example/f"/> --><outline xmlUrl="feed://a.example/f"/>'
        '<outline xmlUrl="feed:https://b.example/f"/><outline xmlUrl="feed://https://c.example/f"/>'
    )
    assert [url for _n, _t, url, _f in lines] == ["http://a.example/f", "https://b.example/f", "https://c.example/f"]


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;',
    ],
)
def test_a_file_with_entities_is_refused(subset: str) -> None:
    body = f'<!DOCTYPE opml [{subset}]>\n{HEAD}<outline text="&b;&x;" xmlUrl="https://a.example/"/>{TAIL}'
    with pytest.raises(ParseError) as refused:
        opml_read(body.encode())
    assert refused.value.label == "entities"


@pytest.mark.parametrize("body", [b"", b"<rss><channel/></rss>", "<html>登录</html>".encode(), b"\x00\x01\x02"])
def test_what_is_no_opml_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        opml_read(body)


@pytest.mark.parametrize(("charset", "said"), [("gb18030", "gb2312"), ("utf-16", "utf-16"), ("big5", "big5")])
def test_other_charsets_are_read(charset: str, said: str) -> None:
    text = f'{HEAD.replace("utf-8", said)}<outline text="工人日報" xmlUrl="https://a.example/f"/>{TAIL}'
    assert opml_read(text.replace("清单", "清單").encode(charset))[0].title == "工人日報"


def test_neither_owner_nor_author_is_read_or_written() -> None:
    head = HEAD.replace("</head>", "<ownerName>张三</ownerName><ownerEmail>z@a.example</ownerEmail></head>")
    lines = opml_read((head + '<outline xmlUrl="https://a.example/f" author="张三"/>' + TAIL).encode())
    assert "张三" not in repr(lines)
    written = opml_write([OpmlRow("甲", "https://a.example/f", "", "新闻", is_feed=True)], title="清单").decode()
    assert not [word for word in ("owner", "author", "mail") if word in written.lower()]


def test_what_is_written_is_xml_and_reads_back_the_same() -> None:
    row = OpmlRow('甲 <乙> & "丙"\x07', "https://a.example/f?x=1&y=2", "https://a.example/", "新闻", is_feed=True)
    body = opml_write([row, OpmlRow("丁", "https://d.example/", "", "政务", is_feed=False)], title="a&b")
    outlines = etree.fromstring(body, etree.XMLParser(resolve_entities=False)).findall("./body/outline/outline")
    assert {outline.get("title"): outline.get("type") for outline in outlines} == {row.title[:-1]: "rss", "丁": "link"}
    line = next(line for line in opml_read(body) if not line.fault)
    assert (line.title, line.url, line.folder) == ('甲 <乙> & "丙"', row.url, ("新闻",))


@pytest.mark.parametrize("unit", ["<outline ", '<outline a="', "<outline a='\"", "<!--", "<outline a = ", "<![CDATA["])
def test_time_grows_with_the_size_only(unit: str) -> None:
    begin = time.monotonic()
    opml_read(("<opml>" + unit * (200_000 // len(unit))).encode())
    assert time.monotonic() - begin < 5
