"""Helpers for tests of topics changed by hand: matters published, placed by a writer, and looked up."""

from datetime import timedelta
from typing import Any

from monitor.lib.clock import utc_now
from monitor.models import Item, Topic
from monitor.topics.assign import topic_assign_batch
from monitor.topics.cluster import Clusterer
from tests.conftest import make_item, make_source

NOW = utc_now()


def publish(titles: list[str], *, minutes: int = 100, **fields: Any) -> None:
    """A minute apart, from `minutes` ago, by a source of their own."""
    source = make_source()
    for n, title in enumerate(titles):
        make_item(source=source, title=title, at=NOW - timedelta(minutes=minutes - n), **fields)


def place(clusterer: Clusterer) -> None:
    while topic_assign_batch(clusterer, limit=100, now=NOW).items:
        pass


def pair() -> tuple[Topic, Topic]:
    """The two biggest topics."""
    first, second = Topic.objects.order_by("-n_items")[:2]
    return first, second


def topic_of(title: str) -> int:
    item = Item.objects.filter(title=title).order_by("id").first()
    assert item is not None
    return item.topic_id or 0


def ids_of(topic: Topic, titles: list[str]) -> list[int]:
    return list(Item.objects.filter(topic_id=topic.pk, title__in=titles).values_list("id", flat=True))
