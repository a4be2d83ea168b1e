"""Consecutive polls of feeds once more: a real web server, the real fetcher, the real database, the clock of the polls.

What is new in a poll is computed beside it, from stock feedparser and by a rule of its own: an entry whose guid, link (or title, when it
has neither) was in no earlier poll. Both must agree, or the difference is listed.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urldefrag

import feedparser
from django.conf import settings
from django.test.utils import override_settings

from monitor.feeds.ingest import source_fetch_many
from monitor.models import Fetch, Item, Source
from monitor.upkeep.recount import recount

from .replay import Progress

POLL_NAME = re.compile(r"\d{8}T\d{6}Z")
WORDS = re.compile(r"<[^<>]*>|&[a-zA-Z#0-9]{1,10};|\s+")
NETWORK = "127.0.0.1/32"


@dataclass(slots=True)
class Beside:
    """What the polls of one feed held so far, kept without any code of the feeds stage."""

    seen: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)

    def poll(self, body: bytes, at: datetime) -> dict[str, int]:
        """Entries, and how many of them are new, older than the retention, or have other words than before."""
        entries = feedparser.parse(body).entries
        links = Counter(entry.get("link") for entry in entries)
        count = Counter(entries=len(entries))
        here: set[str] = set()
        for entry in entries:
            names = _names(entry, own_link=links[entry.get("link")] == 1 or not entry.get("id"))
            words = WORDS.sub("", f"{entry.get('title', '')}\n{_text(entry)}")
            known = names & self.seen
            if not known and not names & here:
                count["old" if _too_old(entry, at) else "new"] += 1
                if _too_old(entry, at):
                    continue
            elif known and not names & here and words not in {self.words[name] for name in known}:
                count["edited"] += 1
            here |= names
            self.words |= dict.fromkeys(names, words)
        self.seen |= here
        return {name: count[name] for name in ("entries", "new", "old", "edited")}


class Polls(BaseHTTPRequestHandler):
    """Answers each path with what `bodies` has for it at the moment."""

    bodies: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.bodies.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        """Nothing on standard error."""


def polls_replay(paths: Sequence[Path], *, progress: Progress = lambda done, of: None) -> dict[str, Any]:
    """Replay all in the order of their times; a source for each folder. Needs an empty, migrated database."""
    rows: dict[str, list[dict[str, Any]]] = {}
    beside: dict[str, Beside] = {}
    with (
        _site() as (base, bodies),
        override_settings(FETCH_ALLOW_NETWORKS=[NETWORK], FETCH_HOST_DELAY=0.0, FETCH_PROXY=""),
    ):
        for done, path in enumerate(sorted(paths, key=lambda path: (path.stem, path.parent.name)), 1):
            name, at = path.parent.name, datetime.strptime(path.stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            source, _created = Source.objects.get_or_create(name=name, defaults={"url": f"{base}/{name}"})
            body = bodies[f"/{name}"] = path.read_bytes()
            row = _poll(source, at) | {"expected": beside.setdefault(name, Beside()).poll(body, at)}
            rows.setdefault(name, []).append({"at": path.stem, **row})
            progress(done, len(paths))
    feeds = {name: _summary(name, polls) for name, polls in sorted(rows.items())}
    return {
        "n": len(paths),
        "equal": sum(feed["equal"] for feed in feeds.values()),
        "new": sum(feed["new"] for feed in feeds.values()),
        "stored": Item.objects.count(),
        "counts_equal_a_recount": recount().equal,
        "feeds": feeds,
    }


@contextmanager
def _site() -> Iterator[tuple[str, dict[str, bytes]]]:
    bodies: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Polls,), {"bodies": bodies}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", bodies
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _poll(source: Source, at: datetime) -> dict[str, Any]:
    summary = source_fetch_many(ids=[source.pk], now=at)
    fetch = Fetch.objects.filter(source=source).latest("pk")
    return {
        "outcome": fetch.outcome,
        "detail": fetch.detail,
        "entries": fetch.entries,
        "new": summary.new,
        "edited": summary.updated,
    }


def _summary(name: str, polls: Sequence[dict[str, Any]]) -> dict[str, Any]:
    source = Source.objects.get(name=name)
    different = [poll for poll in polls if not _equal(poll)]
    return {
        "polls": len(polls),
        "equal": len(polls) - len(different),
        "new": sum(poll["new"] for poll in polls),
        "edited": sum(poll["edited"] for poll in polls),
        "outcomes": dict(Counter(poll["outcome"] for poll in polls)),
        "state": source.state,
        "dates": source.dates_reason or "trusted",
        "differences": different,
    }


def _equal(poll: dict[str, Any]) -> bool:
    """An unchanged body is not parsed: it counts no entries."""
    expected = poll["expected"]
    entries = poll["entries"] if poll["outcome"] != "unchanged" else expected["entries"]
    return (entries, poll["new"], poll["edited"]) == (expected["entries"], expected["new"], expected["edited"])


def _names(entry: Any, *, own_link: bool) -> set[str]:
    guid, link = entry.get("id") or "", urldefrag(entry.get("link") or "").url
    names = {name for name in (guid, link if own_link else "") if name}
    return names or {entry.get("title") or _text(entry)}


def _text(entry: Any) -> str:
    return str((entry.get("content") or [{}])[0].get("value") or entry.get("summary") or "")


def _too_old(entry: Any, at: datetime) -> bool:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if not parsed:
        return False
    return datetime.fromtimestamp(timegm(parsed), UTC) < at - timedelta(days=settings.RETENTION_DAYS)
