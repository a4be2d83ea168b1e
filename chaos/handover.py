"""The leading topics writer's machine is cut off for good: how soon the standby leads. Nothing tells the server that it is gone."""

from __future__ import annotations

import time

from django.db import Error, connection

from chaos.world import AWAY, World
from monitor.lib.locks import Lock

LONGEST = 75.0  # seconds; the server asks a silent connection after 20 s, and again three times every 5 s; 60 s with an answer under way
LEADER = """
SELECT host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = 0 AND objid = %s
"""


def handover(world: World) -> float | None:
    """Seconds from the cable's end to the new leader; None without a machine to cut off. Raises RuntimeError after LONGEST."""
    if world.away is None:
        return None
    machine = world.away.machines[0]
    there = _leads_there(world)
    world.away.cut(machine)
    cut = time.monotonic()
    try:
        while _leader() in (None, there):
            if time.monotonic() - cut > LONGEST:
                raise RuntimeError(f"the writer that was cut off led still after {LONGEST:.0f} s")
            time.sleep(0.25)
    finally:
        world.away.heal(machine)
    return round(time.monotonic() - cut, 1)


def _leads_there(world: World) -> str:
    """The address of the machine apart, once its writer leads: the one here is killed until it does."""
    end = time.monotonic() + LONGEST
    while (leader := _leader()) is None or leader == "127.0.0.1":
        if time.monotonic() > end:
            raise RuntimeError(f"{AWAY} did not begin to lead")
        if leader:
            world.processes["topics-1"].kill()
        time.sleep(1.5)
    return leader


def _leader() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(LEADER, [Lock.TOPICS_WRITER])
            row = cursor.fetchone()
    except Error:
        connection.close()
        return None
    return str(row[0]) if row else None
