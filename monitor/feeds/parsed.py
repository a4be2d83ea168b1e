"""What a parser gives. There is no author in it, and no place for one. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment that an entry names; never fetched."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as published, not yet cleaned or masked. Times are aware UTC.

    `link` is canonical, and its host only for a personal page; `guid` falls back to the link, then to a digest of the
    title. `identity` (16 bytes) is what tells entries of one source apart; `content_digest` (16 bytes) changes when the
    words of title or text do.
    """

    guid: str
    link: str
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    identity: bytes = b""
    content_digest: bytes = b""

    @property
    def text(self) -> str:
        """The longer form when there is one."""
        return self.content or self.summary

    @property
    def readable(self) -> bool:
        """Something to show."""
        return bool(self.title or self.text)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed. `ttl` is minutes, as in RSS; `floor_s` is what `ttl` and `sy:` ask for, seconds.

    `partial` says "n of m" when only n of m entries could be read. `parser` and `charset` say who read it.
    """

    title: str
    link: str
    language: str | None
    ttl: int | None
    entries: tuple[Entry, ...] = field(repr=False)
    partial: str | None = None
    floor_s: int | None = None
    charset: str = ""
    replaced: int = 0
    parser: str = ""


def digest16(*parts: str) -> bytes:
    """16 bytes that stand for the parts; guids are kept only like this."""
    return blake2b("\\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class HotlistMapping:
    """Where a hot list keeps things: dotted paths into its JSON. The default is the shape of newsnow."""

    items: str = "items"
    id: str = "id"
    title: str = "title"
    link: str = "url"
    link_else: str = "mobileUrl"
    published: str = "pubDate"
    published_else: str = "extra.date"
    summary: str = "extra.hover"
    feed_title: str = "name"


@dataclass(frozen=True, slots=True)
class ParseConfig:
    """Limits and choices of the parser."""

    max_entries: int = 2000
    hotlist: HotlistMapping = HotlistMapping()
