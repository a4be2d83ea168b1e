"""`manage.py backtest RULE`: what an alert rule would have raised on stored history, one alert a line with its evidence."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.alerts.backtest_rows import backtest_run
from monitor.alerts.decide import InForce
from monitor.alerts.rules import COUNTED, in_force, rule_row
from monitor.errors import SettingError
from monitor.lib.clock import DAY, parse_time, utc_now
from monitor.lib.jsonlines import COULD_NOT_START
from monitor.models import AlertRule, Plan, Topic

DAYS = 60


class Command(BaseCommand):
    """RULE is a kind, the id of an alert rule, or a JSON file {"kind": ..., "params": {...}}. Nothing is stored."""

    help = "Print the alerts that a rule would have raised on stored history, as JSON lines with their evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help=f"{', '.join(COUNTED)}; the id of an alert rule; or a JSON file")
        parser.add_argument(
            "--from", dest="start", help=f"ISO time (no zone = Asia/Shanghai); {DAYS} days ago by default"
        )
        parser.add_argument("--to", dest="end", help="ISO time; now by default")
        parser.add_argument(
            "--plan",
            type=int,
            help="plan_hit: the id of one standing plan; all that have their own alert on by default",
        )

    def handle(
        self, *, rule: str, start: str | None = None, end: str | None = None, plan: int | None = None, **_: Any
    ) -> None:
        try:
            tested = _rule(rule)
            _plan_check(plan)
            since, until = _span(start, end)
        except (SettingError, ValueError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(COULD_NOT_START)
        for line in self._lines(tested, since, until, plan):
            self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _lines(self, rule: InForce, since: datetime, until: datetime, plan: int | None) -> list[dict[str, Any]]:
        would = backtest_run(rule, start=since, end=until, progress=self._progress, plan=plan)
        found = [one.stored() for one in would]
        topics = {one["topic"] for one in found if one["topic"]}
        titles = dict(Topic.objects.filter(pk__in=topics).values_list("pk", "title"))
        return [{**one, "title": titles.get(one["topic"], "")} for one in found]

    def _progress(self, done: int, of: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {of:,}", ending="\r\x1b[K" if done == of else "")
            self.stderr.flush()


def _span(start: str | None, end: str | None) -> tuple[datetime, datetime]:
    """Raises ValueError."""
    until = parse_time(end) if end else utc_now()
    since = parse_time(start) if start else until - DAYS * DAY
    if since >= until:
        raise ValueError("--from is not before --to")
    return since, until


def _plan_check(plan: int | None) -> None:
    """Raises SettingError."""
    if plan is not None and not Plan.objects.filter(pk=plan).exists():
        raise SettingError(f"there is no standing plan {plan}")


def _rule(named: str) -> InForce:
    """Raises SettingError, ValueError or OSError with a sentence for the user."""
    if named in COUNTED:
        return in_force(rule_row(named))
    if named.isdigit():
        row = AlertRule.objects.filter(pk=int(named)).first()
        if row is None or row.kind not in COUNTED:
            raise SettingError(f"there is no counted alert rule {named}")
        return in_force(row)
    written = json.loads(Path(named).read_text(encoding="utf-8"))
    if not isinstance(written, dict) or written.get("kind") not in COUNTED:
        raise SettingError(f"{named}: an object with a kind of {', '.join(COUNTED)}")
    return InForce(COUNTED[written["kind"]].read(written.get("params", {})))
