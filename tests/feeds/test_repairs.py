"""Feeds that are broken in everyday ways: nothing is lost, and what is lost is counted."""

from __future__ import annotations

import contextlib
import time

import pytest

from monitor.errors import ParseError
from monitor.feeds.build import headline
from monitor.feeds.parse import parse
from tests.each import each
from tests.feeds.samples import item, rss

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ITEMS = "".join(f"<item>{item(n)}</item>" for n in (1, 2, 3))
WHOLE = (
    f'<rss version="2.0"><channel><title>云河样本</title><link>http://news.yunhe.example/</link>{ITEMS}</channel></rss>'
)
PHP = "<br />\n<b>Warning</b>:  fopen(a<b) failed in <b>/var/www/feed.php</b> on line <b>3</b><br />\n"
ESCAPED = WHOLE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
WHOLE_ONES = {
    "two declarations": f'<?xml version="1.0" encoding="utf-8"?>\n<?xml version="1.0"?>{WHOLE}',
    "blank lines and marks before": f'\n\n \ufeff\n<?xml version="1.0"?>{WHOLE}',
    "PHP warnings before": f'{PHP}<?xml version="1.0"?>{WHOLE}',
    "a style sheet before": f'<?xml version="1.0"?><?xml-stylesheet href="/a.xsl"?>{WHOLE}',
    "junk after": f"{WHOLE}\n<!-- 0.2 s --><script>track('a' & b)</script></body></html>",
    "NUL bytes": WHOLE.replace("工地", "工\0地"),
    "control characters by number": WHOLE.replace("检查由", "检&#11;查&#x1F;由"),
    "no end of the root": WHOLE.replace("</rss>", ""),
    "escaped as a whole": f"<pre>{ESCAPED}</pre>",
    "escaped in an element": f'<?xml version="1.0"?><string xmlns="http://tempuri.org/">{ESCAPED}</string>',
    "in an element": f"<response><status>1</status>{WHOLE}</response>",
    "no channel": WHOLE.replace("<channel>", "").replace("</channel>", ""),
    "entries beside the channel": WHOLE.replace("</channel>", "").replace("<item>", "</channel><item>", 1),
    "one entry inside, the others beside": WHOLE.replace("</channel>", "").replace("</item>", "</item></channel>", 1),
    "two channels": WHOLE.replace("</item>", "</item></channel><channel><title>另一个</title>", 1),
    "names in capitals": WHOLE.replace("item>", "ITEM>").replace("title>", "TITLE>").replace("rss", "RSS"),
    "names with a capital": WHOLE.replace("item>", "Item>").replace("title>", "Title>").replace("link>", "Link>"),
    "prefixes that nothing binds": WHOLE.replace("</item>", "<media:thumbnail url='x'/><foo:bar>1</foo:bar></item>"),
    "small cdata": WHOLE.replace("检查由街道组织。", "<![cdata[检查由街道组织。]]>"),
    "a name in the root that is none": WHOLE.replace('version="2.0"', 'version="2.0" xmlns:\x93media="x"'),
    "an attribute without quotes": WHOLE.replace("</item>", "<source url=liuan>来源</source></item>", 1),
}


@each(name=WHOLE_ONES)
def test_what_is_only_untidy_is_read_as_the_tidy_one(name: str) -> None:
    tidy = parse(WHOLE.encode(), url="http://news.yunhe.example/feed")
    feed = parse(WHOLE_ONES[name].encode(), url="http://news.yunhe.example/feed")
    assert (feed.entries, feed.title, feed.partial, feed.cut) == (tidy.entries, "云河样本", None, False)


@each(
    "name body read partial",
    [
        ("no end at all", WHOLE.replace("</channel></rss>", ""), 3, "3 of 4"),
        ("ends within an entry", WHOLE[: WHOLE.rindex("<description>")], 2, "2 of 3"),
        (
            "ends within a section",
            WHOLE.replace("检查由街道组织。</description></item></channel></rss>", "<![CDATA[检查"),
            2,
            "2 of 3",
        ),
        (
            "a commented entry is none",
            WHOLE.replace("<item>", "<!-- <item>", 1).replace("</item>", "</item> -->", 1),
            2,
            None,
        ),
        ("a section without its end", WHOLE.replace("检查由", "<![CDATA[检查由", 1), 3, None),
        ("cut in its first entry", WHOLE[: WHOLE.index("</item>")], 0, None),
        ("a bare tag inside", WHOLE.replace("检查由", "检查<b>由", 1), 3, None),
        ("an entry without its end", WHOLE.replace("</item>", "", 1), 3, None),
        ("one after another", WHOLE + WHOLE, 6, None),
    ],
)
def test_what_is_damaged_says_how_much_is_missing(name: str, body: str, read: int, partial: str | None) -> None:
    if read == 0:
        with pytest.raises(ParseError, match="bytes"):
            parse(body.encode())
        return
    feed = parse(body.encode(), url="http://news.yunhe.example/feed")
    assert (len(feed.entries), feed.partial) == (read, partial)


@each(
    "raw text",
    [
        ("<![CDATA[前 <![CDATA[中]]> 后]]>", "前 中 后"),
        ("<![CDATA[前 <![CDATA[ 后]]>", "前 <![CDATA[ 后"),
        ("<![CDATA[甲]]]]><![CDATA[>乙]]>", "甲]]>乙"),
        ("甲 ]]> 乙", "甲 ]]> 乙"),
        ("<![CDATA[]]>", ""),
        ("<!-- 注 -->甲", "甲"),
    ],
)
def test_sections_within_sections_are_text(raw: str, text: str) -> None:
    one, two = parse(rss(f"<title>甲</title><description>{raw}</description>", item(2))).entries
    assert (one.summary, two.guid) == (text, "g2")


def test_the_text_beside_a_film_is_the_text_of_an_entry_that_has_no_other() -> None:
    group = "<media:group><media:title>片名</media:title><media:description>街道劝导员上岗。</media:description></media:group>"
    own = "<title>甲</title><description>自己的文字。</description>"
    body = rss(f"<title>甲</title>{group}", f"{own}{group}").replace(b"<rss", f"<rss {MEDIA}".encode())
    assert [entry.text for entry in parse(body).entries] == ["街道劝导员上岗。", "自己的文字。"]
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" {MEDIA}><entry><title>甲</title><id>a</id>{group}</entry></feed>'
    assert parse(atom.encode()).entries[0].text == "街道劝导员上岗。"


def test_the_long_text_wins_over_the_short_one() -> None:
    body = rss(
        "<title>甲</title><description>短。</description><content:encoded><![CDATA[<p>长文。</p>]]></content:encoded>"
    )
    (entry,) = parse(body.replace(b"<rss", f"<rss {CONTENT}".encode())).entries
    assert (entry.summary, entry.content, entry.text) == ("短。", "<p>长文。</p>", "<p>长文。</p>")


def test_a_guid_is_the_same_whichever_parser_reads_it() -> None:
    entry = "<entry><title{0}>甲</title><id>7</id><link href='/7'/></entry>"
    feeds = [f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry.format(kind)}</feed>" for kind in ("", " type='xhtml'")]
    one, two = (parse(feed.encode(), url="http://n.example/f") for feed in feeds)
    assert (one.parser, two.parser) == ("fastfeedparser", "feedparser")
    assert {(feed.entries[0].guid, feed.entries[0].guid_key) for feed in (one, two)} == {("7", one.entries[0].guid_key)}


@each(
    "text title",
    [
        ("短句。后面还有。", "短句。"),
        ("一行\n二行", "一行"),
        ("字" * 80, "字" * 60 + "…"),
        ("", ""),
        ("  没有句号", "没有句号"),
    ],
)
def test_a_text_without_a_title_is_shown_by_its_first_sentence(text: str, title: str) -> None:
    assert headline(text) == title


HOSTILE = {
    "texts without an end": "<rss><channel>" + "<description>a<b>" * 20_000,
    "entries without an end": f"<rss {MEDIA}><channel>" + "<item><media:description>a" * 12_000,
    "sections within sections": "<rss><channel>" + "<a><![CDATA[<![CDATA[]]>" * 12_000,
    "comments without an end": "<rss><channel>" + "<!-- a " * 40_000,
    "comments": "<rss><channel>" + "<!-- a -->" * 30_000,
    "titles without an end": "<rss><channel>" + "<title " * 40_000,
    "addresses without an end": "<urlset>" + "<url>" * 60_000,
    "an index without an end": "<sitemapindex>" + "<loc>" * 60_000,
    "names in capitals": "<RSS>" + "<ITEM " * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_for_hostile_documents_grows_with_their_size_only(name: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(ParseError):
        parse(HOSTILE[name].encode())
    assert time.process_time() - begin < 8


def test_a_link_that_has_swallowed_markup_is_none() -> None:
    entry = (
        "<entry><title>甲</title><id>a</id><link href='http://n.example/1><author><name>砚秋</name></author>'/></entry>"
    )
    feed = parse(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode())
    assert (feed.entries[0].link, "砚秋" in repr(feed.entries)) == ("", False)
