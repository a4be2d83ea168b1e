"""Plans, made as a lead makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.lib.clock import utc_now
from monitor.models import Plan, User
from monitor.plans.check import PlanText
from monitor.plans.edit import plan_create
from monitor.queries.config import config_forget

MakePlan = Callable[..., Plan]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config_forget()


@pytest.fixture
def make_plan(lead: User) -> MakePlan:
    def make(query: str = "路灯", **fields: Any) -> Plan:
        return plan_create(text=PlanText(fields.pop("name", query), query, **fields), by=lead, now=utc_now())

    return make
