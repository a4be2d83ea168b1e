"""An alert's evidence computed again from the rows as they are now: equal, or what differs and why it may.

Items that were moved, corrected, merged or emptied since then make it differ; so does an outage that was noted later. The rule is that
of the version named in the evidence, the clock that of the decision, and only what had been seen by then counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.alerts.areas import area_cohorts, params_of, told_items
from monitor.alerts.decide import InForce, topic_findings
from monitor.alerts.evidence import method_of
from monitor.alerts.facts import AreaFacts, TopicFacts
from monitor.alerts.gather import down_hours, history_add
from monitor.alerts.listening import listening_of
from monitor.alerts.read_items import back_entry, baseline_since, items_between, items_of_topics, seen_rows
from monitor.alerts.rules import COUNTED
from monitor.alerts.weigh_area import weigh_area
from monitor.lib.clock import hour_of
from monitor.models import Alert, AlertRuleVersion, Item, Topic

CANNOT = ("no_topic", "no_version", "other_method", "no_items")
COMPARED = ("originals", "items", "sources", "negative", "sure", "likely", "alike", "counted", "threshold", "met")


@dataclass(frozen=True, slots=True)
class Recheck:
    """`cannot`: why nothing can be compared (a fixed word of CANNOT), else "". `differences`: (hours, what, then, now)."""

    differences: tuple[tuple[int, str, Any, Any], ...] = ()
    cannot: str = ""

    @property
    def equal(self) -> bool:
        """Nothing differs."""
        return not self.cannot and not self.differences


def evidence_recheck(*, alert: Alert, evidence: dict[str, Any]) -> Recheck:
    """Compare one evidence of an alert (of now, or of an event) with what the rows give. Reads only."""
    if evidence.get("kind") not in COUNTED or evidence.get("method") != method_of(evidence["kind"]):
        return Recheck(cannot="other_method")
    version = AlertRuleVersion.objects.filter(rule__kind=evidence["kind"], number=evidence["rule_version"]).first()
    if version is None:
        return Recheck(cannot="no_version")
    rule = InForce(COUNTED[evidence["kind"]].read(version.params), version.number)
    now = datetime.fromisoformat(evidence["computed_at"])
    if alert.area:
        windows = _area_windows(alert.area, rule, evidence, now)
    elif alert.topic is not None:
        windows = _topic_windows(alert.topic, rule, evidence, now)
    else:
        return Recheck(cannot="no_topic")
    if not any(window["items"] for window in windows) and any(window["items"] for window in evidence["windows"]):
        return Recheck(cannot="no_items")
    return Recheck(tuple(_differences(evidence["windows"], windows)))


def _topic_windows(topic: Topic, rule: InForce, evidence: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    since = now - rule.params.reach
    facts = TopicFacts(
        id=topic.pk,
        items=tuple(items_of_topics([topic.pk], since=since, now=now)[topic.pk]),
        grave=Item.objects.filter(topic_id=topic.pk, grave=True, own=False, first_seen__lte=now).exists(),
        area=evidence["area"],
        closed_at=_closed(evidence),
        plans=frozenset(evidence.get("plans_on", ())),
    )
    rules = {rule.params.kind: rule}
    facts = history_add({topic.pk: facts}, rules, now=now)[topic.pk]
    (finding,) = topic_findings(facts, rules, now=now)
    return [window.stored() for window in finding.evidence.windows]


def _area_windows(area: str, rule: InForce, evidence: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    params = params_of(rule)
    since = hour_of(baseline_since(now, reach=params.reach, days=params.baseline_days))
    rows = items_between(now - params.reach, now, seen_by=now).filter(in_focus=True).exclude(back_entry(params.reach))
    items = list(seen_rows(rows))
    facts = AreaFacts(
        area=area,
        items=tuple(seen for _, areas, seen in items if area in areas),
        told=told_items(items, now=now),
        topics={seen.id: topic for topic, _, seen in items},
        closed_at=_closed(evidence),
        cohorts=area_cohorts(area, listening_of(since=since, now=now), since=since, now=now),
        outages=down_hours(since, share=params.outage_share, now=now),
    )
    finding = weigh_area(facts, params, now=now, rule_version=rule.version)
    return [window.stored() for window in finding.evidence.windows]


def _closed(evidence: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(evidence["closed_at"]) if evidence.get("closed_at") else None


def _differences(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[tuple[int, str, Any, Any]]:
    found = []
    for before, after in zip(then, now, strict=True):
        found += [(before["hours"], key, before[key], after[key]) for key in COMPARED if before[key] != after[key]]
        found += [
            (before["hours"], key, before[key]["expected"], after[key]["expected"])
            for key in ("own", "area")
            if before[key]["expected"] != after[key]["expected"]
        ]
    return found
