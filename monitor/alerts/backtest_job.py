"""Back-tests in the background: a row that is asked for, claimed with a lease, worked on with progress, begun anew after a kill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction

from monitor.alerts.backtest_rows import backtest_run
from monitor.alerts.decide import InForce
from monitor.alerts.rules import COUNTED, rule_row
from monitor.lib.clock import DAY, utc_now
from monitor.models import Backtest, BacktestState, Plan, User, audit_record

OPEN = (BacktestState.QUEUED, BacktestState.RUNNING)
DAYS = 60
LEASE = timedelta(minutes=2)
TRIES = 3
MAX_RESULTS = 500
KEPT = 10  # of a kind
log = structlog.get_logger(__name__)
CLAIM = """
UPDATE monitor_backtest SET claimed_until = %s, tries = tries + 1, state = 'running'
WHERE id = (
    SELECT id FROM monitor_backtest
    WHERE state IN ('queued', 'running') AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1
) RETURNING id
"""


class _Superseded(Exception):  # noqa: N818 - no error: somebody asked for something newer
    pass


@transaction.atomic
def backtest_queue(
    *, kind: str, params: Mapping[str, Any], by: User, now: datetime, days: int = DAYS, plan: Plan | None = None
) -> Backtest:
    """Ask for a back-test of these numbers, of `plan` alone if one is named; it takes the place of one of this kind and plan that is not
    done. Raises SettingError."""
    numbers = COUNTED[kind].read(params).stored()
    same = Backtest.objects.filter(kind=kind, plan=plan)
    same.filter(state__in=OPEN).delete()
    old = same.order_by("-id").values_list("pk", flat=True)[KEPT - 1 :]
    Backtest.objects.filter(pk__in=list(old)).delete()
    test = Backtest.objects.create(
        kind=kind,
        plan=plan,
        params=numbers,
        version=rule_row(kind).version,
        start=now - days * DAY,
        end=now,
        by=by,
        created_at=now,
    )
    target = f"plan:{plan.pk}" if plan else f"alert_rule:{kind}"
    audit_record(actor=by, action="alert_backtest", target=target, detail={"days": days})
    return test


def backtest_due(*, now: datetime) -> int | None:
    """Work on the oldest back-test that waits, to its end; its id, or None when there is none."""
    pk = _claimed(now)
    if pk is None:
        return None
    test = Backtest.objects.get(pk=pk)
    if test.tries > TRIES:
        Backtest.objects.filter(pk=pk).update(state=BacktestState.FAILED, finished_at=now, claimed_until=None)
        return pk
    try:
        _work(test)
    except _Superseded:
        log.info("backtest_superseded", backtest=pk)
    except DatabaseError as error:
        log.exception("backtest_failed", backtest=pk)
        Backtest.objects.filter(pk=pk).update(error=type(error).__name__, claimed_until=None)
    return pk


def _work(test: Backtest) -> None:
    def progress(done: int, of: int) -> None:
        row = Backtest.objects.filter(pk=test.pk)
        if not row.update(done=done, total=of, claimed_until=utc_now() + LEASE):
            raise _Superseded

    rule = InForce(COUNTED[test.kind].read(test.params), test.version)
    would = backtest_run(rule, start=test.start, end=test.end, progress=progress, plan=test.plan_id)
    Backtest.objects.filter(pk=test.pk).update(
        results=[one.stored() for one in would[:MAX_RESULTS]],
        state=BacktestState.DONE,
        finished_at=utc_now(),
        claimed_until=None,
    )


def _claimed(now: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now])
        row = cursor.fetchone()
    return int(row[0]) if row else None
