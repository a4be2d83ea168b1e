"""A line of a file as an item to cluster. Pure."""

from datetime import datetime

from monitor.lib.clock import parse_time
from monitor.lib.jsonlines import LineError, Record, check_item
from monitor.topics.cluster import TopicItem


def topic_item(record: Record, position: int) -> TopicItem:
    """Items are known by their position: ids of a file may be missing, equal, or of mixed types. Raises LineError."""
    check_item(record)
    source = record.get("source")
    return TopicItem(
        position, record.get("title") or "", record.get("text") or "", source or "", record_time(record.get("at"))
    )


def pair_items(record: Record) -> tuple[TopicItem, TopicItem]:
    """The texts `a` and `b` of a pair as two headlines of which no time is known."""
    return _headline(0, record["a"]), _headline(1, record["b"])


def _headline(number: int, text: str) -> TopicItem:
    return TopicItem(number, text.strip(), "", "", None)


def record_time(raw: object) -> datetime | None:
    """An ISO time to aware UTC; None stays None. Raises LineError."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise LineError("`at` must be a string")
    try:
        return parse_time(raw)
    except (ValueError, OverflowError) as error:
        raise LineError(f"`at` is not an ISO time: {error}") from error
