"""Frozen numbers that lead to every sentence there is: the authored reports, and what has to be changed in one of them for the rest."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from monitor.reports.level import Measured, level_set
from tests.reports.golden import FOLDER, NAMES

Frozen = dict[str, Any]
LEVEL = {"red": 0, "orange": 0, "yellow": 0, "points": None, "change": None, "items": 500}
SAID = {"title": "云河新城项目欠薪", "id": 1}
TOPIC = {**SAID, "originals": 38, "negative": 82.4}
PLANNED = {"plan": 3, "steps": ["verify", "employer"]}
FINDINGS = [
    {"rule": "negative_rising", "area": "wages", "first": 20.5, "second": 31.2, "third": 44.1, "n": 87, **PLANNED},
    {"rule": "area_jump", "area": "hours", "n": 31, "previous": 12, "change": 158.3, "plan": 0, "steps": ["verify"]},
    {"rule": "area_jump", "area": "hours", "n": 31, "previous": 12, "change": 158.3, "plan": 0, "steps": []},
    {"rule": "unanswered_topic", **TOPIC},
    {"rule": "overdue", "n": 13},
    {"rule": "waiting", "n": 14},
    {"rule": "forecast_up", "total": 593, "was": 401, "rise": 47.9},
    {"rule": "gaps", "share": 12.5},
]
FOUND = {"n": 80, "weeks": 12, "sentiment": 91.2, "low": 82.1, "high": 96.3, "areas": 88.7}
PEAK = {"day": "2026-11-19", "n": 100, "others_mean": 83.7, "times": 1.2, "median": 87, "gap": 0}
PLAN = {"id": 1, "name": "骑手权益", "items": 131, "originals": 70, "negative": 55.7, "topics": [{**SAID, "n": 41}]}
NEXT = {"made_at": "2026-11-22T20:00:00+00:00", "starts_at": "2026-11-23T01:00:00+00:00", "method": "alike"}

# (an authored report, {where: what stands there instead})
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("drill", {"level": level_set(Measured(**{**LEVEL, "points": 9.5}))}),
    ("drill", {"level": level_set(Measured(**{**LEVEL, "change": 44.0}))}),
    ("drill", {"level": level_set(Measured(**LEVEL)), "advice": []}),
    ("drill", {"advice": FINDINGS, "volume.change": 0.0, "sentiment.neg.points": -3.1}),
    ("drill", {"volume.change": -12.5, "accuracy": {**FOUND, "enough": True}, "data_from": "2026-11-17T02:00:00+00:00"}),
    ("drill", {"volume.change": None, "accuracy": {**FOUND, "enough": False}, "complete": False, "unplaced": 21}),
    ("drill", {"peak": {**PEAK, "excess": 0, "topics": []}, "terms.docs": 0, "models": []}),
    ("drill", {"peak": {**PEAK, "excess": 13, "topics": [], "times": None}, "versions.alert_rules": []}),
    ("drill", {"peak": {**PEAK, "excess": 5, "topics": [{**SAID, "n": 14, "usual": 0, "more": 14, "share": None}]}}),
    ("drill", {"peak": {**PEAK, "topics": [{**SAID, "n": 57}]}, "outages.n": 0}),
    ("drill", {"peak": {**PEAK, "topics": []}, "alerts.acknowledged": 0, "alerts.overdue": 3, "alerts.open": 4}),
    ("drill", {"terms.rising": [], "terms.falling": [{"word": "春节", "n": 3, "before": 260, "share": 0.5,
                                                        "share_before": 11.8, "z": -7.9}]}),
    ("drill", {"topics.top.0.published": 2, "versions.alert_rules": [{"kind": "topic_rising", "version": 4}],
               "forecast": {"next": None, "check": None}}),
    ("drill", {"plans": {"retagging": True, "listed": [{**PLAN, "previous": 90, "change": 45.6}]}}),
    ("drill", {"plans": {"retagging": False, "listed": [{**PLAN, "previous": 190, "change": -31.1},
                                                        {**PLAN, "previous": 131, "change": 0.0, "topics": []},
                                                        {**PLAN, "previous": None, "change": None, "items": 0}]}}),
    ("daily", {"volume.change": 0.0, "period.start": "2026-11-17", "topics.top": [], "alerts.unanswered": 2}),
    ("daily", {"volume.change": -8.1, "alerts.overdue": 2, "complete": False}),
    ("daily", {"volume.change": None, "advice": FINDINGS[:1]}),
    ("dossier", {"terms.cloud": [], "cut": True, "complete": False, "spread": [], "kinds": [], "peak": None}),
    ("dossier", {"forecast.next": {**NEXT, "point": 12, "low": 4, "high": 31}, "outages.n": 2,
                 **{f"topic.{key}": 0 for key in ("published", "referred", "answered")}, "advice": [FINDINGS[3]]}),
]  # fmt: skip


def corners() -> Iterator[Frozen]:
    """Each once, fresh."""
    for name in NAMES:
        yield _authored(name)
    for name, changes in CHANGES:
        frozen = _authored(name)
        for path, value in changes.items():
            _put(frozen, path.split("."), value)
        yield frozen


def _authored(name: str) -> Frozen:
    found: Frozen = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["frozen"]
    return found


def _put(place: Any, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[path[-1]] = copy.deepcopy(value)
