"""The bodies that the feeds benchmark serves: real polls where they are beside the checkout, else the exercise's items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import cycle, islice
from pathlib import Path

from django.conf import settings

from monitor.drill.generate import items
from monitor.drill.model import DrillItem
from monitor.drill.plan import World

REAL = ["huxiu", "ifeng", "infzm", "jiemian", "lifeweek", "qqnews", "wired"]
ENTRIES = 20
ANCHOR = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def bodies_of(count: int) -> tuple[list[bytes], str]:
    """(`count` feeds, in turn from those that there are; which they are)."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "data" / "feeds"
    found = [path.read_bytes() for name in REAL for path in sorted((folder / name).glob("*.xml"))]
    kind = f"{len(found)} real polls" if found else "the exercise's items"
    return list(islice(cycle(found or _drill()), count)), kind


def _drill() -> list[bytes]:
    told = items(World.begun(7, ANCHOR), end=ANCHOR)
    return [_rss(told[n : n + ENTRIES]) for n in range(0, len(told) - ENTRIES, ENTRIES)]


def _rss(told: Sequence[DrillItem]) -> bytes:
    rows = "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>"
        f"<guid isPermaLink='false'>{item.id}</guid><pubDate>{format_datetime(item.published)}</pubDate>"
        f"<description>{escape(item.text)}</description></item>"
        for item in told
    )
    feed = f'<rss version="2.0"><channel><title>云河</title>{rows}</channel></rss>'
    return f'<?xml version="1.0" encoding="utf-8"?>{feed}'.encode()
