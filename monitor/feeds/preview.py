"""What would be read of an address, before it is a source: fetched once, politely, nothing stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import ParseError
from monitor.feeds.discover import Found, feeds_discover, is_page
from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import Fetcher, fetch
from monitor.feeds.labels import OK
from monitor.feeds.parsed import Entry
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.reading import parse_answer, parse_config
from monitor.models import User, audit_record
from monitor.text.mask import mask

SHOWN = 20
PATIENCE = 10.0  # seconds; a person is waiting
NO_FEED = frozenset({"not_a_feed", "no_list"})


@dataclass(frozen=True, slots=True)
class Preview:
    """`lines` are the first entries, masked: (title, link, published or None, how exact as in Entry.dated).

    `label` is why nothing could be read, '' when something was; `partial` "n of m"; `undated` entries have no date.
    `feeds`: the address is a page that is neither feed nor list, and these are feeds of its site; `looked`: it was
    asked to the end.
    """

    title: str = ""
    lines: tuple[tuple[str, str, datetime | None, str], ...] = ()
    total: int = 0
    undated: int = 0
    partial: str = ""
    label: str = ""
    detail: str = ""
    feeds: tuple[Found, ...] = ()
    looked: bool = False


def source_preview(
    *,
    url: str,
    format: str,  # noqa: A002 - the field's name
    options: Mapping[str, object],
    by: User,
    now: datetime,
) -> Preview:
    """Fetch and parse as the fetcher would. The request is audited: it is made to a site in our name."""
    audit_record(actor=by, action="source_preview", detail={"url": url, "format": format})
    policy = policy_from_settings()
    policy = replace(policy, timeout=min(policy.timeout, PATIENCE), patience=PATIENCE)
    result = asyncio.run(fetch(FetchRequest(url), policy))
    if result.outcome != OK:
        return Preview(label=result.outcome, detail=result.detail)
    try:
        feed = parse_answer(result, parse_config(format, options, now=now))
    except ParseError as error:
        missed = Preview(label=error.label, detail=error.detail)
        return _with_feeds(missed, result, policy, by) if error.label in NO_FEED and is_page(result) else missed
    return Preview(
        title=mask(feed.title)[0],
        lines=tuple(_line(entry) for entry in feed.entries[:SHOWN]),
        total=len(feed.entries),
        undated=sum(entry.published is None for entry in feed.entries),
        partial=feed.partial or "",
        label="" if feed.entries else "empty",
    )


def _with_feeds(missed: Preview, page: FetchResult, policy: Policy, by: User) -> Preview:
    """Looks for feeds of the site, PATIENCE seconds in all; audited, since these are requests in our name too."""
    audit_record(actor=by, action="source_discover", detail={"url": page.url})
    begin = time.monotonic()
    feeds = asyncio.run(_discovered(page, policy))
    return replace(missed, feeds=feeds, looked=time.monotonic() - begin < PATIENCE)


async def _discovered(page: FetchResult, policy: Policy) -> tuple[Found, ...]:
    async with Fetcher(policy) as fetcher:
        return await feeds_discover(page, fetcher, patience=PATIENCE)


def _line(entry: Entry) -> tuple[str, str, datetime | None, str]:
    return mask(entry.title or entry.text[:80])[0], entry.link, entry.published, entry.dated
