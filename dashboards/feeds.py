"""What the feeds hold: alerts, hot topics in focus, saved searches.

A feed is a function (member's sight, now) -> title, page and entries; `FEEDS` maps its name, as in the token, to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import Sight
from dashboards.atom import AtomEntry, AtomFeed, atom_entries
from monitor.errors import QueryError, SearchError
from monitor.lib.clock import DAY
from monitor.models import ApiFeed, User
from monitor.queries import site
from monitor.queries.alerts import AlertLine, alerts_list
from monitor.queries.items import ItemRow
from monitor.queries.saved_searches import saved_visible
from monitor.queries.scope import Scope
from monitor.queries.search import search_page
from monitor.queries.search_ask import search_ask
from monitor.queries.topics import TopicLine, topics_hot

MOST = 50


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed shows: its title, the page that shows the same, its entries."""

    title: str
    page: str
    entries: tuple[AtomEntry, ...]


def feed_address(feed: str, secret: str) -> str:
    """What is entered in a feed reader."""
    return f"{settings.BASE_URL}/feeds/{feed}/{secret}.atom"


def feed_choices(user: User) -> list[tuple[str, str]]:
    """(name, label) of the feeds that this member may have an address for."""
    searches = [(f"search-{saved.pk}", _("检索：%(name)s") % {"name": saved.name}) for saved in saved_visible(user)]
    return [*((feed.value, str(feed.label)) for feed in ApiFeed), *searches]


def feed_content(name: str, *, user: User, sight: Sight, now: datetime) -> FeedContent | None:
    """The content in the language in force; None when there is no such feed for this member."""
    for pattern, maker in FEEDS:
        if found := pattern.fullmatch(name):
            return maker(user, sight, now, *found.groups())
    return None


def feed_document(content: FeedContent, *, name: str, address: str, language: str, now: datetime) -> AtomFeed:
    """As a feed of this installation; in an exercise it says so."""
    mark = _("【演练】") if settings.DRILL else ""
    return AtomFeed(
        base=settings.BASE_URL,
        key=f"feed/{name}",
        title=f"{mark}{content.title} · {site.organisation()}",
        organisation=site.organisation(),
        self_link=address,
        page_link=content.page,
        language="en" if language == "en" else "zh-Hans",
        updated=now.replace(minute=0, second=0, microsecond=0),
        entries=content.entries,
    )


def _alerts(user: User, sight: Sight, now: datetime) -> FeedContent:
    lines, _total = alerts_list(now=now, state="all", sight=sight.units, size=MOST)
    return FeedContent(_("预警"), f"{settings.BASE_URL}/alerts/", atom_entries(_alert(line) for line in lines))


def _alert(line: AlertLine) -> AtomEntry:
    return AtomEntry(
        key=f"alert/{line.id}",
        title=f"[{line.level_label}] {line.title}",
        link=f"{settings.BASE_URL}/alerts/{line.id}/",
        updated=line.changed_at,
        published=line.raised_at,
        summary=f"{line.sentence}（{line.status_label}）",
        categories=tuple((code, labels.area(code)) for code in line.areas),
    )


def _topics(user: User, sight: Sight, now: datetime) -> FeedContent:
    lines = topics_hot(Scope(now - DAY, now, sight=sight.units), limit=MOST)
    return FeedContent(_("热门话题"), f"{settings.BASE_URL}/topics/", atom_entries(_topic(line) for line in lines))


def _topic(line: TopicLine) -> AtomEntry:
    words = _("近 24 小时 %(originals)s，%(sources)s，%(state)s")
    said = words % {
        "originals": labels.n_originals(line.originals),
        "sources": labels.n_sources(line.sources),
        "state": line.state_label,
    }
    return AtomEntry(
        key=f"topic/{line.id}",
        title=line.title,
        link=f"{settings.BASE_URL}/topics/{line.id}/",
        updated=line.last_at,
        summary=said,
        categories=tuple((code, labels.area(code)) for code in line.areas),
    )


def item_entry(row: ItemRow) -> AtomEntry:
    """An item, for feeds of items (saved searches): the link is the published page, as far as there is one."""
    said = [row.source, labels.sentiment(row.sentiment), *(labels.area(code) for code in row.areas)]
    return AtomEntry(
        key=f"item/{row.id}",
        title=row.title,
        link=row.link or f"{settings.BASE_URL}/items/{row.id}/",
        updated=row.at,
        summary=" · ".join(said),
        categories=tuple((code, labels.area(code)) for code in row.areas),
    )


def _search(user: User, sight: Sight, now: datetime, pk: str) -> FeedContent | None:
    """A saved search, as this member finds it; empty while it cannot be answered."""
    saved = saved_visible(user).filter(pk=int(pk)).first()
    if saved is None:
        return None
    page = f"{settings.BASE_URL}{reverse('search')}?{urlencode(saved.pairs)}"
    try:
        found = search_page(search_ask(saved.pairs, sight=sight.units, now=now), limit=MOST).rows
    except (QueryError, SearchError):
        found = []
    return FeedContent(saved.name, page, atom_entries(item_entry(row.item) for row in found))


FEEDS: list[tuple[re.Pattern[str], Callable[..., FeedContent | None]]] = [
    (re.compile(ApiFeed.ALERTS.value), _alerts),
    (re.compile(ApiFeed.TOPICS.value), _topics),
    (re.compile(r"search-(\d{1,12})"), _search),
]
"""Name of a feed -> what makes it. Its groups follow the three arguments."""
