"""A small week to report on: Monday 2026-03-02 to Sunday 2026-03-08, Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from monitor.lib.clock import hour_of, shanghai_day_start
from monitor.models import Item, Source, Topic, TopicHour
from tests.conftest import make_item, make_source, make_topic

MONDAY = date(2026, 3, 2)
NOW = shanghai_day_start(date(2026, 3, 9)) + timedelta(hours=8)


def moment(day: int, hour: int = 10) -> datetime:
    """An hour of day 0 (Monday) to 6 of the week; negative days are the week before."""
    return shanghai_day_start(MONDAY + timedelta(days=day)) + timedelta(hours=hour)


def put(*, topic: Topic | None = None, at: datetime, source: Source, **fields: Any) -> Item:
    """An item with its counts, also those of its topic."""
    item = make_item(source=source, at=at, topic_id=topic.pk if topic else None, **fields)
    if topic:
        row, _ = TopicHour.objects.get_or_create(topic=topic, hour=hour_of(at))
        row.n_items += 1
        if item.duplicate_of is None:
            row.n_originals += 1
            row.n_neg += item.sentiment == "neg"
            row.n_pos += item.sentiment == "pos"
        row.save()
    return item


def busy_week() -> dict[str, Any]:
    """Two weeks, two sources, three topics, a repost, an item out of focus, a peak on Thursday."""
    news, forum = make_source(name="云河晚报"), make_source(name="云河论坛", kind="forum")
    old = make_topic(title="环卫工人高温津贴", first_at=moment(-6), last_at=moment(1))
    new = make_topic(title="云河新城项目欠薪", first_at=moment(3), last_at=moment(4))
    back = make_topic(title="网约车停运争议", first_at=moment(-30), last_at=moment(5), areas={"platform": 3})
    for day in (-7, -6, -5):
        put(topic=old, at=moment(day), source=news, sentiment="neu", areas=["safety"])
    put(topic=old, at=moment(1), source=forum, sentiment="pos", areas=["safety"])
    first = put(topic=new, at=moment(3), source=news)
    put(topic=new, at=moment(3, 11), source=forum)
    put(topic=new, at=moment(3, 12), source=forum, duplicate_of=first.id)
    put(topic=new, at=moment(4), source=news, sentiment="neu", areas=["wages", "hours"])
    put(topic=back, at=moment(5), source=forum, areas=["platform"])
    put(at=moment(6, 23), source=news, in_focus=False, areas=[], sentiment="neu")
    return {"news": news, "forum": forum, "old": old, "new": new, "back": back}
