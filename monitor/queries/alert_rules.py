"""The read side of alert rules: as they stand, their versions, how much they raised, their back-tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from monitor.models import Alert, AlertRule, AlertRuleVersion, Backtest, KeywordRule, Plan, Topic
from monitor.queries.alert_words import LEVEL_KEYS, level_label
from monitor.queries.area_words import area_label

RAISED_IN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list. `raised`: threads that it began in the last 30 days; `last`: its newest version."""

    rule: AlertRule
    label: str
    raised: int
    last: AlertRuleVersion | None


def alert_rule_lines(*, rules: Sequence[AlertRule], now: datetime) -> list[RuleLine]:
    """In the order given."""
    since = now - RAISED_IN
    rows = Alert.objects.filter(raised_at__gte=since, raised_at__lte=now).order_by().values_list("kind")
    raised = dict(rows.annotate(n=Count("*")))
    versions = AlertRuleVersion.objects.filter(rule__in=rules).select_related("by").order_by("number")
    last = {version.rule_id: version for version in versions}
    return [RuleLine(rule, str(rule.get_kind_display()), raised.get(rule.kind, 0), last.get(rule.pk)) for rule in rules]


@dataclass(frozen=True, slots=True)
class WouldLine:
    """A thread that a back-test found, as a list shows it. `title`: of the topic (as it is called today) or the area."""

    at: datetime
    level: int
    level_label: str
    level_key: str
    title: str
    topic_id: int | None
    evidence: dict[str, Any]
    messages: int


def backtest_latest(kind: str, *, plan: int | None = None) -> Backtest | None:
    """The newest one of a kind; of a standing plan alone if one is named."""
    return Backtest.objects.filter(kind=kind, plan=plan).select_related("by").first()


def would_lines(test: Backtest, *, limit: int) -> list[WouldLine]:
    """What a back-test found, newest first."""
    found = list(reversed(test.results))[:limit]
    titles = dict(
        Topic.objects.filter(pk__in=[one["topic"] for one in found if one["topic"]]).values_list("pk", "title")
    )
    names = _names(found)
    return [
        WouldLine(
            at=datetime.fromisoformat(one["raised_at"]),
            level=one["level"],
            level_label=level_label(one["level"]),
            level_key=LEVEL_KEYS[one["level"]],
            title=titles.get(one["topic"], "") or area_label(one["area"]),
            topic_id=one["topic"],
            evidence=one["evidence"] | names(one["evidence"]),
            messages=len(one["messages"]),
        )
        for one in found
    ]


def _names(found: Sequence[dict[str, Any]]) -> Callable[[dict[str, Any]], dict[str, list[str]]]:
    """Of the grave rules and plans that would have fired, as they are called today: a live alert keeps those of its day."""
    named: dict[str, tuple[str, dict[int, str]]] = {}
    for key, stored, model in (("rules", "rule_names", KeywordRule), ("plans", "plan_names", Plan)):
        ids = {pk for one in found for pk in one["evidence"].get(key, ())}
        if ids:
            named[key] = stored, dict(model._default_manager.filter(pk__in=ids).values_list("pk", "name"))
    return lambda evidence: {
        stored: [names[pk] for pk in evidence.get(key, ()) if pk in names] for key, (stored, names) in named.items()
    }
