"""WHAT `manage.py evaluate` can score from lines: the score, and which lines have a usable label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.lib.jsonlines import LineError, Record, check_item
from monitor.text.areas import AREAS
from monitor.text.evaluate import evaluate_areas, evaluate_labour, evaluate_sentiment
from monitor.text.evaluate_masking import evaluate_masking
from monitor.text.evaluate_words import evaluate_words
from monitor.text.types import SENTIMENTS
from monitor.topics.evaluate import evaluate_duplicates, evaluate_topics
from monitor.topics.evaluate_pairs import evaluate_duplicate_pairs, evaluate_topic_pairs
from monitor.topics.forecast_evaluate import evaluate_forecast, forecast_line
from monitor.topics.records import topic_item

ALERTS, FEEDS, REPORTS = "alerts", "feeds", "reports"


@dataclass(frozen=True, slots=True)
class Kind:
    """`labels` are the keys of which a line needs one, `usable` says whether what is there can be used; `text_model`:
    the figures depend on the shipped text model, whose version is then printed; `items`: lines need a title or text.
    """

    score: Callable[[Sequence[Record]], dict[str, Any]]
    labels: tuple[str, ...]
    usable: Callable[[Record], bool] = lambda _: True
    text_model: bool = True
    items: bool = True


def check_line(row: Record) -> None:
    """Raise LineError unless the line has a title or text, or is a pair of texts `a` and `b`."""
    if "same_event" not in row:
        check_item(row)
    elif not isinstance(row.get("a"), str) or not isinstance(row.get("b"), str):
        raise LineError("a pair needs the texts `a` and `b`")


def _pairs_or_items(
    pairs: Callable[[Sequence[Record]], dict[str, Any]], items: Callable[[Sequence[Record]], dict[str, Any]]
) -> Callable[[Sequence[Record]], dict[str, Any]]:
    """One file holds pairs or items; where it mixes them, the kind of its first line counts."""

    def score(rows: Sequence[Record]) -> dict[str, Any]:
        of_pairs = "same_event" in rows[0]
        kept = [row for row in rows if ("same_event" in row) == of_pairs]
        return pairs(kept) if of_pairs else items(kept)

    return score


def _a_topic(row: Record) -> bool:
    if "same_event" in row:
        return isinstance(row["same_event"], bool)
    topic_item(row, 0)  # raises LineError for a time that is none
    label = row["topic"] if row.get("topic") is not None else row.get("event")
    return isinstance(label, str | int)


def _a_copy_or_none(row: Record) -> bool:
    if "same_event" in row:
        return isinstance(row["same_event"], bool)
    topic_item(row, 0)
    return row.get("id") is not None and isinstance(row["repost_of"], str | int | None)


def _texts(row: Record) -> bool:
    return isinstance(row["secrets"], list) and all(isinstance(one, str) and one.strip() for one in row["secrets"])


def _areas(row: Record) -> bool:
    areas = row.get("areas", [row.get("area")] if row.get("area") else [])
    return isinstance(areas, list) and all(area in AREAS for area in areas)


KINDS = {
    "sentiment": Kind(evaluate_sentiment, ("sentiment",), lambda row: row["sentiment"] in SENTIMENTS),
    "areas": Kind(evaluate_areas, ("areas", "area"), _areas),
    "labour": Kind(evaluate_labour, ("labour", "areas")),
    "masking": Kind(evaluate_masking, ("secrets",), _texts),
    "words": Kind(evaluate_words, ("title", "text"), text_model=False),
    "topics": Kind(
        _pairs_or_items(evaluate_topic_pairs, evaluate_topics),
        ("topic", "event", "same_event"),
        _a_topic,
        text_model=False,
    ),
    "duplicates": Kind(
        _pairs_or_items(evaluate_duplicate_pairs, evaluate_duplicates),
        ("repost_of", "same_event"),
        _a_copy_or_none,
        text_model=False,
    ),
    "forecast": Kind(
        evaluate_forecast, ("at", "published", "first_seen"), forecast_line, text_model=False, items=False
    ),
}
