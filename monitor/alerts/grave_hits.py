"""Which items say a grave matter at their head: title and first sentences. A rule that is met by words far apart in a long text marks the
item, weighs in the level, and does not interrupt anybody by itself.
"""

from __future__ import annotations

from django.db.models import QuerySet

from monitor.models import Item, Source
from monitor.queries.config import current_config
from monitor.text.areas import LEAD_CHARS


def hits_at_the_head(rows: QuerySet[Item]) -> dict[int, tuple[int, ...]]:
    """Grave rules in force that each item hits within title and lead, by item; none for a text that is past the retention."""
    marked = list(rows.filter(grave=True).values_list("id", "title", "text", "rules", "source_id"))
    if not marked:
        return {}
    config = current_config()
    named = Source.objects.filter(pk__in={source for *_, source in marked}).values_list("pk", "name", "region")
    sources = {pk: (name, region) for pk, name, region in named}
    found = {}
    for item, title, text, rules, source in marked:
        name, region = sources.get(source, ("", ""))
        head = {"title": title, "text": text[:LEAD_CHARS], "source": name, "region": region}
        grave = [rule for rule in rules if rule in config.queries and config.by_id[rule].grave]
        found[item] = tuple(rule for rule in grave if config.queries[rule].match(head).matched)
    return found
