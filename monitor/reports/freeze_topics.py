"""The topics of a period, frozen: the ten with most originals, and how many are new, go on, or came back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, iso, share

TOP = 10


def topics_freeze(span: Span) -> Frozen:
    """`previous` of a topic: its items in the span of the same length just before."""
    rows = read.topics_of(span)
    earlier = {
        row["topic"]: row["items"] for row in read.topics_of(Span(span.start - (span.end - span.start), span.start))
    }
    starts = read.topic_starts([row["topic"] for row in rows])
    lives = {row["topic"]: life_of(starts[row["topic"]], span, earlier.get(row["topic"], 0)) for row in rows}
    counted = Counter(lives.values())
    return {
        "n": len(rows),
        **{life: counted[life] for life in ("new", "continuing", "revived")},
        "top": _top(rows[:TOP], span, earlier, lives),
    }


def life_of(first_at: datetime, span: Span, previous: int) -> str:
    """new: began in the period; continuing: had items in the one before; revived: older, and silent in the one before."""
    if first_at >= span.start:
        return "new"
    return "continuing" if previous else "revived"


def answer_of(answers: dict[str, int]) -> str:
    """The furthest that was done about a topic in public or with a unit."""
    if answers["published"]:
        return "published"
    if answers["answered"]:
        return "answered"
    return "referred" if answers["referred"] else "none"


def _top(rows: list[Frozen], span: Span, earlier: dict[int, int], lives: dict[int, str]) -> list[Frozen]:
    ids = [row["topic"] for row in rows]
    topics, sources = read.topic_rows(ids), read.topic_sources(ids, span)
    answers, found = read.topic_answers(ids, until=span.end), []
    for rank, row in enumerate(rows, 1):
        topic = topics[row["topic"]]
        neutral = row["originals"] - row["neg"] - row["pos"]
        found.append(
            {
                "rank": rank,
                "id": topic.pk,
                "title": topic.title,
                "terms": list(topic.terms[:5]),
                "areas": sorted(topic.areas, key=lambda area: (-topic.areas[area], area)),
                "status": lives[topic.pk],
                "first_at": iso(topic.first_at),
                "heat": round(topic.heat),
                "items": row["items"],
                "originals": row["originals"],
                "negative": share(row["neg"], row["originals"]),
                "neutral": share(max(neutral, 0), row["originals"]),
                "positive": share(row["pos"], row["originals"]),
                "sources": sources.get(topic.pk, 0),
                "previous": earlier.get(topic.pk, 0),
                **answers[topic.pk],
                "answer": answer_of(answers[topic.pk]),
            }
        )
    return found
