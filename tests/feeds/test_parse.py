"""Golden feeds of every format, what is dropped, what is harmless, and that nothing else is raised."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.parse import parse
from monitor.feeds.parsed import Enclosure, HotlistMapping, ParseConfig
from tests.each import each
from tests.feeds import samples
from tests.feeds.samples import item, rss

AT = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
FORMATS = {
    "rss": samples.RSS,
    "atom": samples.ATOM,
    "rdf": samples.RDF,
    "atom03": samples.ATOM03,
    "json": samples.JSON_FEED,
    "hotlist": samples.HOTLIST,
}


def test_rss_is_read() -> None:
    feed = parse(samples.RSS.encode(), url="http://news.yunhe.example/feed.xml")
    first, second = feed.entries
    assert (feed.title, feed.link, feed.language, feed.ttl, feed.floor_s) == (
        "云河晚报", "http://news.yunhe.example/", "zh-CN", 30, 1800
    )  # fmt: skip
    assert (first.guid, first.link) == ("yh-1", "http://news.yunhe.example/2026/a1.html?id=7")
    assert (first.title, first.published) == ("柳岸街道一工地木工班工资拖欠两个月", AT)
    assert (first.summary, first.categories) == ("<p>十二名木工到街道反映情况。</p>", ("劳动",))
    assert first.enclosures == (Enclosure("http://news.yunhe.example/img/1.mp3", "audio/mpeg", 1234),)
    assert (second.published, feed.partial, feed.parser) == (
        datetime(2026, 7, 1, 1, 5, tzinfo=UTC),
        None,
        "fastfeedparser",
    )


def test_atom_with_base_and_xhtml_is_read() -> None:
    feed = parse(samples.ATOM.encode(), url="http://elsewhere.example/feed")
    (entry,) = feed.entries
    assert (feed.title, feed.link, feed.language) == ("云河物流", "http://trade.yunhe.example/", "zh-CN")
    assert (entry.link, entry.title) == ("http://trade.yunhe.example/posts/9", "分拣中心<b>夜班</b>改为两班倒")
    assert (entry.published, entry.updated) == (AT, datetime(2026, 7, 1, 2, tzinfo=UTC))
    assert "休息时间" in entry.content
    assert [part.url for part in entry.enclosures] == ["http://trade.yunhe.example/voice.mp3"]


@pytest.mark.parametrize(("name", "title"), [("rdf", "关于高温作业时段的通知"), ("atom03", "渡头镇开展招聘会")])
def test_old_formats_are_read(name: str, title: str) -> None:
    (entry,) = parse(FORMATS[name].encode()).entries
    assert (entry.title, entry.published) == (title, AT)
    assert entry.link.startswith("http://")


def test_json_feed_is_read() -> None:
    feed = parse(samples.JSON_FEED.encode(), url="http://bbs.yunhe.example/feed.json")
    (entry,) = feed.entries
    assert (entry.guid, entry.link, entry.published) == ("t-5", "http://bbs.yunhe.example/t/5", AT)
    assert (entry.title, entry.categories) == ("骑手单价又降了吗", ("平台",))


def test_a_hot_list_is_read_and_its_mapping_can_be_set() -> None:
    first, second = parse(samples.HOTLIST.encode()).entries
    assert (first.link, first.published, first.summary) == ("http://hot.yunhe.example/q?w=88", AT, "多个街道发布通知")
    assert (second.title, second.published) == ("开发区招聘会今日举行", None)
    other = ParseConfig(hotlist=HotlistMapping(items="data.list", title="word", link="href"))
    body = '{"data": {"list": [{"word": "云河高温", "href": "http://h.example/1"}]}}'.encode()
    assert [entry.title for entry in parse(body, config=other).entries] == ["云河高温"]


@each(name=FORMATS)
def test_author_fields_of_every_format_are_dropped(name: str) -> None:
    everything = repr(asdict(parse(FORMATS[name].encode(), url="http://news.yunhe.example/")))
    assert not [person for person in samples.PEOPLE if person in everything]
    assert not [key for key in ("author", "creator", "contributor", "avatar") if key in everything]


def test_gb18030_with_its_declaration_is_read() -> None:
    body = samples.RSS.replace('encoding="utf-8"', 'encoding="gb2312"').encode("gb18030")
    assert parse(body).entries == parse(samples.RSS.encode()).entries


def test_a_bad_byte_loses_no_entry() -> None:
    body = rss(*(item(n) for n in range(1, 6))).replace("第3号".encode(), b"\xb5\xffx")
    feed = parse(body)
    assert [entry.guid for entry in feed.entries] == ["g1", "g2", "g3", "g4", "g5"]
    assert (feed.replaced > 0, feed.parser, feed.partial) == (True, "feedparser", None)


def test_a_feed_that_breaks_off_says_how_much_could_be_read() -> None:
    whole = rss(*(item(n) for n in range(1, 6)))
    feed = parse(whole[: whole.index(b"<guid isPermaLink='false'>g4") + 10])
    assert [entry.guid for entry in feed.entries][:3] == ["g1", "g2", "g3"]
    assert feed.partial in {None, "3 of 4"}


def test_entities_can_neither_explode_nor_read_files() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">'
        "<channel><title>&e11;&x;</title><item><title>&x;&e11;&nbsp;工会</title></item></channel></rss>"
    ).encode()
    feed = parse(body)
    assert "root:" not in repr(feed) + repr(feed.entries)
    assert len(repr(feed.entries)) < 1_000
    assert "工会" in feed.entries[0].title


def test_named_entities_bare_ampersands_and_arrows_are_text() -> None:
    (entry,) = parse(rss("<title>A&eacute;&nbsp;B & C <3 &copy=2</title>")).entries
    assert entry.title == "Aé\u00a0B & C <3 &copy=2"


def test_a_missing_guid_falls_back_to_the_link_then_to_the_words() -> None:
    one, two, three = parse(
        rss("<title>甲</title><link>http://n.example/1?utm_source=a</link>", "<title>乙</title>", "<title>丙</title>")
    ).entries
    assert one.guid == "http://n.example/1"
    assert len({one.identity, two.identity, three.identity}) == 3


def test_identity_survives_tracking_and_content_digest_survives_markup() -> None:
    (one,) = parse(
        rss("<title>甲</title><link>http://n.example/1?spm=1</link><description>&lt;b&gt;文&lt;/b&gt;</description>")
    ).entries
    (two,) = parse(rss("<title>甲</title><link>http://n.example/1?spm=2</link><description>文</description>")).entries
    assert (one.identity, one.content_digest) == (two.identity, two.content_digest)


def test_personal_pages_share_a_host_but_not_an_identity() -> None:
    one, two = parse(
        rss(
            "<title>甲</title><link>https://weibo.com/111</link>", "<title>乙</title><link>https://weibo.com/222</link>"
        )
    ).entries
    assert one.link == two.link == "https://weibo.com/"
    assert one.identity != two.identity
    assert "111" not in one.guid


def test_a_guid_that_looks_like_a_date_is_no_date() -> None:
    (entry,) = parse(rss("<title>甲</title><guid isPermaLink='false'>20260701</guid>")).entries
    assert (entry.published, entry.guid) == (None, "20260701")


def test_a_permalink_guid_serves_as_link_and_another_does_not() -> None:
    one, two = parse(
        rss(
            "<title>甲</title><guid>http://n.example/1</guid>",
            "<title>乙</title><guid isPermaLink='false'>http://n.example/2</guid>",
        )
    ).entries
    assert (one.link, two.link) == ("http://n.example/1", "")


@each(
    "body label",
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><html><body>login</body></html>", "not_a_feed"),
        (b"<html><head></head></html>", "not_a_feed"),
        (b"hello", "not_a_feed"),
        (b"{}", "not_a_feed"),
        (b"[1, 2]", "not_a_feed"),
        (b'{"items": 3}', "not_a_feed"),
        (b"[" * 100_000, "not_a_feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_said(body: bytes, label: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body)
    assert caught.value.label == label


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss()).entries == ()


PIECES = [
    *(
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE x [",
        "]>",
        "&x;",
    ),
    *("<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<pubDate>", "</pubDate>", "<link>", "&#0;", "&#xD800;"),
    *(
        "<guid>",
        "</guid>",
        "<!--",
        "-->",
        "<?xml version='1.0' encoding='gbk'?>",
        "\x00",
        "\ud7ff",
        "云河",
        "<title",
        '{"items":[',
        "{",
    ),
]


def label_or_feed(body: bytes) -> str:
    """What came of it; anything but a ParseError is a failure of the test."""
    try:
        feed = parse(body)
    except ParseError as error:
        return error.label
    return "feed" if all(len(entry.identity) == 16 for entry in feed.entries) else "odd"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25))
def test_nothing_but_a_parse_error_is_raised(pieces: list[str]) -> None:
    body = ("<rss><channel>" if len(pieces) % 2 else "") + "".join(pieces)
    assert label_or_feed(body.encode("utf-8", "replace")) in {
        "feed",
        "empty",
        "not_a_feed",
        "bad_encoding",
        "truncated",
    }


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=1500))
def test_damaged_bytes_raise_nothing_else(noise: bytes, position: int) -> None:
    body = samples.RSS.encode()
    damaged = body[:position] + noise + body[position + len(noise) // 2 :]
    assert label_or_feed(damaged) in {"feed", "empty", "not_a_feed", "bad_encoding", "truncated"}


RDF_LONG = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="http://eve.yunhe.example/"><title>澜州晚报</title><link>http://eve.yunhe.example/</link>
<dc:language>zh-CN</dc:language><items><rdf:Seq><rdf:li rdf:resource="http://eve.yunhe.example/1"/></rdf:Seq></items></channel>
<item rdf:about="http://eve.yunhe.example/1"><title>纺机路一厂房改造</title><link>http://eve.yunhe.example/1?utm_source=rss</link>
<dc:date>2026-07-01T08:30:00+08:00</dc:date><dc:creator>李某某</dc:creator><dc:subject>建设</dc:subject><description>短讯。</description>
<content:encoded><![CDATA[<p>改造期间，<b>三百名</b>职工轮休。</p>]]></content:encoded></item>
<item rdf:about="http://eve.yunhe.example/2"><title>只有短讯</title><link>http://eve.yunhe.example/2</link>
<dc:date>2026年7月1日 9:05</dc:date><description>短讯二。</description></item></rdf:RDF>"""


def test_rss_1_gives_its_long_text_dates_and_subjects_but_no_creator() -> None:
    feed = parse(RDF_LONG.encode(), url="http://eve.yunhe.example/index.rdf")
    one, two = feed.entries
    assert (feed.title, feed.language, feed.partial, feed.cut) == ("澜州晚报", "zh-CN", None, False)
    assert (one.link, one.categories, "三百名" in one.content) == ("http://eve.yunhe.example/1", ("建设",), True)
    assert [f"{entry.published:%H:%M}" for entry in (one, two)] == ["00:30", "01:05"]
    assert (two.text, "李某某" in repr(feed.entries)) == ("短讯二。", False)


BIG5 = """<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>瀾州商報</title>
<item><title>{title}</title><link>http://harbour.yunhe.example/1</link><description>碼頭工友要求補發加班費，商會表示樂觀。</description>
</item></channel></rss>"""


@each(
    "codec title read",
    [
        ("big5", "勞工處巡查地盤", "勞工處巡查地盤"),
        ("big5hkscs", "深水埗工友話加班費冇補嘅", "深水埗工友話加班費冇補嘅"),
        ("cp950", "津貼加碼至碁盤街 €50", "津貼加碼至碁盤街 €50"),
        ("big5", "&#22531;&#x5803;街 &#x35CE;", "堃堃街 㗎"),
        ("big5", "李&amp;#22531;記茶樓", "李&#22531;記茶樓"),
    ],
)
def test_big5_is_read_with_the_characters_of_hong_kong_and_windows(codec: str, title: str, read: str) -> None:
    body = BIG5.format(declared="big5", title=title).encode(codec)
    for content_type in ("", "text/xml; charset=big5", "application/rss+xml; charset=Big5-HKSCS"):
        feed = parse(body, content_type=content_type)
        assert (feed.entries[0].title, feed.title, feed.replaced) == (read, "瀾州商報", 0)
