"""Rules, and history tagged anew at once instead of after the wait for other processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.lib.clock import utc_now
from monitor.models import KeywordRule, RetagJob, User
from monitor.queries.config import config_forget
from monitor.rules.edit import RuleText, rule_create
from monitor.rules.queue import SETTLE
from monitor.rules.retag import retag_due

MakeRule = Callable[..., KeywordRule]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config_forget()


@pytest.fixture
def make_rule(lead: User) -> MakeRule:
    def make(query: str, *, name: str = "", area: str = "", grave: bool = False) -> KeywordRule:
        return rule_create(text=RuleText(name or query, query, area, grave), by=lead, now=utc_now())

    return make


def retag_all() -> RetagJob:
    """Work on the newest job as the workers would, fifteen seconds later."""
    config_forget()
    later = utc_now() + SETTLE + timedelta(seconds=1)
    while retag_due(now=later):
        pass
    return RetagJob.objects.latest("id")
