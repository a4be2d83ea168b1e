"""Saved searches as a member sees them: their own and those that are shared, each with what is new since they last looked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from monitor.errors import QueryError, SearchError
from monitor.models import SavedSearch, SearchLook, SynonymGroup, User
from monitor.queries.search_ask import Groups, SearchAsk, search_ask
from monitor.queries.search_new import NEW_MOST, search_new
from monitor.queries.together import Reading, read_alone

COUNTED = 20  # searches of one list whose new items are counted
Saved = tuple[list[SavedSearch], dict[int, SearchLook]]


@dataclass(frozen=True, slots=True)
class SavedLine:
    """`new`: items since the last look, NEW_MOST + 1 for more; None when never looked at or not to be counted in time."""

    saved: SavedSearch
    mine: bool
    looked_at: datetime | None
    new: int | None

    @property
    def many(self) -> bool:
        return self.new is not None and self.new > NEW_MOST


def saved_visible(user: User) -> QuerySet[SavedSearch]:
    """Those that this member may open."""
    return SavedSearch.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


def saved_lines(user: User, *, sight: tuple[int, ...] | None, now: datetime) -> list[SavedLine]:
    """Own ones first, then the others', by name."""
    return saved_counted(read_alone(saved_reading(user)), user, sight=sight, now=now)


def saved_reading(user: User) -> Reading[Saved]:
    """(those that this member may open, how far they have seen them), to be counted; one round."""
    saved, looks = yield [saved_visible(user), SearchLook.objects.filter(user=user)]
    return saved, {look.search_id: look for look in looks}


def saved_counted(
    found: Saved, user: User, *, sight: tuple[int, ...] | None, now: datetime, groups: Groups | None = None
) -> list[SavedLine]:
    """The same, once they are read: two statements, whatever their number."""
    saved = sorted(found[0], key=lambda one: (one.owner_id != user.pk, one.name))
    looks = found[1]
    new = _new([(one, looks[one.pk].seen_id) for one in saved[:COUNTED] if one.pk in looks], sight, now, groups)
    return [
        SavedLine(one, one.owner_id == user.pk, looks[one.pk].at if one.pk in looks else None, new.get(one.pk))
        for one in saved
    ]


def _new(
    seen: list[tuple[SavedSearch, int]], sight: tuple[int, ...] | None, now: datetime, groups: Groups | None
) -> dict[int, int | None]:
    """By search. One that can no longer be read (a synonym group is gone) has none."""
    asked: dict[int, tuple[SearchAsk, int]] = {}
    if groups is None and any(set("{｛") & set(one.query) for one, _ in seen):
        groups = dict(SynonymGroup.objects.values_list("name", "words"))
    for one, seen_id in seen:
        with suppress(QueryError, SearchError):
            asked[one.pk] = (search_ask(one.pairs, sight=sight, now=now, groups=groups), seen_id)
    try:
        return dict(zip(asked, search_new(list(asked.values())), strict=True))
    except SearchError:
        return {}
