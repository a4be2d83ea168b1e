"""Feeds as careless systems write them: whose title, whose link; sections left open; characters in halves."""

from __future__ import annotations

import codecs
from typing import Any

from monitor.feeds.hand_rows import csv_values
from monitor.feeds.parse import parse
from monitor.feeds.parsed import ListPage, ParseConfig
from monitor.text.clean import clean_html
from tests.each import each
from tests.feeds.samples import rss

OTHERS = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
OWN = {"title": "甲", "link": "http://yunhe.example/1", "summary": "说明"}
OWN_RSS = "<title>甲</title><link>http://yunhe.example/1</link><description>说明</description>"
EMOJI = "\U0001f600"


def document(item: str, root: str = "rss") -> bytes:
    if root == "rss":
        return f'<rss version="2.0" {OTHERS}><channel><title>源</title><item>{item}</item></channel></rss>'.encode()
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {OTHERS}><title>源</title><entry><id>1</id>{item}</entry></feed>'.encode()


@each(
    other=[
        "<itunes:title>别</itunes:title>",
        "<media:title>别</media:title>",
        "<dc:title><![CDATA[别]]></dc:title>",
        "<atom:title>别</atom:title>",
        "<media:description>别</media:description>",
        "<dc:description>别</dc:description>",
        '<atom:link rel="self" href="http://yunhe.example/self"/>',
        '<atom:link rel="replies" href="http://yunhe.example/self"></atom:link>',
        "<media:group><media:title>别</media:title><media:description>别</media:description></media:group>",
    ],
    item=["{other}{own}", "{own}{other}", "{other}{own}<x:y>未声明</x:y>"],
)
def test_what_another_vocabulary_calls_so_is_not_the_entrys_own(item: str, other: str) -> None:
    (entry,) = parse(document(item.format(own=OWN_RSS, other=other))).entries
    assert {name: getattr(entry, name) for name in OWN} == OWN


@each(
    "root item wanted",
    [
        ("rss", "<dc:title>甲</dc:title>", {"title": "甲"}),
        ("rss", '<title>甲</title><link href="http://yunhe.example/1"/>', {"link": "http://yunhe.example/1"}),
        ("rss", '<title>甲</title><link rel="x" href="/1"></link><br>', {"link": ""}),
        (
            "feed",
            "<title>甲</title><link>http://yunhe.example/1?a=1&amp;b=2</link>",
            {"link": "http://yunhe.example/1?a=1&b=2"},
        ),
        (
            "feed",
            '<title>甲</title><link rel="Alternate" href="http://yunhe.example/1"/>',
            {"link": "http://yunhe.example/1"},
        ),
        (
            "feed",
            '<link rel="http://www.iana.org/assignments/relation/alternate" href="http://yunhe.example/1"/>',
            {"link": "http://yunhe.example/1"},
        ),
        ("feed", '<content type="application/pdf">JVBERi0xLjQK</content><summary>说明</summary>', {"text": "说明"}),
        ("feed", '<content type="image/png">iVBORw0K</content><summary>说明</summary>', {"text": "说明"}),
        ("feed", '<content type="application/octet-stream">5bel5Lya</content>', {"text": "工会"}),
        ("feed", "<media:title>别</media:title><title>甲</title>", {"title": "甲"}),
        ("rss", "<title>甲&#55357;&#56832;</title>", {"title": f"甲{EMOJI}"}),
        ("rss", "<title>甲&#xD83D;&#xde00;&#xD83D;</title>", {"title": f"甲{EMOJI}"}),
    ],
)
def test_what_is_written_oddly_is_read(root: str, item: str, wanted: dict[str, Any]) -> None:
    (entry,) = parse(document(item, root)).entries
    assert {name: getattr(entry, name) for name in wanted} == wanted


def test_a_hub_is_no_home_page() -> None:
    links = '<link rel="hub" href="http://hub.example/"/><link rel="self" href="http://yunhe.example/feed"/>'
    feed = parse(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>源</title>{links}<entry><id>1</id></entry></feed>'.encode()
    )
    assert (feed.link, feed.hub) == ("", "http://hub.example/")


@each(
    "body titles",
    [
        (
            rss("<title><![CDATA[甲]]></title>", "<title>乙</title><description><![CDATA[没有结尾</description>"),
            ["甲", "乙"],
        ),
        (
            rss(
                "<title>甲</title><description><![CDATA[没有结尾 <b>粗</b></description>",
                "<title>乙</title><description><![CDATA[好]]></description>",
                "<title>丙</title>",
            ),
            ["甲", "乙", "丙"],
        ),
        (
            rss(
                "<title>甲</title><description><![CDATA[<item><title><![CDATA[引]]></title></item>]]></description>",
                "<title>乙</title>",
            ),
            ["甲", "乙"],
        ),
    ],
)
def test_a_section_left_open_swallows_no_entry(body: bytes, titles: list[str]) -> None:
    feed = parse(body)
    assert ([entry.title for entry in feed.entries], feed.partial) == (titles, None)


@each(
    "body title",
    [
        (codecs.BOM_UTF16_LE + rss("<title>甲</title>"), "甲"),
        (codecs.BOM_UTF16_BE + rss("<title>甲</title>"), "甲"),
        (
            rss("<title>甲</title>").replace("甲".encode(), "甲\ud83d\ude00".encode("utf-8", "surrogatepass")),
            f"甲{EMOJI}",
        ),
    ],
)
def test_bytes_that_are_not_what_they_say_are_read(body: bytes, title: str) -> None:
    assert [entry.title for entry in parse(body).entries] == [title]


def test_halves_within_a_text_are_one_character() -> None:
    assert clean_html("<p>甲&#55357;&#56832;乙 &#55357; &#12345;&#56832;</p>") == f"甲{EMOJI}乙 \ufffd 〹\ufffd"


ITEM = '{"id": "1", "title": "甲", "content_text": "文"}'
FEED = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{ITEM}]}}'


@each(
    "text title",
    [
        (f"callback({FEED});", "甲"),
        (f"/**/ jQuery1_2.cb( {FEED} )", "甲"),
        (f"var hot = {FEED};", "甲"),
        (f")]}}',\n{FEED}", "甲"),
        (f"{FEED}\n<!-- 0.03 s -->", "甲"),
        (FEED.replace("甲", "甲\n乙\t"), "甲\n乙"),
        (FEED.replace('"1"', "NaN"), "甲"),
    ],
)
def test_json_as_scripts_have_it_is_read(text: str, title: str) -> None:
    (entry,) = parse(text.encode()).entries
    assert (entry.title, entry.text, "nan" in entry.guid) == (title, "文", False)


@each(
    "head link guid",
    [
        ("", "", "a/1.html"),
        ('<link rel="canonical" href="http://yunhe.example/x/">', "http://yunhe.example/x/a/1.html", ""),
        ('<base href="http://yunhe.example/">', "http://yunhe.example/a/1.html", ""),
    ],
)
def test_a_saved_list_page_is_read_without_its_address(head: str, link: str, guid: str) -> None:
    page = f'<html><head>{head}</head><body><ul><li><a href="a/1.html">街道通知</a><i>07-01</i></li></ul></body></html>'
    (entry,) = parse(page.encode(), config=ParseConfig(list_page=ListPage(entry="li"))).entries
    assert (entry.title, entry.link, entry.guid) == ("街道通知", link, guid or link)


def test_a_news_sitemap_with_attributes_is_read() -> None:
    space = "http://www.google.com/schemas/sitemap-news/0.9"
    news = "<url id='1'><loc>http://yunhe.example/1</loc><news:news><news:title>甲</news:title></news:news></url>"
    feed = parse(f'<urlset xmlns:news="{space}">{news}</urlset>'.encode())
    assert ([entry.title for entry in feed.entries], feed.partial) == (["甲"], None)


@each("before delimiter", [("", ","), ("\n\r\n", ","), ("sep=;\n", ";"), ("SEP=|\r\n", "|"), ("\n", "\t")])
def test_a_table_may_begin_before_its_head(before: str, delimiter: str) -> None:
    body = f"{before}标题{delimiter}正文\n甲{delimiter}文\n".encode()
    assert list(csv_values(body)) == [(before.count("\n") + 2, {"标题": "甲", "正文": "文"})]
