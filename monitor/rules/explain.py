"""One stored item against a query: that it matches and where, or what is missing, or what excludes it (text.query_explain)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.feeds.links import canonical
from monitor.feeds.parsed import digest16
from monitor.lib.clock import month_of
from monitor.models import Item, ItemKey, Source
from monitor.rules.reading import Groups, Stored, fields_of, sources_now
from monitor.text.query import Match, compile_query
from monitor.text.query_explain import Explanation, explain

OURS = re.compile(r"(?:^|/items/)(\d{1,18})/?(?:[?#].*)?$")


@dataclass(frozen=True, slots=True)
class Explained:
    """`why` is None when the text is past the retention."""

    item: Item
    stored: Stored
    match: Match | None = None
    why: Explanation | None = None


def item_asked(raw: str, *, now: datetime) -> Item | None:
    """By its number, its page here, or its published link (one that is not its identity: of the last 30 days)."""
    raw = raw.strip()
    if found := OURS.search(raw):
        return Item.objects.filter(id=int(found.group(1))).first()
    link = canonical(raw) if raw else ""
    if not link:
        return None
    sources = list(Source.objects.values_list("pk", flat=True))
    keys = ItemKey.objects.filter(source__in=sources, digest=digest16("id", link), item_id__gt=0)
    by_key = Item.objects.filter(id__in=list(keys.values_list("item_id", flat=True))[:5]).order_by("-at").first()
    since = now - timedelta(days=30)
    return by_key or Item.objects.filter(month__gte=month_of(since), at__gte=since, link=link).order_by("-at").first()


def item_explain(item: Item, query: str, groups: Groups) -> Explained:
    """Raises QueryError."""
    name, region = sources_now([item.source_id]).get(item.source_id, ("", ""))
    stored = Stored(item.title, item.text, name, region)
    if not item.title and not item.text:
        return Explained(item, stored)
    compiled, fields = compile_query(query, dict(groups)), fields_of(stored)
    return Explained(item, stored, compiled.match(fields), explain(compiled, fields))
