"""The shapes that pages of everyday ask for, compiled before the first of them is opened (monitor.settle)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from monitor.lib.clock import DAY
from monitor.models import Alert, Forecast, ForecastStep, Item, Plan, Role, Source, Topic, User
from monitor.queries import (
    alert_detail,
    alerts,
    assessment,
    desk,
    forecast,
    items,
    plan_topics,
    plans,
    referrals,
    report_page,
    roster,
    rules,
    signed_in,
    since,
    sources,
    topic_changes,
    topics,
)
from monitor.queries.counts import cells_both_reading
from monitor.queries.scope import Scope
from monitor.queries.shapes import Shaped
from monitor.queries.together import Reading
from monitor.queries.weeks import window_of

OWN = 1  # a unit of the reader's: sight hides nothing of it
FILTERS: tuple[dict[str, Any], ...] = ({}, {"area": "wages"}, {"unit": OWN}, {"unit": 2}, {"focus": False})
SPANS = (DAY, 30 * DAY)  # within a month or over two
SIGHTS: tuple[tuple[int, ...] | None, ...] = (None, (OWN,))
HOT, WATCHED, NEWEST, OPEN, LISTED, OF_PLAN = 20, 8, 40, 50, 51, 25  # rows that the pages ask for: part of a shape
ITEM = Item(id=1, source_id=1, topic_id=1, at=datetime(2026, 1, 1, tzinfo=UTC), sentiment="neu", sentiment_p=[0, 1, 0])


def compile_shapes(now: datetime) -> int:
    """How many statements of desks, lists, topics and plans were compiled. Asks the database nothing."""
    return sum(_walked(reading, answers) for reading, *answers in _readings(now))


def _walked(reading: Reading[Any], answers: list[Any]) -> int:
    asked = next(reading)
    compiled = sum(one.compiled() is not None for one in asked if isinstance(one, Shaped))
    for answer in answers:
        asked = reading.send(answer)
        compiled += sum(one.compiled() is not None for one in asked if isinstance(one, Shaped))
    reading.close()
    return compiled


def _readings(now: datetime) -> Iterator[tuple[Any, ...]]:
    """(a reading, what it is sent in each of its rounds but the last)."""
    yield (signed_in.session_reading("0", now=now),)
    yield (roster.shifts_reading(now),)
    yield (rules.rule_proposals_reading(),)
    yield (rules.rule_proposals_count_reading(),)
    yield (rules.retag_reading(),)
    yield (desk.source_summary_reading(),)
    yield (desk.data_state_reading(),)
    listed = sources.source_page_reading(now=now, state="", kind="", words="", page=1)
    yield listed, [[Source(pk=1)], [("healthy", 1)]]
    yield (assessment.cases_reading(window_of(now)),)
    yield (assessment.referrals_by_unit_reading(window_of(now)),)
    yield (desk.gaps_reading(Scope(now - DAY, now)),)
    yield (plan_topics.plans_of_reading([1]),)
    yield (alerts.alerts_of_reading([1], now=now),)
    yield (alerts.topic_alerts_reading(topic_id=1, now=now),)
    yield (alert_detail.thread_reading(Alert(pk=1)),)
    yield (referrals.referrals_of_reading(Alert(pk=1), user=User(role=Role.MONITOR)),)
    for drafts in (True, False):
        yield (report_page.report_reading(1, drafts=drafts),)
    yield (plans.plan_history_reading(Plan(pk=1)),)
    yield (topics.topic_bars_reading(1, start=now - DAY, end=now),)
    for subject in ({}, {"area": "wages"}, {"topic_id": 1}):
        past = Forecast(step=ForecastStep.NEXT, starts_at=now - DAY, method="ets")
        yield forecast.outlook_reading(**subject, now=now), [[], [past]]
    for sight in SIGHTS:
        yield from _of_sight(now, sight)
        for span in SPANS:
            for filters in FILTERS:
                yield from _of_scope(Scope(now - span, now, sight=sight, **filters))
            yield from _of_plan(Scope(now - span, now, focus=False, sight=sight, plan=1))


def _of_sight(now: datetime, sight: tuple[int, ...] | None) -> Iterator[tuple[Any, ...]]:
    topic = Topic(pk=1, summary=[{"text": "", "item": 1}], created_at=now, last_at=now)
    yield (alerts.alerts_open_reading(now=now, limit=OPEN, sight=sight),)
    yield (alerts.alerts_open_count_reading(sight),)
    yield (alerts.alert_seen_reading(1, sight=sight),)
    looked = since.changes_reading(now - DAY, now=now, user=User(pk=1), sight=sight)
    yield looked, [[], [], [], [topic], [], []]
    yield items.topic_items_reading(1, sight=sight), [[ITEM]]
    yield topics.topic_sources_reading(1, sight=sight), [[(1, 1)]]
    yield (topic_changes.topic_own_reading(1, sight=sight),)
    yield (topic_changes.topic_changes_reading(topic, sight=sight),)
    yield topic_changes.topic_summary_reading(topic, sight=sight), [[(1, 1)]]


def _of_scope(scope: Scope) -> Iterator[tuple[Any, ...]]:
    yield (cells_both_reading(scope, scope.before()),)
    yield topics.topics_hot_and_watched(scope, hot=HOT, watched=WATCHED), [[Topic(pk=1)], []]
    yield (topics.topics_hot_reading(scope, limit=LISTED),)
    yield items.newest_reading(scope, limit=NEWEST), [[ITEM]]
    yield (desk.marks_reading(scope),)
    yield (desk.inside_reading(scope, [1]),)


def _of_plan(scope: Scope) -> Iterator[tuple[Any, ...]]:
    yield (cells_both_reading(scope, scope.before()),)
    yield plan_topics.plan_topics_reading(scope), [[(1, 1)]], [[Topic(pk=1)]]
    yield plans.plan_parts_reading(scope), [[(1, ["wages"], 1, 1, 1)]]
    yield (plans.plan_alerting_reading(scope),)
    narrowed: dict[str, Any] = {"area": "", "source": 0, "sentiment": ""}
    yield (items.shaped_page_reading(plans.plan_items, scope, False, after="", limit=OF_PLAN, **narrowed),)
