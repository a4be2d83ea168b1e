"""Set up the exercise's team, units, rules, roster, a standing plan and sources (idempotent; only in an exercise)."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from monitor.alerts.roster import shifts_add
from monitor.alerts.roster_rows import ShiftRow
from monitor.drill import cast
from monitor.drill.roster import demo_shifts
from monitor.drill.server import sources
from monitor.drill.world import SOURCES
from monitor.errors import SettingError
from monitor.lib.clock import WEEK, monday_of, month_of, shanghai_date, utc_now
from monitor.models import (
    GazetteerPlace,
    KeywordRule,
    Recipient,
    Role,
    Shift,
    Source,
    Unit,
    User,
    audit_record,
    installation_check,
)
from monitor.models.partitions import partitions_ensure
from monitor.plans.check import PlanText
from monitor.plans.edit import plan_create
from monitor.rules.edit import rule_first_version

LISTED = (Role.LEAD, Role.ADMIN, Role.REPORTER)  # who gets the exercise's mails; addresses end in .example
ROSTER_WEEKS = 9  # from last week on


def _ports(given: str | None) -> list[int]:
    if given:
        return [int(port) for port in given.split(",")]
    first = int(os.environ.get("TINGCHAO_DRILL_PORT", "8101"))
    return list(range(first, first + len(SOURCES)))


class Command(BaseCommand):
    """`manage.py seed_demo --ports 8101,8102,...`: what an admin would have set up before the exercise begins."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--ports", help="ports of the drill server, comma-separated; else TINGCHAO_DRILL_PORT and those after it"
        )

    def handle(self, *, ports: str | None = None, **_: Any) -> None:
        if not settings.DRILL:
            raise CommandError("This sets up the exercise: run it with TINGCHAO_DRILL=1 and a database of its own.")
        try:
            installation_check()
        except SettingError as error:
            raise CommandError(error.detail) from error
        now = utc_now()
        partitions_ensure([month_of(now)])
        with transaction.atomic():
            fresh = not User.objects.exists()
            admin = self._members()
            for unit in cast.UNITS:
                Unit.objects.get_or_create(
                    name=unit.name, defaults={"words": list(unit.words), "exclude": list(unit.exclude)}
                )
            units = dict(Unit.objects.values_list("name", "pk"))
            for member in cast.MEMBERS if fresh else ():
                if member.unit:
                    User.objects.get(username=member.username).units.add(units[member.unit])
            for place in cast.PLACES:
                facts = {"kind": place.kind, "scope": place.scope, "unit_id": units.get(place.unit)}
                GazetteerPlace.objects.get_or_create(
                    name=place.name, defaults={"aliases": list(place.aliases), **facts}
                )
            for rule in cast.DEFAULT_RULES:
                defaults = {"query": rule.query, "area": rule.area or "", "grave": rule.grave}
                made, new = KeywordRule.objects.get_or_create(name=rule.name, defaults=defaults)
                if new:
                    rule_first_version(made, now=now)
            self._sources(_ports(ports))
            self._roster(admin, now)
            if fresh:
                told = tuple(User.objects.filter(role=Role.LEAD).values_list("pk", flat=True))
                plan_create(text=PlanText(*cast.PLAN, recipients=told), by=admin, now=now)
                audit_record(actor=admin, action="drill_set_up", detail={"sources": Source.objects.count()})
        for member in cast.MEMBERS:
            self.stdout.write(f"{Role(member.role).label} {member.username} / {member.password}")

    def _members(self) -> User:
        for member in cast.MEMBERS:
            if not User.objects.filter(username=member.username).exists():
                User.objects.create_user(
                    member.username, member.password, role=member.role, name=member.name, email=member.email
                )
        admin = User.objects.get(username=next(m.username for m in cast.MEMBERS if m.role == Role.ADMIN))
        for user in User.objects.filter(role__in=LISTED, username__in=[m.username for m in cast.MEMBERS]):
            Recipient.objects.get_or_create(
                user=user, channel=Recipient.Channel.EMAIL, address=user.email, defaults={"listed_by": admin}
            )
        return admin

    def _roster(self, admin: User, now: datetime) -> None:
        """Only where nobody has entered a shift."""
        if Shift.objects.exists():
            return
        members = dict(User.objects.values_list("username", "pk"))
        monday = monday_of(shanghai_date(now)) - WEEK
        rows = [
            ShiftRow(one.start, one.end, members[one.member], members[one.deputy], one.note)
            for one in demo_shifts(monday, ROSTER_WEEKS)
            if one.member in members and one.deputy in members
        ]
        if rows:
            shifts_add(rows=rows, by=admin)

    def _sources(self, ports: list[int]) -> None:
        """Known by name: the ports may differ from the last run. Everything is due at once."""
        seeds: list[dict[str, Any]] = sources(ports)
        for seed in seeds:
            Source.objects.update_or_create(
                name=seed["name"],
                defaults={
                    "url": seed["url"],
                    "format": seed["kind"],
                    "kind": seed["source_kind"],
                    "homepage": seed["homepage"],
                    "region": seed["region"],
                    "own": seed["own"],
                    "next_check_at": utc_now(),
                    "claimed_until": None,
                    "interval_s": settings.FETCH_MIN_INTERVAL,
                },
            )
