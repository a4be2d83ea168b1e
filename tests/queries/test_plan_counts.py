"""Counts of all plans at once are those of counting each item by hand, and come as one statement of few rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.lib.clock import DAY, HOUR, WEEK, hour_of
from monitor.models import Item, Role
from monitor.plans.edit import PlanText, plan_create
from monitor.queries.counts import Tally
from monitor.queries.plan_counts import plan_counts
from tests.conftest import make_item, make_items, make_source, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 6, 40, 11, tzinfo=UTC)


def a_fortnight(rng: Random, plans: list[int], units: list[int]) -> list[Item]:
    source, own = make_source(), make_source(own=True)
    edges = [NOW - DAY, NOW - 2 * DAY, NOW - WEEK, hour_of(NOW - DAY), hour_of(NOW - 2 * DAY) + HOUR, NOW]
    times = [*edges, *(NOW - timedelta(seconds=rng.randrange(14 * 86_400)) for _ in range(120))]
    first = make_item(source=source, at=NOW - timedelta(minutes=1))
    make_items(
        {
            "source": own if rng.random() < 0.1 else source,
            "at": at,
            "plans": rng.sample(plans, rng.randrange(3)),
            "units": rng.sample(units, rng.randrange(3)),
            "sentiment": rng.choice(("neg", "neu", "pos")),
            "duplicate_of": first.id if rng.random() < 0.3 else None,
        }
        for at in times
    )
    return list(Item.objects.all())


def tally(items: list[Item]) -> Tally:
    first = [item for item in items if item.duplicate_of is None]
    tones = [sum(item.sentiment == tone for item in first) for tone in ("neg", "neu", "pos")]
    return Tally(len(items), len(first), *tones)


@pytest.mark.parametrize("now", [NOW, hour_of(NOW)])
@pytest.mark.parametrize("limited", [False, True])
def test_all_spans_of_all_plans(now: datetime, limited: bool) -> None:
    lead = make_user(Role.LEAD)
    plans = [plan_create(text=PlanText(f"专题{n}", "工资"), by=lead, now=NOW).pk for n in range(4)]
    units = [make_unit().pk for _ in range(3)]
    items = [item for item in a_fortnight(Random(7), plans, units) if not item.own and item.at < now]
    sight = (units[0],) if limited else None
    seen = [item for item in items if sight is None or not item.units or units[0] in item.units]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counts = plan_counts(now=now, sight=sight)
    assert len(asked) == 1
    for plan in plans:
        mine = [item for item in seen if plan in item.plans]
        assert mine
        assert counts[plan].now == tally([item for item in mine if now - DAY <= item.at])
        assert counts[plan].before == tally([item for item in mine if now - 2 * DAY <= item.at < now - DAY])
        steps = [0] * 24
        for item in mine:
            if item.at >= now - WEEK and hour_of(item.at) >= now - WEEK:
                steps[(hour_of(item.at) - (now - WEEK)) // (7 * HOUR)] += 1
        assert counts[plan].spark == steps
