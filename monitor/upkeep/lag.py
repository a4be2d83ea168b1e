"""Admins hear by mail when a stage lags, and again when it has caught up: once each, however long it lasts.

The mail is a row, sent by the mail stage like any other. It says which stage, for how long and what to do; no item is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI
from monitor.lib.locks import Lock
from monitor.models import Delivery, LagNotice, Letter, Recipient, Role, User, audit_record
from monitor.queries import site
from monitor.queries.age_words import age_words
from monitor.queries.health_backup import backups_known
from monitor.queries.lag import stage_lags, stage_name
from monitor.queries.message_host import message_host

LATE_S = {"fetch": 900.0, "topics": 900.0, "decide": 900.0, "deliver": 900.0, "backup": 36 * 3600.0}
CAUGHT_UP = 0.3  # of that: between the two nothing is said, so that a stage at the edge does not send mail after mail


@dataclass(frozen=True, slots=True)
class Turn:
    """Stages that began to lag, and those that have caught up."""

    began: tuple[str, ...]
    over: tuple[str, ...]


def lag_decide(lags: Mapping[str, float], told: Set[str]) -> Turn:
    """Pure. `lags`: seconds by stage; `told`: stages of which admins know that they lag."""
    began = tuple(stage for stage, lag in lags.items() if stage not in told and lag > LATE_S[stage])
    over = tuple(stage for stage, lag in lags.items() if stage in told and lag < LATE_S[stage] * CAUGHT_UP)
    return Turn(began, over)


@transaction.atomic
def lag_watch(*, now: datetime) -> int:
    """Look once and tell what changed; how many mails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.LAG])
    lags = stage_lags(now=now) | _backup_lag(now)
    turn = lag_decide(lags, set(LagNotice.objects.values_list("stage", flat=True)))
    if not turn.began and not turn.over:
        return 0
    LagNotice.objects.bulk_create([LagNotice(stage=stage, told_at=now) for stage in turn.began])
    LagNotice.objects.filter(stage__in=turn.over).delete()
    detail = {"began": list(turn.began), "over": list(turn.over)}
    audit_record(actor="watch", action="lag_notice", detail=detail)
    return sum(_letter(language, people, turn, lags, now) for language, people in _admins().items())


def _backup_lag(now: datetime) -> dict[str, float]:
    """Since the last proven one; an installation that never made one is told on the health page, not by mail."""
    proven = backups_known().proven_at
    return {"backup": (now - proven).total_seconds()} if proven else {}


def _admins() -> dict[str, list[tuple[User, str]]]:
    """By language: admins who are listed to get mails; nobody else is ever written to."""
    rows = Recipient.objects.filter(channel=Recipient.Channel.EMAIL, enabled=True, user__is_active=True)
    found: dict[str, dict[str, User]] = {}
    for row in rows.filter(user__role=Role.ADMIN).select_related("user").order_by("id"):
        found.setdefault(row.user.language, {})[row.address] = row.user
    return {language: [(user, address) for address, user in people.items()] for language, people in found.items()}


def _letter(language: str, people: list[tuple[User, str]], turn: Turn, lags: Mapping[str, float], now: datetime) -> int:
    with translation.override(language):
        subject, text = _subject(turn), _text(turn, lags, now)
    letter = Letter.objects.create(
        kind=Letter.Kind.SYSTEM, language=language, subject=subject, text=text, created_at=now
    )
    rows = [
        Delivery(
            letter=letter,
            user=user,
            channel=Recipient.Channel.EMAIL,
            address=address,
            message_id=f"<letter-{letter.pk}.user-{user.pk}-{n}@{message_host()}>",
            next_try_at=now,
            created_at=now,
        )
        for n, (user, address) in enumerate(people)
    ]
    return len(Delivery.objects.bulk_create(rows))


def _subject(turn: Turn) -> str:
    drill = _("【演练】") if settings.DRILL else ""
    if turn.began:
        return drill + _("【系统】处理变慢：%(stages)s") % {"stages": _names(turn.began)}
    return drill + _("【系统】已恢复：%(stages)s") % {"stages": _names(turn.over)}


def _text(turn: Turn, lags: Mapping[str, float], now: datetime) -> str:
    context = {
        "organisation": site.organisation(),
        "began": [(stage_name(stage), age_words(timedelta(seconds=lags[stage]))) for stage in turn.began],
        "over": [stage_name(stage) for stage in turn.over],
        "at": f"{now.astimezone(SHANGHAI):%F %H:%M}",
        "link": f"{settings.BASE_URL}/health/",
    }
    return render_to_string("mail/lag.txt", context).strip() + "\n"


def _names(stages: tuple[str, ...]) -> str:
    return _("、").join(stage_name(stage) for stage in stages)
