"""What a parser gives. There is no author in it, and no place for one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
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
    title. The keys (16 bytes, `b""` for none) are what an entry may be known by, see identity.py (`words_key` only without
    a guid); `content_digest`
    changes when the words of title or text do. `dated` says how exact `published` is: to the `second`, `rough` ("3 hours
    ago"), or a `day` (then its noon in Shanghai, which stands for the day).
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
    guid_key: bytes = b""
    link_key: bytes = b""
    words_key: bytes = b""
    content_digest: bytes = b""
    dated: str = "second"

    @property
    def text(self) -> str:
        """The longer form when there is one."""
        return self.content or self.summary

    @property
    def identity(self) -> bytes:
        """What the entry is known by when nothing is known of the others: guid, else link, else its words."""
        return self.guid_key or self.link_key or self.words_key

    @property
    def readable(self) -> bool:
        """Something to show."""
        return bool(self.title or self.text)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed. `ttl` is minutes, as in RSS; `floor_s` is what `ttl` and `sy:` ask for, seconds.

    `partial` says "n of m" when only n of m entries could be read; `cut` that the document ends in its middle (then m
    is at least n + 1). `parser` and `charset` say who read it. `hub` and `topic` are what WebSub calls so: the hub that the feed
    names and the feed's own address there ('' for none).
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
    cut: bool = False
    hub: str = ""
    topic: str = ""


def digest16(*parts: str) -> bytes:
    """16 bytes that stand for the parts; guids are kept only like this."""
    return blake2b("\\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class HotlistMapping:
    """Where a hot list keeps things: dotted paths into its JSON (`data.0.list`). The default is the shape of newsnow."""

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
class ListPage:
    """Where a list page keeps things: CSS selectors, all but `entry` within an entry; '' is guessed.

    `date_attr` is the attribute that holds the date instead of the text (`datetime`), `date_format` its strptime shape
    (`%d/%m/%Y`) where it is none that we know.
    """

    entry: str = ""
    title: str = ""
    link: str = ""
    date: str = ""
    summary: str = ""
    date_attr: str = ""
    date_format: str = ""


HOTLIST_FIELDS = tuple(field.name for field in fields(HotlistMapping))
LIST_FIELDS = tuple(field.name for field in fields(ListPage))
SELECTORS = ("entry", "title", "link", "date", "summary")


def list_page_of(options: Mapping[str, object]) -> ListPage:
    """From a source's `options`; unknown keys and what is no string are passed over."""
    return ListPage(**{name: value for name in LIST_FIELDS if isinstance(value := options.get(name), str)})


def hotlist_of(options: Mapping[str, object]) -> HotlistMapping | None:
    """From a source's `options`, as `list_page_of`; None when nothing is mapped."""
    given = {name: value for name in HOTLIST_FIELDS if isinstance(value := options.get(name), str) and value}
    return HotlistMapping(**given) if given else None


def partial_of(read: int, expected: int) -> str | None:
    """ "n of m", or None when nothing is missing."""
    return f"{read} of {expected}" if read < expected else None


@dataclass(frozen=True, slots=True)
class ParseConfig:
    """Limits and choices of the parser. `now` (aware) dates what a feed calls "3 hours ago".

    With `list_page` HTML is read as a list; with `hotlist` any JSON as a hot list of that shape, without it JSON that is
    no JSON Feed as one of newsnow's.
    """

    max_entries: int = 2000
    hotlist: HotlistMapping | None = None
    list_page: ListPage | None = None
    now: datetime | None = None
