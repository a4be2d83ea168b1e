"""How a source is to be read: its row as the parser's configuration."""

from __future__ import annotations

from datetime import datetime

from monitor.feeds.parsed import ParseConfig, list_page_of
from monitor.models import Source, SourceFormat


def source_parse_config(source: Source, *, now: datetime) -> ParseConfig:
    """`now` (aware) dates what a page calls "3 hours ago"."""
    if source.format != SourceFormat.LIST_PAGE:
        return ParseConfig(now=now)
    return ParseConfig(list_page=list_page_of(source.options), now=now)
