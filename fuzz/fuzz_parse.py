"""Any bytes through the parser: a feed or a ParseError, within two seconds. See README.md."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["monitor", "fastfeedparser"]):
    from monitor.errors import ParseError
    from monitor.feeds.parse import parse
    from monitor.feeds.parsed import HotlistMapping, ListPage, ParseConfig
    from monitor.text.clean import clean_html

from fuzz.harness import fuzz, seeds

NOW = datetime(2026, 11, 25, tzinfo=UTC)
CONFIGS = (
    ParseConfig(now=NOW),
    ParseConfig(now=NOW, list_page=ListPage()),
    ParseConfig(now=NOW, hotlist=HotlistMapping()),
    ParseConfig(max_entries=1),
)
TYPES = ("", "text/xml; charset=gb2312", "application/json", "text/html; charset=big5")


def one(data: bytes) -> None:
    """The first byte chooses how the rest is read."""
    if not data:
        return
    how, body = data[0], data[1:]
    config = CONFIGS[(how >> 2) % 8 if (how >> 2) % 8 < len(CONFIGS) else 0]
    try:
        feed = parse(body, url="http://a.example/", content_type=TYPES[how & 3], truncated=how > 127, config=config)
    except ParseError:
        return
    for entry in feed.entries:
        clean_html(entry.title)
        clean_html(entry.text)
        assert entry.guid
        assert entry.link == "" or entry.link.startswith(("http://", "https://"))
        assert entry.published is None or entry.published.tzinfo is not None


if __name__ == "__main__":
    fuzz(one, [bytes([how]) + seed for seed in seeds() for how in (0, 4)])
