"""The index that search uses, and the searches that members keep.

`monitor_itemsearch` stands beside the items, partitioned alike: a narrow row with the tags that a search filters and counts by, and
the entries of the text (monitor/text/search_words.py) in a tsvector under a GIN index. It is a table of its own because
an item's row is written several times (topic, repost, re-tagging), and each time a row of a GIN-indexed table is written anew all its
entries are. A trigger (migration 0027) carries the tags over, and takes the row away as soon as the text is emptied.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

from monitor.models.copying import array_literal
from monitor.models.item import Sentiment
from monitor.models.team import User

DAY, DAY_S = "@", 86_400  # an entry for the day, counted from 1970 in UTC: `at` never changes
PUT = f"""
INSERT INTO monitor_itemsearch (month, id, at, source_id, story, repost, sentiment, place, areas, units, in_focus, made, words)
SELECT i.month, i.id, i.at, i.source_id, coalesce(i.duplicate_of, i.id), i.duplicate_of IS NOT NULL, i.sentiment, i.place,
       i.areas, i.units, i.in_focus, %s,
       (row.words || ' {DAY}' || floor(extract(epoch FROM i.at) / {DAY_S})::bigint)::tsvector
FROM unnest(%s::date[], %s::bigint[], %s::text[]) AS row(month, id, words)
JOIN monitor_item i ON i.month = row.month AND i.id = row.id
WHERE i.title <> '' OR i.text <> ''
ON CONFLICT (id, month) DO UPDATE SET words = excluded.words, made = excluded.made
"""  # noqa: S608 - our own names


class ItemSearch(models.Model):
    """What a search asks of one item. Tags as in `Item`; `story` is the item id of its original, or its own."""

    pk = models.CompositePrimaryKey("id", "month")
    id = models.BigIntegerField()
    month = models.DateField()
    at = models.DateTimeField()
    source_id = models.BigIntegerField()
    story = models.BigIntegerField()
    repost = models.BooleanField()
    sentiment = models.CharField(max_length=3, choices=Sentiment)
    place = models.CharField(max_length=4, null=True)  # noqa: DJ001 - null: nothing in the text says where
    areas = ArrayField(models.TextField())
    units = ArrayField(models.IntegerField())
    in_focus = models.BooleanField()
    made = models.IntegerField(help_text="search_version() of the entries; another one: to be written anew")
    words = SearchVectorField()

    class Meta:
        managed = False
        db_table = "monitor_itemsearch"

    def __str__(self) -> str:
        return f"item {self.id}"


class SavedSearch(models.Model):
    """A search that a member keeps: its own, or, if `shared`, everybody's to open; only its owner changes it.

    `query` is as typed, in the rule language; `filters` are the other pairs of the address (`SearchFilters.pairs()`: window,
    area, unit, kind, source, sentiment, place, focus, reposts, sort, from, to); together they are the search. What a reader
    finds with it is what the reader may see, not what its owner may.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    filters = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("owner", "name"), name="savedsearch_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def pairs(self) -> dict[str, Any]:
        """The search as pairs of an address."""
        return {**self.filters, **({"q": self.query} if self.query else {})}


class SearchLook(models.Model):
    """How far a member has seen a saved search: items with a greater id are new to them."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("search", "user"), name="searchlook_key")]

    def __str__(self) -> str:
        return f"{self.search_id} up to {self.seen_id}"


Row = tuple[date, int, str]


def search_put(rows: Sequence[Row], *, version: int) -> int:
    """Write the entries of stored items: (month, item id, entries). In the transaction that stores the text; one statement.

    An item whose text is gone gets none. Returns how many were written.
    """
    if not rows:
        return 0
    months, ids, words = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(PUT, [version, array_literal(months), array_literal(ids), array_literal(words)])
        return int(cursor.rowcount)
