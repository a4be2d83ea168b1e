"""Every address of the dashboard that shows something, with ids that the benchmark's data have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from monitor.models import Alert, Channel, Item, KeywordRule, Plan, Report, Role, Source, Topic, Unit

FILTERS = ("", "?window=7d", "?area=wages", "?unit=1&window=7d", "?focus=everything")
FILES = (".csv", ".xlsx", ".json", ".opml", "export", "template")
NOT_ASKED = {"live", "logout", "language", "push", "healthz", "readyz", "metrics"}
"""Streams, addresses that only act, and those for machines."""
SEARCHES = "search"  # names that begin so: `bench search` measures them, with entries to find
WORDS = {"alert-rules": ["topic_rising", "area_volume"], "response-plans": ["wages", "safety"], "district": ["units"]}
"""By the first part of an address: what its words may be."""
LEAST = 3


def addresses() -> Iterator[tuple[str, Role, list[str]]]:
    """(name, role needed, addresses to ask); no addresses where the arguments are not known here."""
    known = _known()
    for pattern in _patterns(get_resolver().url_patterns):
        name, route = str(pattern.name), str(pattern.pattern)
        if name in NOT_ASKED or name.startswith(SEARCHES):
            continue
        role = getattr(pattern.callback, "required_role", None) or Role.VIEWER
        yield name, role, _filled(route, pattern, known)


def is_file(address: str) -> bool:
    """A download: no target for its time."""
    return any(part in address for part in FILES)


def _filled(route: str, pattern: URLPattern, known: dict[str, list[str]]) -> list[str]:
    found = [f"/{route}"]
    if not pattern.pattern.converters:
        return [f"/{route}{query}" for query in FILTERS]
    for name in pattern.pattern.converters:
        values = known.get(route.split("/")[0], [])
        for kind in ("int", "slug", "str"):
            found = [one.replace(f"<{kind}:{name}>", value) for one in found for value in values]
        found = list(dict.fromkeys(found))
    return found


def _known() -> dict[str, list[str]]:
    """Ids by the first part of an address: large ones and new ones."""
    return WORDS | {
        "items": _ids(Item.objects.filter(in_focus=True).order_by("-at")),
        "topics": _ids(Topic.objects.order_by("-n_items"))
        + _ids(Topic.objects.filter(in_focus=True).order_by("-heat")),
        "alerts": _ids(Alert.objects.order_by("-raised_at")),
        "sources": _ids(Source.objects.all()),
        "plans": _ids(Plan.objects.all()),
        "units": _ids(Unit.objects.all()),
        "reports": _ids(Report.objects.all()),
        "rules": _ids(KeywordRule.objects.all()),
        "channels": _ids(Channel.objects.all()),
    }


def _ids(found: QuerySet[Any]) -> list[str]:
    return [str(pk) for pk in found.values_list("id", flat=True)[:LEAST]]


def _patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in found:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry
