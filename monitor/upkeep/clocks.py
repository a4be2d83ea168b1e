"""After a clock that ran ahead: leases and waiting times that it wrote would hold work up until the others' clocks get there.

What no right clock can have written is set right, by the clock of PostgreSQL, which all processes share: leases longer
than any lease, moments of the past that lie in the future, messages put off for longer than any pause.
"""

from __future__ import annotations

from django.db import connection, transaction

LEASES = {  # table: longest lease, with room
    "monitor_source": "15 minutes",
    "monitor_articlejob": "15 minutes",
    "monitor_pushsubscription": "15 minutes",
    "monitor_delivery": "15 minutes",
    "monitor_handfile": "30 minutes",
    "monitor_retagjob": "30 minutes",
    "monitor_backtest": "30 minutes",
}
LEASED = "UPDATE {table} SET claimed_until = NULL WHERE claimed_until > now() + interval '{longest}'"
SOURCES = """
UPDATE monitor_source SET next_check_at = now(), last_checked_at = now()
WHERE enabled AND last_checked_at > now() + interval '1 minute'
"""
MESSAGES = """
UPDATE monitor_delivery SET next_try_at = now(), created_at = least(created_at, now())
WHERE status = 'pending' AND waits_for = ''
  AND (created_at > now() + interval '1 minute'
       OR next_try_at > now() + CASE channel WHEN 'email' THEN interval '15 minutes' ELSE interval '75 minutes' END)
"""


@transaction.atomic
def times_heal() -> int:
    """Rows that were set right. Safe to run at any time: what is done twice for it is made once by its key."""
    healed = 0
    with connection.cursor() as cursor:
        for table, longest in LEASES.items():
            cursor.execute(LEASED.format(table=table, longest=longest))
            healed += cursor.rowcount
        for statement in (SOURCES, MESSAGES):
            cursor.execute(statement)
            healed += cursor.rowcount
    return healed
