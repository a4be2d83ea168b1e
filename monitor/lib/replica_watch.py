"""Is the replica of use? One thread of each web process asks both servers every second, so that no request waits for the answer.

Uses connections of its own: a replica that hangs must not hold one of Django's.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.db import connections

from monitor.lib.replica import PRIMARY, REPLICA
from monitor.lib.replica_lag import Positions

EVERY_S = 1.0
PATIENCE_S = 2
STALE_S = 10.0  # a thread that has not said anything for so long is stuck
PRIMARY_SQL = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, system_identifier FROM pg_control_system()"
REPLICA_SQL = """
SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0'::pg_lsn END, system_identifier
FROM pg_control_system()
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """`fault`: "" (of use), "unknown" (not looked yet), "away", "catching_up", "lags", "not_a_replica", "other_cluster", "primary_away"."""

    fault: str
    lag_s: float | None = None
    detail: str = ""

    @property
    def usable(self) -> bool:
        return not self.fault


SENTENCES = {
    "away": "the replica does not answer",
    "catching_up": "the replica has not yet reached the primary",
    "lags": "the replica lags more than TINGCHAO_REPLICA_LAG",
    "not_a_replica": "TINGCHAO_REPLICA_URL names a server that is no replica (it was promoted?)",
    "other_cluster": "TINGCHAO_REPLICA_URL names a replica of another database server",
    "primary_away": "the primary does not answer",
}


class ReplicaWatch:
    """`usable` is what was seen last; `distrust` ends that until the next look."""

    def __init__(self) -> None:
        self._positions = Positions()
        self._state, self._at = ReplicaState("unknown"), time.monotonic()
        self._links: dict[str, psycopg.Connection[Any]] = {}
        self._began = threading.Lock()
        self._thread: threading.Thread | None = None
        self._looked = threading.Condition()

    @property
    def state(self) -> ReplicaState:
        """The newest; begins to look at the first call."""
        with self._began:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="replica-watch", daemon=True)
                self._thread.start()
        if self._state.usable and time.monotonic() - self._at > STALE_S:
            return ReplicaState("away", detail="the watch does not come back")
        return self._state

    def settled(self, patience: float = 3 * PATIENCE_S) -> ReplicaState:
        """The state, once there is one: for a health page that asks for the first time."""
        end = time.monotonic() + patience
        with self._looked:
            while (state := self.state).fault == "unknown" and (left := end - time.monotonic()) > 0:
                self._looked.wait(left)
        return state

    def distrust(self, detail: str) -> None:
        """A query there has just failed."""
        self._say(ReplicaState("away", detail=detail))

    def look(self) -> ReplicaState:
        """Ask both sides now."""
        try:
            primary, identifier = self._ask(PRIMARY, PRIMARY_SQL)
        except psycopg.Error as error:
            return ReplicaState("primary_away", detail=type(error).__name__)
        now = time.monotonic()
        self._positions.seen(now, int(primary))
        try:
            in_recovery, replayed, theirs = self._ask(REPLICA, REPLICA_SQL)
        except psycopg.Error as error:
            return ReplicaState("away", detail=type(error).__name__)
        if not in_recovery:
            return ReplicaState("not_a_replica")
        if theirs != identifier:
            return ReplicaState("other_cluster")
        lag = self._positions.lag(time.monotonic(), int(replayed or 0))
        if lag is None:
            return ReplicaState("catching_up")
        if lag > settings.REPLICA_LAG:
            return ReplicaState("lags", lag)
        return ReplicaState("", lag)

    def _run(self) -> None:
        while True:
            self._say(self.look())
            time.sleep(EVERY_S)

    def _say(self, state: ReplicaState) -> None:
        before, self._state, self._at = self._state, state, time.monotonic()
        with self._looked:
            self._looked.notify_all()
        if state.fault and state.fault != before.fault:
            log.warning(
                "pages_read_from_the_primary", because=SENTENCES[state.fault], lag_s=state.lag_s, detail=state.detail
            )
        elif state.usable and not before.usable:
            log.warning("pages_read_from_the_replica", lag_s=state.lag_s)

    def _ask(self, alias: str, statement: str) -> Any:
        link = self._links.get(alias)
        try:
            if link is None or link.closed:
                link = self._links[alias] = _connect(alias)
            return link.execute(statement).fetchone()
        except psycopg.Error:
            if link is not None:
                link.close()
            raise


def _connect(alias: str) -> psycopg.Connection[Any]:
    named = connections[alias].settings_dict
    return psycopg.connect(
        host=named["HOST"],
        port=named["PORT"],
        user=named["USER"],
        password=named["PASSWORD"],
        dbname=named["NAME"],
        connect_timeout=PATIENCE_S,
        options=f"-c statement_timeout={PATIENCE_S * 1000}",
        application_name="tingchao-watch",
        autocommit=True,
        keepalives_idle=5,
        keepalives_interval=1,
        keepalives_count=2,
        tcp_user_timeout=PATIENCE_S * 1000,
    )


@cache
def replica_watch() -> ReplicaWatch:
    """That of this process."""
    return ReplicaWatch()
