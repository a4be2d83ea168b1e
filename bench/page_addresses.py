"""Every address of the dashboard that shows something, with ids that the benchmark's data have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from monitor.models import (
    Alert,
    AlertRoute,
    Channel,
    GazetteerPlace,
    Item,
    KeywordRule,
    Plan,
    Referral,
    Report,
    ReportJob,
    ReportTemplate,
    Role,
    Shift,
    Source,
    SynonymGroup,
    Topic,
    Unit,
    User,
)

FILTERS = ("", "?window=7d", "?area=wages", "?unit=1&window=7d", "?focus=everything")
FILES = (".csv", ".xlsx", ".json", ".opml", "export")
NOT_ASKED = {"live", "logout", "language", "push", "healthz", "readyz", "metrics"}
"""Streams, addresses that only act, and those for machines."""
SEARCHES = "search"  # names that begin so: `bench search` measures them, with entries to find
WORDS = {
    "alert-rules": ["topic_rising", "area_volume"],
    "response-plans": ["wages", "safety"],
    "district": ["units"],
    "channels/add": ["webhook", "dingtalk"],
    "reports/templates/new": ["weekly", "daily"],
}
"""By the parts that an address begins with: what its words may be."""
LEAST = 3


def addresses() -> Iterator[tuple[str, Role, list[str]]]:
    """(name, role needed, addresses to ask); no addresses where the arguments are not known here."""
    known = _known()
    for route, pattern in patterns():
        name = str(pattern.name)
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
    keys = sorted(known, key=len, reverse=True)  # the longest beginning counts
    for name in pattern.pattern.converters:
        values = next((known[key] for key in keys if route.startswith(f"{key}/")), [])
        for kind in ("int", "slug", "str"):
            found = [one.replace(f"<{kind}:{name}>", value) for one in found for value in values]
        found = list(dict.fromkeys(found))
    return found


def _known() -> dict[str, list[str]]:
    """Ids by the parts that an address begins with: large ones and new ones."""
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
        "reports/templates": _ids(ReportTemplate.objects.all()),
        "reports/jobs": _ids(ReportJob.objects.all()),
        "rules/words": _ids(SynonymGroup.objects.all()),
        "channels": _ids(Channel.objects.all()),
        "referrals": _ids(Referral.objects.order_by("-pk")),
        "roster": _ids(Shift.objects.order_by("-start")),
        "routes": _ids(AlertRoute.objects.all()),
        "members": _ids(User.objects.all()),
        "places": _ids(GazetteerPlace.objects.all()),
    }


def _ids(found: QuerySet[Any]) -> list[str]:
    return [str(pk) for pk in found.values_list("id", flat=True)[:LEAST]]


def patterns(found: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(the whole route, its pattern)."""
    for entry in get_resolver().url_patterns if found is None else found:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, route)
        else:
            yield route, entry
