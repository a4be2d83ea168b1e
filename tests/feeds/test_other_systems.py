"""Feeds of systems that have names of their own for what every entry has: .NET, Baidu's news protocol, podcasts, home-made ones."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.feeds.hand_rows import csv_values, hand_row
from monitor.feeds.links import absolute
from monitor.feeds.parse import parse
from monitor.feeds.parsed import HotlistMapping, ParseConfig
from tests.each import each

SPACES = (
    'xmlns:a10="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:yandex="http://news.yandex.ru" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)
OWN = "<title>甲</title><link>http://yunhe.example/1</link>"
AT = "2026-07-01T00:00:00+00:00"
PERSON = "砚秋"


def rss(item: str, head: str = "<title>源</title>", attributes: str = SPACES) -> bytes:
    return f'<rss version="2.0" {attributes}><channel>{head}<item>{item}</item></channel></rss>'.encode()


def atom(entry: str, head: str = "<title>源</title>") -> bytes:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {spaces}>{head}<entry>{entry}</entry></feed>'.encode()


def read(body: bytes, **more: Any) -> dict[str, Any]:
    (entry,) = parse(body, **more).entries
    assert PERSON not in repr(entry)
    at = entry.published
    return {"title": entry.title, "link": entry.link, "text": entry.text, "at": at.isoformat() if at else None}


@each(
    name=["a10:content", "yandex:full-text", "full-text", "fulltext", "fullitem", "xhtml:body"],
    text=["<![CDATA[<p>全文</p>]]>", "&lt;p&gt;全文&lt;/p&gt;", "<p>全文</p>"],
)
def test_the_whole_text_is_read_whatever_it_is_called(name: str, text: str) -> None:
    found = read(rss(f"{OWN}<description>摘要</description><{name}>{text}</{name}>"))
    assert (found["text"], found["title"], found["link"]) == ("<p>全文</p>", "甲", "http://yunhe.example/1")


def test_a_text_in_xhtml_is_the_text_of_its_entry() -> None:
    body = '<body xmlns="http://www.w3.org/1999/xhtml"><p>全文 &amp; 附件</p></body>'
    assert read(rss(f"{OWN}{body}"))["text"] == "<p>全文 &amp; 附件</p>"


@each(
    name=[
        "pubTime",
        "publishDate",
        "PublishTime",
        "publish_time",
        "publicationDate",
        "createTime",
        "created",
        "time",
        "dc:created",
        "dcterms:created",
        "prism:publicationDate",
    ]
)
def test_a_date_is_read_whatever_it_is_called(name: str) -> None:
    assert read(rss(f"{OWN}<{name}>2026-07-01 08:00:00</{name}>"))["at"] == AT


def test_a_date_of_its_own_comes_before_any_other() -> None:
    own = "<pubDate>Wed, 01 Jul 2026 00:00:00 GMT</pubDate>"
    assert read(rss(f"{OWN}<created>2020-01-01</created>{own}"))["at"] == AT
    assert read(rss(f"{OWN}<time/><dc:created>2026-07-01T08:00:00+08:00</dc:created>"))["at"] == AT


@each(
    "entry wanted",
    [
        ("<pubDate>Wed, 01 Jul 2026 08:00:00 +0800</pubDate>", {"at": AT}),
        ("<dc:date>2026-07-01T08:00:00+08:00</dc:date>", {"at": AT}),
        ("<created>2026-07-01T00:00:00Z</created>", {"at": AT}),
        ("<description>说明</description>", {"text": "说明"}),
        ("<summary>摘</summary><content:encoded><![CDATA[<p>全文</p>]]></content:encoded>", {"text": "<p>全文</p>"}),
        ("<content>全文</content><description>说明</description>", {"text": "全文"}),
    ],
)
def test_atom_that_borrows_from_rss_is_read(entry: str, wanted: dict[str, Any]) -> None:
    found = read(atom(f"<id>urn:1</id><title>甲</title>{entry}"))
    assert {name: found[name] for name in wanted} == wanted


def test_an_entry_of_atom_without_a_link_leads_to_its_id() -> None:
    ids = ("http://yunhe.example/1", "tag:yunhe.example,2026:1", "1")
    links = [read(atom(f"<id>{guid}</id><title>甲</title>"))["link"] for guid in ids]
    assert links == ["http://yunhe.example/1", "", ""]


def test_the_length_of_what_atom_encloses_is_kept() -> None:
    links = '<link rel="enclosure" type="audio/mpeg" length="1337" href="http://yunhe.example/a.mp3?x=1&amp;y=2"/>'
    more = "<link rel='enclosure' href='http://yunhe.example/b.mp3' length='viel'/>"
    feed = parse(atom(f"<id>1</id><title>甲</title>{links}{more}"))
    (entry,) = feed.entries
    assert [(part.url, part.length) for part in entry.enclosures] == [
        ("http://yunhe.example/a.mp3?x=1&y=2", 1337),
        ("http://yunhe.example/b.mp3", None),
    ]


@each(
    "body title",
    [
        (rss(OWN, attributes='xmlns="http://backend.userland.com/rss2"'), "源"),
        (rss(OWN, head="<dc:title>云河 &amp; 网</dc:title>"), "云河 & 网"),
        (
            rss(OWN, attributes='xmlns:r="http://backend.userland.com/rss2"')
            .replace(b"</", b"</r:")
            .replace(b"<", b"<r:")
            .replace(b"<r:/r:", b"</r:"),
            "源",
        ),
    ],
)
def test_a_feed_in_a_namespace_is_read_as_one_without(body: bytes, title: str) -> None:
    feed = parse(body)
    assert (feed.title, [(entry.title, entry.link) for entry in feed.entries]) == (
        title,
        [("甲", "http://yunhe.example/1")],
    )


@each(stray=["</image>", "</div></p>", "</description>"])
def test_an_end_of_what_was_never_begun_loses_nothing(stray: str) -> None:
    found = read(rss(f"<title>甲</title>{stray}<link>http://yunhe.example/1</link><description>说明</description>"))
    assert (found["link"], found["text"]) == ("http://yunhe.example/1", "说明")


def test_entries_that_stand_in_no_feed_are_read() -> None:
    item = f"<item>{OWN}<text>全文</text><author>{PERSON}</author><source>云河报</source><pubDate>2026-07-01 08:00:00</pubDate></item>"
    document = f'<?xml version="1.0" encoding="gb2312"?><document><webMaster>{PERSON}</webMaster>{item}</document>'
    assert read(document.encode("gbk")) == {"title": "甲", "link": "http://yunhe.example/1", "text": "全文", "at": AT}
    entry = '<entry xmlns="http://www.w3.org/2005/Atom"><id>1</id><title>甲</title><link href="http://yunhe.example/1"/></entry>'
    assert read(entry.encode())["link"] == "http://yunhe.example/1"


@each(
    text=[
        "<menu><item><title>甲</title></item></menu>",
        "<html><body><item><title>甲</title><link>b</link></item></body></html>",
        "<item><title>甲</title><link>http://yunhe.example/1</link>",
    ]
)
def test_what_only_looks_like_entries_is_no_feed(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text.encode())
    assert caught.value.label == "not_a_feed"


@each(
    "raw title",
    [
        ("&#147;甲&#148; &#150; 乙&#x85;丙", "“甲” – 乙…丙"),
        ("\x93甲\x94 \x96 乙", "“甲” – 乙"),
        ("<![CDATA[\x93甲\x94]]>", "“甲”"),
        ("甲&#129;乙&#128;", "甲乙€"),
        ("甲&nbsp;·&#160;乙", "甲\xa0·\xa0乙"),
    ],
)
def test_the_characters_of_windows_are_what_they_were_meant_to_be(raw: str, title: str) -> None:
    assert read(rss(f"<title>{raw}</title>"))["title"] == title


def test_a_permalink_without_a_host_is_one_of_the_site() -> None:
    guids = ("<guid>/a/1</guid>", "<guid isPermaLink='false'>/a/1</guid>", "<guid>a1</guid>")
    links = [read(rss(f"<title>甲</title>{guid}"), url="http://yunhe.example/feed")["link"] for guid in guids]
    assert links == ["http://yunhe.example/a/1", "", ""]


@each(
    "name codec text",
    [("windows-874", "cp874", "สหภาพแรงงาน"), ("cn-gb", "gbk", "总工会"), ("utf8mb4", "utf-8", "总工会")],
)
def test_charsets_by_the_names_that_only_browsers_know(name: str, codec: str, text: str) -> None:
    body = f'<?xml version="1.0" encoding="{name}"?><rss><channel><item><title>{text}</title></item></channel></rss>'
    assert read(body.encode(codec))["title"] == text


@each(
    "head line wanted",
    [
        ("标题,正文,标题", "甲,文,乙", {"title": "甲"}),
        ("标题,正文,标题", ",文,乙", {"title": "乙"}),
        (" 标题（必填）,正 文：,发布 时间", "甲,文,2026-07-01 08:00", {"text": "文", "at": AT}),
        ("标题,时间", "甲,46204.333333", {"at": AT}),
        ("标题,时间", "甲,46204", {"at": "2026-06-30T16:00:00+00:00"}),
        ("标题,来源,地区,id", "甲\0乙,报\0,云\0河,1\0", {"title": "甲乙", "source": "报", "region": "云河", "id": "1"}),
        ("标题,链接", "甲,www.yunhe.example/1", {"url": "http://www.yunhe.example/1"}),
    ],
)
def test_a_table_is_read_as_people_write_it(head: str, line: str, wanted: dict[str, str]) -> None:
    ((_number, values),) = csv_values(f"{head}\n{line}\n".encode())
    assert isinstance(values, dict)
    row, _dropped = hand_row(values)
    found = {name: getattr(row, name) for name in wanted}
    assert {name: at.isoformat() if name == "at" else at for name, at in found.items()} == wanted


def test_a_hot_list_may_number_its_items_by_name() -> None:
    body = '{"data": {"1": {"title": "甲", "url": "//yunhe.example/1"}, "2": {"title": "乙"}}}'
    feed = parse(body.encode(), config=ParseConfig(hotlist=HotlistMapping(items="data")))
    assert [(entry.title, entry.link) for entry in feed.entries] == [("甲", "https://yunhe.example/1"), ("乙", "")]


def test_an_address_without_scheme_and_base_is_taken_for_https() -> None:
    assert (absolute("//yunhe.example/1", ""), absolute("/1", "")) == ("https://yunhe.example/1", "")
