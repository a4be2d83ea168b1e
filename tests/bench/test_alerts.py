"""The site of the alerts benchmark publishes at the pace that the figures speak of."""

from __future__ import annotations

import time

from bench.alert_site import FEEDS, PER_SECOND, SHOWN, _document, stories, told
from monitor.feeds.parse import parse

TEXTS = [(f"云河新城第{n}条消息", "正文") for n in range(PER_SECOND * 40)]


def test_ten_feeds_together_show_what_was_published_in_the_last_half_minute_once() -> None:
    began = time.time() - 35
    guids = [entry.guid for feed in range(FEEDS) for entry in parse(_document(feed, TEXTS, began)).entries]
    assert len(guids) == len(set(guids))
    assert abs(len(guids) - SHOWN * PER_SECOND) < PER_SECOND


def test_before_it_begins_nothing_is_published() -> None:
    assert _document(0, TEXTS, None) == b""


def test_what_repeats_an_item_of_every_day_tells_of_the_same_matter() -> None:
    """Else topics that hold both look wrong."""
    texts, matters = told(600), stories(600)
    repeated = [n for n, text in enumerate(texts) if texts.index(text) < n]
    assert len(repeated) > 10
    assert all(matters[n] == matters[texts.index(texts[n])] for n in repeated)
