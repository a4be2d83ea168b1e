"""Topics that a person may want to merge with one: by what the machine thinks of the two, or by words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from monitor.models import Topic
from monitor.topics.cluster import Clusterer
from monitor.topics.params import ClusterParams
from monitor.topics.state import LiveTopic, unpack

REACH = timedelta(days=14)  # between the last item of one and the first of the other
COMPARED = 400
LEAST = 0.005  # shown as 1 %
ADDRESS = re.compile(r"(?:^|/topics/|#)(\d{1,18})/?$")


@dataclass(frozen=True, slots=True)
class Similar:
    """A topic and the probability that it is the same matter, 0..1 (None: not weighed, it was found by words)."""

    topic: Topic
    chance: float | None


def topics_similar(topic: Topic) -> list[Similar]:
    """Likeliest first, as the clusterer weighs two topics, among those of about the same time that share a term or have
    one in their title; at most `ClusterParams.weighed`."""
    own = _live(topic)
    if own is None or not topic.terms:
        return []
    words = [Q(terms__overlap=topic.terms), *(Q(title__contains=term) for term in topic.terms)]
    near = Q(last_at__gte=topic.first_at - REACH, first_at__lte=topic.last_at + REACH)
    rows = _others(topic).filter(near & reduce(or_, words)).order_by("-heat", "-id")[:COMPARED]
    known = {row.pk: (row, live) for row in rows if (live := _live(row)) is not None}
    clusterer = Clusterer(ClusterParams(), lambda: 0)  # for its judgement: nothing is put into it
    weighed = clusterer.likely_one(own, [live for _row, live in known.values()])
    weighed.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [Similar(known[live.id][0], chance) for chance, live in weighed if chance >= LEAST]


def topics_search(topic: Topic | None, text: str, *, limit: int = 20) -> list[Similar]:
    """By its number or address, else by words that its title or terms have all of; latest first."""
    text = text.strip().replace("\x00", "")[:120]
    if not text:
        return []
    rows = _others(topic)
    if number := ADDRESS.search(text):
        found = rows.filter(pk=min(int(number[1]), 2**63 - 1))
        if found.exists():
            return [Similar(row, None) for row in found]
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(terms__contains=[word]))
    return [Similar(row, None) for row in rows.defer("vector").order_by("-last_at", "-id")[:limit]]


def _others(topic: Topic | None) -> QuerySet[Topic]:
    rows = Topic.objects.filter(merged_into=None, n_items__gt=0)  # an emptied one is nothing to join
    return rows.exclude(pk=topic.pk) if topic else rows


def _live(topic: Topic) -> LiveTopic | None:
    return unpack(topic.pk, topic.first_at, topic.last_at, bytes(topic.vector))
