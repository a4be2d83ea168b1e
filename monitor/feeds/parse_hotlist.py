"""Hot lists: JSON whose things stand where a mapping of dotted paths says. Author fields are never looked at. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime
from functools import lru_cache
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.build import entry_of, text_of
from monitor.feeds.list_dates import Dated, read_dated
from monitor.feeds.parsed import HOTLIST_FIELDS, Entry, HotlistMapping, ParseConfig, ParsedFeed, partial_of

ITSELF = "."
"""The path of the value itself: a document that is a list, an item that is a string."""
PATH = re.compile(r"\.|[^.\s\[\]]{1,60}(?:\.[^.\s\[\]]{1,60}){0,9}")
INDEX = re.compile(r"\[(\d{1,4})\]")
PERSON = re.compile(
    r"author|byline|nick|user|avatar|profile|creator|account|handle|screen_?name|uploader|owner|member|publisher_?name"
    r"|(?:^|[._])(?:uid|mid|by)(?:$|[._])|作者|用户|昵称|头像|账号|帐号|博主|楼主",
    re.IGNORECASE,
)


def parse_hotlist(document: Any, *, url: str, config: ParseConfig) -> ParsedFeed:
    """Raises ParseError: `mapping` for a path that cannot be used, `not_a_feed` when there is no list where it points to.

    An item without a link is kept (its link is ''); one without a title is counted as lost.
    """
    mapping = config.hotlist or HotlistMapping()
    if fault := mapping_fault(mapping):
        raise ParseError(f"{fault}={getattr(mapping, fault)[:80]}", label="mapping")
    found = at_path(document, mapping.items)
    items = document if isinstance(document, list) and not isinstance(found, list) else _listed(found)
    if not isinstance(items, list):
        raise ParseError("JSON", label="not_a_feed")
    entries = tuple(_entries(items[: config.max_entries], mapping, url, config.now))
    if items and not entries:
        raise ParseError("JSON", label="not_a_feed")
    return ParsedFeed(
        title=text_of(at_path(document, mapping.feed_title), 2_000),
        link="",
        language=None,
        ttl=None,
        entries=entries,
        partial=partial_of(len(entries), len(items)),
        parser="hotlist",
    )


def _listed(found: Any) -> Any:
    """An object whose values are all objects is a list of them with their numbers as names."""
    whole = isinstance(found, dict) and found and all(isinstance(value, dict) for value in found.values())
    return list(found.values()) if whole else found


def mapping_fault(mapping: HotlistMapping) -> str:
    """The field whose path cannot be understood or leads to a person; '' when all can be used."""
    return _fault(astuple(mapping))


def at_path(value: Any, path: str) -> Any:
    """What stands at a dotted path (`data.0.list`, `data[0].list`); None when it leads nowhere."""
    if path == ITSELF:
        return value
    for key in INDEX.sub(r".\1", path).split("."):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isascii() and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


@lru_cache(maxsize=256)
def _fault(paths: tuple[str, ...]) -> str:
    for name, path in zip(HOTLIST_FIELDS, paths, strict=True):
        if PERSON.search(path) or not PATH.fullmatch(INDEX.sub(r".\1", path)):
            return name
    return ""


def _entries(items: list[Any], mapping: HotlistMapping, url: str, now: datetime | None) -> Iterator[Entry]:
    for item in items:
        entry = entry_of(
            base=url,
            guid=at_path(item, mapping.id),
            link=at_path(item, mapping.link) or at_path(item, mapping.link_else),
            title=at_path(item, mapping.title),
            summary=at_path(item, mapping.summary),
            published=_date(item, mapping, now),
        )
        if entry.title:
            yield entry


def _date(item: Any, mapping: HotlistMapping, now: datetime | None) -> Dated | None:
    return read_dated(at_path(item, mapping.published), now) or read_dated(at_path(item, mapping.published_else), now)
