"""A clue from the grassroots: a published item, by its address or the name of the paper, with a few words. No pictures.

What a member writes is masked before it is stored; who wrote it is in the audit log alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from monitor.errors import TingchaoError
from monitor.feeds.build import entry_of
from monitor.feeds.by_hand import hand_source
from monitor.feeds.identity import lookups
from monitor.feeds.intents import Analysed, entries_sort, entries_tag
from monitor.feeds.links import absolute, is_home
from monitor.feeds.parsed import Entry
from monitor.feeds.personal import is_personal
from monitor.feeds.polls import entry_analyse, keys_known, keys_known_of, log_fault
from monitor.feeds.store import NO_ITEM, items_store
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Item, Source, SourceKind, User, audit_record
from monitor.queries.config import current_config
from monitor.text.clean import clean_html
from monitor.text.mask import mask

NAME = "基层上报"  # the one source of all clues
MAX_TITLE, MAX_NOTE, MAX_PLACE = 200, 2_000, 80
AHEAD = timedelta(minutes=5)  # clocks differ


class ClueError(TingchaoError):
    """A clue that cannot be taken. Labels: clue_empty, clue_unpublished, clue_url, clue_personal, clue_future, clue_old."""

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
    full = absolute(url, "") if url else ""
    if url and (not full or is_home(full)):
        raise ClueError("no page", label="clue_url")
    if full and is_personal(full):
        raise ClueError("a person's page", label="clue_personal")
    if clue.at and clue.at > now + AHEAD:
        raise ClueError("in the future", label="clue_future")
    if clue.at and clue.at < now - timedelta(days=settings.RETENTION_DAYS):
        raise ClueError("past the retention", label="clue_old")
    return replace(clue, title=title, note=note, place=place, url=full)


def clue_masked(clue: Clue) -> tuple[str, str, bool]:
    """(title, text, whether anything was masked) as they would be stored."""
    title, title_masked = mask(clean_html(clue.title).replace("\n", " "))
    text, text_masked = mask(clean_html(clue.text))
    return title, text, title_masked or text_masked


@transaction.atomic
def clue_take(*, clue: Clue, by: User, now: datetime) -> Received:
    """Store it, or find the item that it already is, whatever source brought that. Raises ClueError."""
    clue = clue_check(clue, now=now)
    entry = replace(entry_of(base="", link=clue.url, title=clue.title, content=clue.text), published=clue.at)
    known = _known(entry) if clue.url else None
    if known is not None:
        audit_record(actor=by, action="clue_known", target=f"item:{known}")
        return Received(known, known=True)
    source = hand_source(NAME, SourceKind.GRASSROOTS)
    item = _analysed(source, entry, clue, now)
    if item is None:
        raise ClueError("could not be read")
    stored = items_store(source=source, analysed=[item], now=now)
    item_id = stored.new[0] if stored.new else stored.updated[0] if stored.updated else _same(source, entry)
    audit_record(actor=by, action="clue_submit", target=f"item:{item_id}", detail={"unit": clue.unit})
    notice_publish_on_commit({"sources": [source.pk], "items": [item_id]})
    return Received(item_id, known=not stored.new)


def _analysed(source: Source, entry: Entry, clue: Clue, now: datetime) -> Analysed | None:
    known = keys_known(source_id=source.pk, digests=lookups([entry]))
    sorted_ = entries_sort([entry], known=known, trusted=True, now=now, keep_days=settings.RETENTION_DAYS)
    if sorted_.same:
        return None
    config = current_config()
    tagged = entries_tag(
        sorted_,
        trusted=True,
        now=now,
        analyse=lambda entry: entry_analyse(entry, source=source, config=config),
        on_poison=lambda error: log_fault("clue_poisoned", source.pk, error),
    )
    for item in tagged.items:
        units = {*item.analysis.units, *((clue.unit,) if clue.unit else ())}
        return replace(item, by_hand=True, analysis=replace(item.analysis, units=tuple(sorted(units))))
    return None


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
