"""How a source is to be read: its row as the parser's configuration, and an answer through the parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.feeds.exchange import FetchResult
from monitor.feeds.parse import DEFAULT, parse
from monitor.feeds.parse_hotlist import mapping_fault
from monitor.feeds.parse_list import selector_fault
from monitor.feeds.parsed import HOTLIST_FIELDS, LIST_FIELDS, ParseConfig, ParsedFeed, hotlist_of, list_page_of
from monitor.models import Source, SourceFormat

OPTION_NAMES = {SourceFormat.LIST_PAGE.value: LIST_FIELDS, SourceFormat.HOTLIST_JSON.value: HOTLIST_FIELDS}
"""What the `options` of a source may say, by its format; others have none."""


def source_parse_config(source: Source, *, now: datetime) -> ParseConfig:
    """`now` (aware) dates what a page calls "3 hours ago"."""
    return parse_config(source.format, source.options, now=now)


def parse_config(shape: str, options: Mapping[str, object], *, now: datetime) -> ParseConfig:
    """As `source_parse_config`, for what is no source yet."""
    if shape == SourceFormat.LIST_PAGE:
        return ParseConfig(list_page=list_page_of(options), now=now)
    if shape == SourceFormat.HOTLIST_JSON:
        return ParseConfig(hotlist=hotlist_of(options), now=now)
    return ParseConfig(now=now)


def options_fault(shape: str, options: Mapping[str, object]) -> str:
    """The option that cannot be understood or leads to a person; '' when all can be used."""
    if shape == SourceFormat.LIST_PAGE:
        return selector_fault(list_page_of(options))
    mapping = hotlist_of(options) if shape == SourceFormat.HOTLIST_JSON else None
    return mapping_fault(mapping) if mapping else ""


def source_options(shape: str, options: Mapping[str, str]) -> dict[str, str]:
    """Those that its format has; empty ones are left out."""
    return {name: options[name].strip() for name in OPTION_NAMES.get(shape, ()) if options.get(name, "").strip()}


def parse_answer(result: FetchResult, config: ParseConfig = DEFAULT) -> ParsedFeed:
    """`parse` of what a poll brought. Raises ParseError as it does."""
    return parse(
        result.body, url=result.url, content_type=result.content_type, truncated=result.truncated, config=config
    )
