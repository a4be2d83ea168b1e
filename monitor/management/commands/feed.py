"""`manage.py feed FILE_OR_URL...`: parse or fetch feeds as the fetcher would, dry run; one JSON object a line."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.errors import ParseError
from monitor.feeds.discover import PATIENCE, Found, feeds_discover, is_page
from monitor.feeds.exchange import FetchRequest, Policy
from monitor.feeds.fetch import Fetcher
from monitor.feeds.labels import OK, PERMANENT, label_sentence
from monitor.feeds.parse import parse
from monitor.feeds.parse_hotlist import mapping_fault
from monitor.feeds.parse_list import selector_fault
from monitor.feeds.parsed import (
    HOTLIST_FIELDS,
    LIST_FIELDS,
    Entry,
    HotlistMapping,
    ParseConfig,
    ParsedFeed,
    hotlist_of,
    list_page_of,
)
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.reading import parse_answer
from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import COULD_NOT_START, LineRun, Record
from monitor.text.mask import mask

LIST_HINT = "HTML: --format list_page [--selector entry='ul li']"
NO_FEED: Record = {"title": "", "link": "", "language": None, "ttl": None}


class Command(BaseCommand):
    help = "Parse files or fetch addresses as the fetcher would; stores nothing. Exit 1 if any of them failed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sources", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument(
            "--format",
            choices=["auto", "list_page", "hotlist"],
            default="auto",
            help="list_page: read HTML as a list without a feed; the list is guessed unless selectors are given; "
            "hotlist: read JSON as a hot list, of newsnow's shape unless mapped",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="NAME=PATH",
            help=f"of a hot list, repeatable; NAME is one of {', '.join(HOTLIST_FIELDS)}, e.g. items=data.0.list",
        )
        parser.add_argument(
            "--selector",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help=f"of a list page, repeatable; NAME is one of {', '.join(LIST_FIELDS)}, e.g. entry='ul.list li'",
        )
        parser.add_argument(
            "--discover",
            action="store_true",
            help="the feeds of a site from the address of a page, one JSON object each: url, title, type, entries, named, error",
        )

    def handle(self, *args: Any, sources: list[str], **options: Any) -> None:
        if options["discover"]:
            sys.exit(_discover(sources))
        try:
            config = _config(options["format"], options["selector"], options["map"])
        except ValueError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        run = LineRun()
        with run:
            for number, source in enumerate(sources, 1):
                run.lines += 1
                record = feed_record(source, config)
                if record["error"]:
                    run.fail(number, f"{record['error']['label']}: {label_sentence(record['error']['label'])}")
                run.write(record)
                if run.broken:
                    break
        sys.exit(run.exit_code)


def _discover(sources: list[str]) -> int:
    """Exit code; 1 when an address leads to no feed that can be read."""
    if any(not source.startswith(("http://", "https://")) for source in sources):
        sys.stderr.write("--discover needs http(s) addresses\n")
        return COULD_NOT_START
    run = LineRun()
    with run:
        for number, source in enumerate(sources, 1):
            run.lines += 1
            label, found = asyncio.run(_feeds_of(source))
            for feed in found:
                run.write(_candidate(feed))
            if all(feed.entries is None for feed in found):
                run.fail(number, f"{label}: {label_sentence(label)}")
            if run.broken:
                break
    return run.exit_code


def _alone(policy: Policy) -> Policy:
    """Needs no Valkey, and waits for a host's turn, since nobody comes back to what is put off."""
    return replace(policy, board="", patience=PATIENCE)


async def _feeds_of(url: str) -> tuple[str, tuple[Found, ...]]:
    """(why the address itself is no feed, the feeds found); a feed is found as itself."""
    async with Fetcher(_alone(policy_from_settings())) as fetcher:
        result = await fetcher.fetch(FetchRequest(url))
        if result.outcome != OK:
            return result.outcome, ()
        try:
            feed = parse_answer(result)
        except ParseError as error:
            return error.label, await feeds_discover(result, fetcher) if is_page(result) else ()
    kind = result.content_type.partition(";")[0].strip().lower()
    return "", (Found(result.moved_to or url, _masked(feed.title), kind, len(feed.entries), named=False),)


def _candidate(feed: Found) -> Record:
    return {
        "url": feed.url,
        "title": feed.title,
        "type": feed.type or None,
        "entries": feed.entries,
        "named": feed.named,
        "error": feed.label or None,
    }


def _config(shape: str, selectors: list[str], paths: list[str]) -> ParseConfig:
    """Raises ValueError, with a sentence, for selectors or paths that cannot be used."""
    options, mapped = _given("--selector", selectors, LIST_FIELDS), _given("--map", paths, HOTLIST_FIELDS)
    if options and shape != "list_page":
        raise ValueError("--selector needs --format list_page")
    if mapped and shape != "hotlist":
        raise ValueError("--map needs --format hotlist")
    if shape == "list_page":
        page = list_page_of(options)
        if fault := selector_fault(page):
            raise ValueError(f"--selector {fault}={getattr(page, fault)}: {label_sentence('selector')}")
        return ParseConfig(list_page=page, now=utc_now())
    mapping = (hotlist_of(mapped) or HotlistMapping()) if shape == "hotlist" else None
    if mapping and (fault := mapping_fault(mapping)):
        raise ValueError(f"--map {fault}={getattr(mapping, fault)}: {label_sentence('mapping')}")
    return ParseConfig(hotlist=mapping, now=utc_now())


def _given(option: str, pairs: list[str], names: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in names:
            raise ValueError(f"{option} {pair}: write NAME=VALUE, NAME one of {', '.join(names)}")
        found[name] = value
    return found


def feed_record(source: str, config: ParseConfig) -> Record:
    """One object of the contract for a file or an http(s) address; never raises for what a feed can do."""
    try:
        if source.startswith(("http://", "https://")):
            return asyncio.run(_fetched(source, config))
        return _shown(parse(Path(source).read_bytes(), config=config))
    except ParseError as error:
        hint = LIST_HINT if (error.label, error.detail) == ("not_a_feed", "HTML") else error.detail
        return _failed(error.label, hint)
    except (OSError, ValueError) as error:
        return _failed("file", getattr(error, "strerror", None) or type(error).__name__)


async def _fetched(url: str, config: ParseConfig) -> Record:
    async with Fetcher(_alone(policy_from_settings())) as fetcher:
        result = await fetcher.fetch(FetchRequest(url))
    if result.outcome != OK:
        return _failed(result.outcome, result.detail)
    return _shown(parse_answer(result, config))


def _failed(label: str, detail: str) -> Record:
    sentence = label_sentence(label)
    return {
        "feed": NO_FEED,
        "entries": [],
        "partial": None,
        "error": {
            "label": label,
            "permanent": label in PERMANENT,
            "detail": f"{sentence}（{detail}）" if detail else sentence,
        },
    }


def _shown(feed: ParsedFeed) -> Record:
    return {
        "feed": {"title": _masked(feed.title), "link": feed.link, "language": feed.language, "ttl": feed.ttl},
        "entries": [_entry(entry) for entry in feed.entries],
        "partial": feed.partial,
        "error": None,
    }


def _entry(entry: Entry) -> Record:
    return {
        "guid": entry.guid if "://" in entry.guid else _masked(entry.guid),
        "link": entry.link,
        "title": _masked(entry.title),
        "summary": _masked(entry.summary),
        "content": _masked(entry.content),
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "categories": [_masked(word) for word in entry.categories],
        "enclosures": [{"url": part.url, "type": part.type, "length": part.length} for part in entry.enclosures],
    }


def _masked(text: str) -> str:
    return mask(text)[0]


def _time(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
