"""Hot lists: JSON of any shape, read where a mapping says; never where a person stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import ParseError
from monitor.feeds.parse import parse
from monitor.feeds.parse_hotlist import at_path, mapping_fault
from monitor.feeds.parsed import HotlistMapping, ParseConfig, hotlist_of
from tests.each import each

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)
BOARD = {
    "data": [
        {
            "name": "云河热搜",
            "list": [
                {
                    "word": "开发区班车改线",
                    "to": {"pc": "/q?w=1&spm=a.b"},
                    "t": 1782865800,
                    "n": 7,
                    "who": {"nick": "许某某"},
                },
                {"word": "枫渚夜市停水两小时", "t": "3小时前", "n": 8},
                {"word": "", "to": {"pc": "/q?w=3"}},
                {"word": "柳岸桥夜间封闭", "to": {"pc": "/q?w=4"}, "t": "昨天 08:30"},
            ],
        }
    ]
}
MAPPED = {
    "items": "data.0.list",
    "title": "word",
    "link": "to.pc",
    "published": "t",
    "id": "n",
    "feed_title": "data[0].name",
}


def board(options: dict[str, str]) -> ParseConfig:
    return ParseConfig(hotlist=hotlist_of(options), now=NOW)


def test_a_mapping_of_dotted_paths_says_where_things_are() -> None:
    feed = parse(json.dumps(BOARD).encode(), url="https://hot.yunhe.example/api", config=board(MAPPED))
    one, two, three = feed.entries
    assert (feed.title, feed.partial, feed.parser) == ("云河热搜", "3 of 4", "hotlist")
    assert (one.guid, one.link, one.published) == ("7", "https://hot.yunhe.example/q?w=1", NOW - timedelta(hours=3.5))
    assert (two.link, two.published, two.dated) == ("", NOW - timedelta(hours=3), "rough")
    assert (three.published, three.dated) == (NOW - timedelta(hours=27.5), "second")
    assert "许某某" not in repr(feed.entries)


def test_items_without_link_or_number_are_kept_and_told_apart_by_their_words() -> None:
    config = board({"items": "data.0.list", "title": "word"})
    one, two, three = parse(json.dumps(BOARD).encode(), config=config).entries
    assert len({one.identity, two.identity, three.identity}) == 3


@pytest.mark.parametrize(
    ("document", "mapping"),
    [
        ([{"a": "甲"}], {"title": "a"}),
        (["甲"], {"items": ".", "title": "."}),
        ({"r": {"0": [{"title": "甲"}]}}, {"items": "r.0"}),
        ({"items": [{"title": "甲", "content_html": "x"}]}, {"title": "title"}),
    ],
)
def test_lists_at_the_top_lists_of_words_and_what_looks_like_a_json_feed(
    document: object, mapping: dict[str, str]
) -> None:
    feed = parse(json.dumps(document).encode(), config=board(mapping))
    assert ([entry.title for entry in feed.entries], feed.parser) == (["甲"], "hotlist")


@each(
    path=[
        *(
            "author",
            "extra.userName",
            "nickname",
            "data.0.avatar_url",
            "owner.name",
            "uid",
            "by",
            "screen_name",
            "作者",
        ),
        *("up.mid", "a..b", ".a", "", "a b", "x" * 100),
    ]
)
def test_a_path_that_leads_to_a_person_or_nowhere_is_refused(path: str) -> None:
    assert mapping_fault(HotlistMapping(summary=path)) == "summary"
    with pytest.raises(ParseError) as caught:
        parse(json.dumps(BOARD).encode(), config=ParseConfig(hotlist=HotlistMapping(summary=path)))
    assert caught.value.label == "mapping"


def test_everyday_paths_are_accepted() -> None:
    paths = [
        "data.0.list",
        "data[0].list",
        "result.cards.0.content",
        "headline",
        "publish_time",
        "hotword",
        "标题",
        ".",
    ]
    assert [mapping_fault(HotlistMapping(items=path)) for path in paths] == [""] * len(paths)


@each(path=["a.9", "a.-1", "a.x", "b", "a.0.c.d"])
def test_a_path_that_is_not_there_gives_nothing(path: str) -> None:
    assert at_path({"a": [{"c": 1}]}, path) is None
