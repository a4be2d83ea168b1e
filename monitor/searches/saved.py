"""Searches that members keep: saved, renamed, shared, deleted by their owner; each reader has their own "seen up to here"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connections, router, transaction

from monitor.errors import SearchError
from monitor.lib.oneline import one_line
from monitor.models import SavedSearch, SearchLook, User, audit_record
from monitor.queries.search_ask import search_query
from monitor.text.query_words import persons_in

MAX_NAME = 80
MOST = 100
FILTERS = (
    "mode",
    "window",
    "from",
    "to",
    "area",
    "unit",
    "kind",
    "source",
    "sentiment",
    "place",
    "focus",
    "reposts",
    "sort",
)

LOOK = """
WITH former AS (SELECT seen_id FROM monitor_searchlook WHERE search_id = %(search)s AND user_id = %(user)s)
INSERT INTO monitor_searchlook AS look (search_id, user_id, seen_id, at) VALUES (%(search)s, %(user)s, %(seen)s, %(now)s)
ON CONFLICT (search_id, user_id) DO UPDATE SET seen_id = greatest(look.seen_id, excluded.seen_id), at = excluded.at
RETURNING (SELECT seen_id FROM former)
"""


@transaction.atomic
def saved_search_add(*, owner: User, name: str, pairs: Mapping[str, str], shared: bool, now: datetime) -> SavedSearch:
    """`pairs`: those of the address. Raises QueryError, SearchError (name_missing, name_known, personal_name, too_many)."""
    name = _name(owner, name)
    if SavedSearch.objects.filter(owner=owner).count() >= MOST:
        raise SearchError(label="too_many", permanent=True)
    query = pairs.get("q", "").strip()
    search_query(query, words=pairs.get("mode") == "words")
    filters = {key: value for key in FILTERS if (value := pairs.get(key, ""))}
    saved = SavedSearch.objects.create(
        owner=owner, name=name, query=query, filters=filters, shared=shared, created_at=now, updated_at=now
    )
    _audit(saved, owner, "search_save")
    return saved


@transaction.atomic
def saved_search_edit(*, saved: SavedSearch, name: str, shared: bool, by: User, now: datetime) -> None:
    """Another name; shared or not. Raises SearchError as above."""
    saved.name, saved.shared, saved.updated_at = _name(by, name, but=saved), shared, now
    saved.save(update_fields=["name", "shared", "updated_at"])
    _audit(saved, by, "search_edit")


@transaction.atomic
def saved_search_delete(*, saved: SavedSearch, by: User) -> None:
    """For good; its name stays in the audit log."""
    _audit(saved, by, "search_delete")
    saved.delete()


def saved_search_look(*, saved: SavedSearch, user: User, seen_id: int, now: datetime) -> int:
    """This member has seen what it finds, up to this item; returns up to where they had seen it before, 0 for nothing. One statement."""
    with connections[router.db_for_write(SearchLook)].cursor() as cursor:
        cursor.execute(LOOK, {"search": saved.pk, "user": user.pk, "seen": seen_id, "now": now})
        return int(cursor.fetchone()[0] or 0)


def _name(owner: User, name: str, *, but: SavedSearch | None = None) -> str:
    name = one_line(name)[:MAX_NAME]
    if not name:
        raise SearchError(label="name_missing", permanent=True)
    if named := persons_in(name):
        raise SearchError("、".join(named), label="personal_name", permanent=True)
    others = SavedSearch.objects.filter(owner=owner, name=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise SearchError(name, label="name_known", permanent=True)
    return name


def _audit(saved: SavedSearch, by: User, action: str) -> None:
    detail = {"name": saved.name, "query": saved.query, "filters": saved.filters, "shared": saved.shared}
    audit_record(actor=by, action=action, target=f"search:{saved.pk}", detail=detail)
