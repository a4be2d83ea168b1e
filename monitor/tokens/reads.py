"""What tokens read, for the audit log: counted as it happens, written down once for each token and hour.

The log is append-only, so counts wait in rows until their hour is over; nothing is lost when a process dies in between.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from monitor.lib.clock import hour_of
from monitor.models import ApiRead, ApiToken, audit_record

COUNT = """
INSERT INTO monitor_apiread (token_id, hour, what, requests, rows) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (token_id, hour, what)
DO UPDATE SET requests = monitor_apiread.requests + 1, rows = monitor_apiread.rows + excluded.rows
"""


def read_count(*, token: ApiToken, what: str, rows: int, now: datetime) -> None:
    """One more request of this kind, and how many rows it gave or changed. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [token.pk, hour_of(now), what[:12], rows])


@transaction.atomic
def reads_audit(*, now: datetime) -> int:
    """Write down the hours that are over: how many entries. Two workers at a time write each hour once."""
    due = ApiRead.objects.select_for_update(skip_locked=True, of=("self",)).filter(hour__lt=hour_of(now))
    rows = list(due.select_related("token__user").order_by("hour", "token_id", "what"))
    hours: dict[tuple[datetime, int], list[ApiRead]] = defaultdict(list)
    for row in rows:
        hours[row.hour, row.token_id].append(row)
    for (hour, token_id), reads in hours.items():
        token = reads[0].token
        detail: dict[str, Any] = {"hour": hour.isoformat(), "prefix": token.prefix}
        detail |= {read.what: {"requests": read.requests, "rows": read.rows} for read in reads}
        action = "feed_read" if token.feed else "api_read"
        audit_record(actor=token.user, action=action, target=f"token:{token_id}", detail=detail)
    ApiRead.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(hours)
