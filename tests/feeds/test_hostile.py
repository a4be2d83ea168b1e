"""Any bytes through the parser: a feed or a ParseError, in time that grows with the length, and nobody's name comes out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.discover import named_feeds
from monitor.feeds.parse import parse
from monitor.feeds.parsed import HotlistMapping, ListPage, ParseConfig, ParsedFeed
from monitor.feeds.robots import parse_robots
from monitor.text.clean import clean_html
from tests.feeds import samples

NOW = datetime(2026, 11, 25, tzinfo=UTC)
CONFIGS = [ParseConfig(now=NOW), ParseConfig(now=NOW, list_page=ListPage()), ParseConfig(hotlist=HotlistMapping())]
SAMPLES = [samples.RSS, samples.ATOM, samples.RDF, samples.ATOM03, samples.JSON_FEED, samples.HOTLIST]
MEGABYTE = 1_000_000
LONGEST = 3.0  # seconds for a megabyte

UNITS = [
    "<",
    "&",
    "<!",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE[",
    "<!--",
    "-->",
    "<item",
    "<title",
    "<guid>",
    "<?xml",
    "<a",
    "href='",
    "&amp;",
    "&#",
    "&lt;rss",
    "[",
    "{",
    '{"a":',
    '"',
    "'",
    "</p",
    "<script>",
    "<link",
    "rel=alternate",
    "</channel>",
    "<!ENTITYa'",
    "2026年",
    "工",
    "\x00",
    "http://a/?",
]
BLANKS = (" ", "\n", "\t", " ,", "<?xml ", "<!DOCTYPE [", "<x y=", "<item ", "<td ")
PLACES = {
    "alone": "{}",
    "in a text": '<rss version="2.0"><channel><item><title>a</title><description><![CDATA[{}]]></description></item></channel></rss>',
    "before a feed": "{}<rss><channel><item><title>a</title></item></channel></rss>",
    "never closed": '<rss version="2.0"><channel><title>a</title><item><title>b</title><description>{}',
}


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    with suppress(ParseError):
        work()
    return time.process_time() - begin


def of_size(unit: str) -> str:
    return unit * (MEGABYTE // len(unit.encode()))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unit", [*UNITS, *BLANKS])
def test_a_megabyte_of_the_same_is_parsed_within_seconds(unit: str, place: str) -> None:
    body = PLACES[place].format(of_size(unit)).encode()
    assert seconds(lambda: parse(body, url="http://x.example/", config=CONFIGS[0])) < LONGEST


def test_quoted_beginnings_of_sections_take_time_by_their_length() -> None:
    """Four megabytes in half of what one may take; when it was the square of the length, a minute."""
    body = PLACES["never closed"].format("<![CDATA[" * (4 * MEGABYTE // 9)).encode()
    assert seconds(lambda: parse(body, url="http://x.example/", config=CONFIGS[0])) < LONGEST / 2


@pytest.mark.parametrize("unit", [*UNITS[::2], *BLANKS])
def test_a_megabyte_of_the_same_is_cleaned_searched_and_read_as_a_page_within_seconds(unit: str) -> None:
    text = of_size(unit)
    assert seconds(lambda: clean_html(text)) < LONGEST
    assert seconds(lambda: named_feeds(text, "http://x.example/")) < LONGEST
    assert seconds(lambda: parse_robots(text.encode())) < LONGEST
    assert seconds(lambda: parse(f"<ul>{text}</ul>".encode(), config=CONFIGS[1])) < LONGEST


@pytest.mark.parametrize("unit", [" ", ",", "(", "1", "年", "/", "GMT", " :"])
def test_a_date_link_or_guid_of_a_megabyte_is_read_within_seconds(unit: str) -> None:
    long = f"2026-11-25{of_size(unit)}x"
    entry = {"id": long, "url": long, "title": long, "date_published": long}
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [entry]}).encode()
    assert seconds(lambda: parse(body, config=CONFIGS[0])) < LONGEST
    assert seconds(lambda: parse(samples.ATOM.replace("2026-", long, 3).encode(), config=CONFIGS[0])) < LONGEST


def read(body: bytes, config: ParseConfig, content_type: str = "") -> ParsedFeed | None:
    """The feed, within two seconds; None for a ParseError. Anything else fails the test."""
    begin, feed = time.process_time(), None
    with suppress(ParseError):
        feed = parse(body, url="http://x.example/", content_type=content_type, config=config)
    assert time.process_time() - begin < 2
    return feed


TYPES = st.sampled_from(
    ["", "text/xml; charset=gbk", "application/json", "text/html; charset=big5", "text/xml; charset=utf-16"]
)


@given(st.binary(max_size=600), st.sampled_from(CONFIGS), TYPES)
@settings(max_examples=80, deadline=None)
def test_arbitrary_bytes_are_a_feed_or_a_parse_error(body: bytes, config: ParseConfig, content_type: str) -> None:
    feed = read(body, config, content_type)
    assert feed is None or all(entry.guid for entry in feed.entries)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.integers(0, 30),
        st.one_of(st.binary(max_size=6), st.sampled_from([u.encode() for u in UNITS])),
    ),
    min_size=1,
    max_size=6,
)


@given(st.sampled_from(SAMPLES), st.sampled_from(["utf-8", "gb18030", "utf-16"]), EDITS, st.sampled_from(CONFIGS))
@settings(max_examples=100, deadline=None)
def test_a_feed_with_bytes_cut_out_and_put_in_is_a_feed_or_a_parse_error(
    sample: str, charset: str, edits: list[tuple[int, int, bytes]], config: ParseConfig
) -> None:
    body = sample.encode(charset)
    for at, length, put in edits:
        at %= len(body)
        body = body[:at] + put + body[at + length :]
    feed = read(body, config)
    assert feed is None or all(entry.published is None or entry.published.tzinfo for entry in feed.entries)


NAMES = st.sampled_from(
    ["某某甲", "Someone Else", "x@y.example (某某甲)", "<b>某某甲</b>", "https://x.example/u/某某甲"]
)
FIELDS = st.sampled_from(
    "author dc:creator dc:contributor managingEditor webMaster itunes:author media:credit contributor "  # noqa: SIM905
    "dc:publisher itunes:owner googleplay:author slash:nobody wfw:nobody foaf:maker".split()
)
INNER = st.sampled_from(["{}", "<name>{}</name>", "<name>a</name><uri>{}</uri><email>{}</email>", "<![CDATA[{}]]>"])


@given(FIELDS, NAMES, INNER, st.booleans(), st.sampled_from([samples.RSS, samples.ATOM, samples.RDF]))
@settings(max_examples=120, deadline=None)
def test_no_name_in_an_author_field_of_any_shape_comes_out(
    field: str, name: str, inner: str, in_entry: bool, sample: str
) -> None:
    name = name if "CDATA" in inner else name.replace("<", "&lt;")
    element = f"<{field}>{inner.format(*[name] * inner.count('{}'))}</{field}>"
    mark = "<item>" if "<item>" in sample else "<entry>" if "<entry>" in sample else "<item "
    at = sample.index(mark)
    at = sample.index(">", at) + 1 if in_entry else at
    feed = parse((sample[:at] + element + sample[at:]).encode())
    assert "某某甲" not in repr([feed, *feed.entries])
    assert "Someone Else" not in repr([feed, *feed.entries])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=4)
    )
)
@settings(max_examples=60, deadline=None)
def test_json_of_any_shape_in_any_field_is_a_feed_or_a_parse_error(value: object) -> None:
    fields = dict.fromkeys(
        ["id", "url", "title", "content_html", "date_published", "tags", "attachments", "pubDate", "extra"], value
    )
    for document in (
        {"version": "https://jsonfeed.org/version/1", "items": [fields]},
        {"items": [fields]},
        {"items": value},
        value,
    ):
        feed = read(json.dumps(document).encode(), CONFIGS[0])
        assert feed is None or isinstance(feed.entries, tuple)
