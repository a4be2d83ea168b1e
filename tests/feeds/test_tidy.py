"""A feed without a fault is read straight from its bytes, and gives what the long way gives; in doubt the long way is taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.feeds.parse_xml
from monitor.errors import ParseError
from monitor.feeds.parse import parse
from monitor.feeds.parsed import ParseConfig, ParsedFeed
from monitor.feeds.tidy_xml import read_tidy
from tests.each import each
from tests.feeds import samples

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
)
RSS = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand --><rss version="2.0" {names}><channel><title>云河晚报</title>'
    '<link>http://news.yunhe.example/</link><atom:link rel="self" href="http://news.yunhe.example/feed"/><ttl>30</ttl>{items}'
    "</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><title>云河物流</title><id>urn:feed</id>'
    '<link href="http://trade.yunhe.example/"/>{items}</feed>'
)
ITEM = (
    "<item><title>第{n}条</title><link>http://news.yunhe.example/{n}.html</link><guid>http://news.yunhe.example/{n}.html</guid>"
    "<pubDate>Wed, 01 Jul 2026 08:30:0{n} +0800</pubDate><dc:creator>秦某某</dc:creator>"
    "<description><![CDATA[<p>检查由街道组织，<b>三家</b>停工。<!--more--></p>]]></description>{more}</item>"
)
ENTRY = (
    '<entry><title type="html">第{n}条</title><link href="http://trade.yunhe.example/{n}"/><id>http://trade.yunhe.example/{n}</id>'
    "<published>2026-07-01T08:30:0{n}+08:00</published><updated>2026-07-01T09:00:00Z</updated><author><name>秦某某</name></author>"
    '<category term="物流"/><summary>短。</summary><content type="html">&lt;p&gt;休息时间短了。&lt;/p&gt;</content>{more}</entry>'
)


def rss(more: str = "", *, names: str = NAMES) -> str:
    return RSS.format(names=names, items=ITEM.format(n=1, more=more) + ITEM.format(n=2, more=""))


def atom(more: str = "") -> str:
    return ATOM.format(items=ENTRY.format(n=1, more=more) + ENTRY.format(n=2, more=""))


def is_tidy(body: str) -> bool:
    return read_tidy(body.encode(), body, NOW) is not None


def read(body: bytes) -> ParsedFeed | str:
    try:
        return parse(body, url="http://news.yunhe.example/feed", config=ParseConfig(now=NOW))
    except ParseError as error:
        return error.label


def both_ways(body: bytes) -> tuple[ParsedFeed | str, ParsedFeed | str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(monitor.feeds.parse_xml, "read_tidy", lambda *_: None)
        long_way = read(body)
    return read(body), long_way


TIDY = {
    "rss": rss(),
    "atom": atom(),
    "a guid that is no link": rss("<x:a xmlns:x='urn:x'>1</x:a>").replace("<guid>", '<guid isPermaLink="false">'),
    "no guids": rss().replace("guid>", "foo>"),
    "no links": rss().replace("link>", "foo>"),
    "no links and guids that are none": rss().replace("link>", "foo>").replace("<guid>", "<guid isPermaLink='false'>"),
    "no dates": rss().replace("pubDate>", "foo>"),
    "guids that look like dates": rss().replace("<guid>http://news.yunhe.example/1.html", "<guid>20260701"),
    "dates that only we read": rss().replace("Wed, 01 Jul 2026 08:30:01 +0800", "2026年7月1日 9时"),
    "a bare date": rss().replace("Wed, 01 Jul 2026 08:30:01 +0800", "2026-07-01"),
    "a date without a zone": rss().replace("Wed, 01 Jul 2026 08:30:01 +0800", "2026-07-01 08:30:00"),
    "a rough date": rss().replace("Wed, 01 Jul 2026 08:30:01 +0800", "3小时前"),
    "an item quoted in a section": rss("<content:encoded><![CDATA[<item><title>甲</title></item>]]></content:encoded>"),
    "a summary quoted in a section": rss("<content:encoded><![CDATA[<summary>甲</summary>]]></content:encoded>"),
    "the beginning of a section quoted in one": rss().replace("三家", "<![CDATA[ 三家"),
    "a comment in the head": rss().replace("<ttl>", "<!-- <language>xx</language> --><ttl>"),
    "another charset named": rss().replace("utf-8", "gb2312"),
    "a character of no use": rss().replace("第1", "第\x7f1"),
    "a character of no use by its number": rss().replace("第1", "第&#127;&#x7F;1"),
    "attributes of a text": atom().replace("<summary>", '<summary type="text" xml:lang="zh">'),
}


@each(name=TIDY)
def test_a_feed_without_a_fault_is_read_straight_and_as_the_long_way_reads_it(name: str) -> None:
    straight, long_way = both_ways(TIDY[name].encode())
    assert is_tidy(TIDY[name])
    assert straight == long_way
    assert isinstance(straight, ParsedFeed)
    assert len(straight.entries) == 2


DATE = "Wed, 01 Jul 2026 08:30:01 +0800"
IN_DOUBT = {
    "China Standard Time": rss().replace(DATE, "Wed, 01 Jul 2026 08:30:01 CST"),
    "China Standard Time in a section": rss().replace(DATE, "<![CDATA[Wed, 01 Jul 2026 08:30:01 CST]]>"),
    "something behind the zone": rss().replace(DATE, "Wed, 01 Jul 2026 08:30:01 GMT+0800"),
    "no date": rss("<dc:date>2026-07-01T08:30:00Z</dc:date>").replace(DATE, "soon"),
    "an empty date beside another": rss("<dc:date>2026-07-01T08:30:00Z</dc:date>").replace(DATE, " "),
    "a year that cannot be": rss("<dc:date>2026-07-01T08:30:00Z</dc:date>").replace(
        DATE, "Mon, 01 Jan 1900 08:30:01 +0800"
    ),
    "a comment in a title": rss().replace("第1", "第<!-- x -->1"),
    "a comment in a link": rss().replace("example/1", "example/<!-- x -->1"),
    "markup in a title": rss().replace("第1条", "第<b>1</b>条"),
    "markup behind a section": rss().replace("]]></description>", "]]><b>完</b></description>", 1),
    "an entry beside the channel": rss().replace("</channel>", f"</channel>{ITEM.format(n=3, more='')}"),
    "an entry in capitals": rss()
    .replace("</channel>", f"{ITEM.format(n=3, more='')}</channel>")
    .replace("<item>", "<Item>", 1),
    "the text of a picture": rss("<media:description>甲</media:description>"),
    "another base": atom().replace("<entry>", '<entry xml:base="http://other.example/">'),
    "XHTML": atom().replace("<summary>", '<summary type="xhtml">'),
    "base64": atom().replace('type="html">&lt;', 'type="application/octet-stream">&lt;'),
    "a name of HTML": rss().replace("第1", "第&nbsp;1"),
    "a document type": rss().replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss'),
    "a prefix that nothing binds": rss("<foo:bar>1</foo:bar>"),
    "the end of its middle": rss()[:-200],
    "no character by its number": rss().replace("第1", "第&#xFFFE;1"),
    "half a character by its number": rss().replace("第1", "第&#xD83D;1"),
    "a line separator": rss().replace("第1", "第\u20281"),
    "no character": rss().replace("第1", "第\uffff1"),
    "text and sections": rss().replace("<title>第1", "<title>第<![CDATA[1 & ]]>"),
    "something after the end": rss() + "\n<!-- 0.2 s --><p>",
    "two guids": rss("<guid>2</guid>"),
    "the guid of another feed": atom("<source><id>urn:other</id></source>"),
    "no entries": RSS.format(names=NAMES, items=""),
}


@each(name=IN_DOUBT)
def test_in_doubt_the_long_way_is_taken(name: str) -> None:
    assert not is_tidy(IN_DOUBT[name])
    straight, long_way = both_ways(IN_DOUBT[name].encode())
    assert straight == long_way


@each(path=sorted(GOLDEN.glob("*.xml")))
def test_every_format_is_read_alike_both_ways(path: Path) -> None:
    straight, long_way = both_ways(path.read_bytes())
    assert straight == long_way


ZONES = "+0800 +08:00 -0330 GMT UTC UT Z CST EST BST gmt (CST) GMT+8 GMT+0800 GMT-08:00".split()  # noqa: SIM905
DATES = st.one_of(
    st.builds(
        "{}{} {} {} {}:{}:{} {}".format,
        st.sampled_from(["Wed, ", "Xyz, ", "", "Wednesday, "]),
        st.sampled_from(["01", "1", "31", "45"]),
        st.sampled_from(["Jul", "jul", "July", "Feb", "七月"]),
        st.sampled_from(["2026", "26", "1975", "0001"]),
        st.sampled_from(["08", "8", "24", "00"]),
        st.sampled_from(["30", "61"]),
        st.sampled_from(["00", "59", "60"]),
        st.sampled_from([*ZONES, *(f"{zone} (x)" for zone in ZONES), ""]),
    ),
    st.builds(
        "{}-{}-{}{}{}{}".format,
        st.sampled_from(["2026", "1950", "0001", "26"]),
        st.sampled_from(["07", "7", "13"]),
        st.sampled_from(["01", "1", "30"]),
        st.sampled_from(
            ["T08:30:00", " 08:30:00", "T8:30", "T24:00:00", "T08:30:00.125", "T08:30:00.000001", "T00:00:00", ""]
        ),
        st.sampled_from(["", " "]),
        st.sampled_from([*ZONES, "z", ""]),
    ),
)


@given(first=DATES, second=DATES)
def test_dates_are_read_alike_both_ways(first: str, second: str) -> None:
    body = rss(f"<dc:date>{second}</dc:date>").replace(DATE, first)
    straight, long_way = both_ways(body.encode())
    assert straight == long_way


PIECES = (
    "甲", "<b>", "</b>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&lt;p&gt;", "&nbsp;", "&", "<br/>", "\n", "</title>", "<title>",
    "</description>", "<description>", "<summary>a</summary>", "</item>", "<item>", "<guid>", "</guid>", "<link>", "</link>",
    "<pubDate>", "</pubDate>", "2026-07-01", "10:00:00 CST", "http://a.example/1", "<content:encoded>", "</content:encoded>",
    "<id>1</id>", "<category>乙</category>", "<atom:updated>2026-07-01T10:00:00Z</atom:updated>", "<?a b?>", "]]", "\u2029", "&#11;", "\x7f", "&#x7F;", "&#65535;", "\ufffe",
)  # fmt: skip


@given(
    more=st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    where=st.sampled_from(["more", "title", "head", "entry"]),
)
def test_whatever_stands_in_a_feed_is_read_alike_both_ways(more: str, where: str) -> None:
    body = {
        "more": rss(more),
        "title": rss().replace("第1", more, 1),
        "head": rss().replace("<ttl>", f"{more}<ttl>"),
        "entry": atom(more),
    }[where]
    straight, long_way = both_ways(body.encode())
    assert straight == long_way


def test_who_wrote_it_is_not_read_on_either_way() -> None:
    for body in (rss(), atom(), samples.RSS, samples.ATOM):
        assert not [feed for feed in both_ways(body.encode()) if "某某" in repr(feed)]


def test_without_the_native_part_the_long_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    body, with_it = rss(), read(rss().encode())
    assert is_tidy(body)
    monkeypatch.setattr("fastfeedparser.main._core", None)
    assert not is_tidy(body)
    assert read(body.encode()) == with_it
