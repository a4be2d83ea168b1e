"""A clue from the grassroots: a published item, by its address or the name of the paper, with a few words. No pictures.

What a member writes is masked before it is stored; who wrote it is in the audit log alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from monitor.errors import TingchaoError
from monitor.feeds.build import entry_of
from monitor.feeds.hand_sources import CLUES, hand_source, hand_sources_fresh
from monitor.feeds.identity import lookups
from monitor.feeds.intents import Analysed, entries_sort, entries_tag
from monitor.feeds.links import is_home, settled
from monitor.feeds.parsed import Entry
from monitor.feeds.personal import is_personal
from monitor.feeds.polls import entries_analyse, keys_known, keys_known_of, log_fault
from monitor.feeds.store import NO_ITEM, items_store
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Item, Source, User, audit_record
from monitor.queries import site
from monitor.queries.config import current_config
from monitor.text import clean_masked
from monitor.text.clean import clean_html

MAX_TITLE, MAX_NOTE, MAX_PLACE = 200, 2_000, 80
AHEAD = timedelta(minutes=5)  # clocks differ


class ClueError(TingchaoError):
    """A clue that cannot be taken. Labels: clue_empty, clue_unpublished, clue_url, clue_personal, clue_future, clue_old,
    clue_unreadable.
    """

    label = "clue_empty"
    permanent = True


@dataclass(frozen=True, slots=True)
class Clue:
    """What the form brings. `place` is where it was published when it has no address; `at` aware, None for now."""

    title: str
    note: str = ""
    url: str = ""
    place: str = ""
    at: datetime | None = None
    unit: int | None = None

    @property
    def text(self) -> str:
        return f"{self.note}\n（刊载于：{self.place}）".strip() if self.place and not self.url else self.note


@dataclass(frozen=True, slots=True)
class Received:
    """The item that a clue is; `known` when it was there already."""

    item_id: int
    known: bool


def clue_check(clue: Clue, *, now: datetime) -> Clue:
    """As it will be taken. Raises ClueError."""
    title, note, place = clue.title.strip()[:MAX_TITLE], clue.note.strip()[:MAX_NOTE], clue.place.strip()[:MAX_PLACE]
    url = clue.url.strip()
    if not clean_html(title):
        raise ClueError("no title")
    if not url and not place:
        raise ClueError("neither address nor paper", label="clue_unpublished")
    full = settled(url, "") if url else ""
    if url and (not full or is_home(full)):
        raise ClueError("no page", label="clue_url")
    if full and is_personal(full):
        raise ClueError("a person's page", label="clue_personal")
    if clue.at and clue.at > now + AHEAD:
        raise ClueError("in the future", label="clue_future")
    if clue.at and clue.at < now - timedelta(days=site.retention_days()):
        raise ClueError("past the retention", label="clue_old")
    return replace(clue, title=title, note=note, place=place, url=full)


def clue_masked(clue: Clue) -> tuple[str, str, bool]:
    """(title, text, whether anything was masked) as they would be stored."""
    return clean_masked(clue.title, clue.text)


@transaction.atomic
def clue_take(*, clue: Clue, by: User, now: datetime) -> Received:
    """Store it, or find the item that it already is, whatever source brought that. Raises ClueError."""
    clue = clue_check(clue, now=now)
    source = hand_source(CLUES)
    entry = _entry(clue)
    known = _known(entry) if clue.url else _printed(source, entry)
    if known is not None:
        audit_record(actor=by, action="clue_known", target=f"item:{known}")
        return Received(known, known=True)
    stored = items_store(source=source, analysed=[_analysed(source, entry, clue, now)], now=now)
    if not stored.new:  # a second click, or another reporter, was faster by a moment
        return Received(_same(source, entry), known=True)
    (item_id,) = stored.new
    hand_sources_fresh([source.pk], now=now)
    audit_record(actor=by, action="clue_submit", target=f"item:{item_id}", detail={"unit": clue.unit})
    notice_publish_on_commit({"sources": [source.pk], "items": [item_id]})
    return Received(item_id, known=False)


def _entry(clue: Clue) -> Entry:
    """Without an address, the paper and the headline say which piece it is: two papers may have the same headline."""
    guid = "" if clue.url else f"{clue.place}\n{clue.title}"
    entry = entry_of(base="", guid=guid, link=clue.url, title=clue.title, content=clue.text)
    return replace(entry, published=clue.at)


def _analysed(source: Source, entry: Entry, clue: Clue, now: datetime) -> Analysed:
    """As a new item, whatever is known of it. Raises ClueError."""
    config = current_config()
    tagged = entries_tag(
        entries_sort([entry], known={}, trusted=True, now=now, keep_days=site.retention_days()),
        trusted=True,
        now=now,
        analyse=lambda entries: entries_analyse(entries, source=source, config=config),
        on_poison=lambda error: log_fault("clue_poisoned", source.pk, error),
    )
    if not tagged.items:
        raise ClueError("could not be analysed", label="clue_unreadable")
    (item,) = tagged.items
    units = {*item.analysis.units, *((clue.unit,) if clue.unit else ())}
    return replace(item, by_hand=True, analysis=replace(item.analysis, units=tuple(sorted(units))))


def _printed(source: Source, entry: Entry) -> int | None:
    """The clue of this headline in this paper."""
    return next((key.item_id for key in keys_known(source_id=source.pk, digests=[entry.guid_key]).values()), None)


def _known(entry: Entry) -> int | None:
    """The item at this address that any source brought, if its text is still there."""
    ids = Source.objects.values_list("id", flat=True)
    for found in keys_known_of({source_id: [entry.link_key] for source_id in ids}).values():
        for key in found.values():
            if (
                key.item_id != NO_ITEM
                and Item.objects.filter(month=key.month, id=key.item_id).exclude(link="").exists()
            ):
                return key.item_id
    return None


def _same(source: Source, entry: Entry) -> int:
    return next(iter(keys_known(source_id=source.pk, digests=lookups([entry])).values())).item_id
