"""The one topics writer: lock -> warm start -> batches until none are left -> wait for a notice -> again.

While items trickle in one by one a batch begins APART seconds after the one before: it costs nearly as much for one item as for ten
(title, summary, heat of each topic that grew, and a decision of the alerts). The first item after a rest does not wait.

The PostgreSQL advisory lock belongs to the very connection that writes: whoever loses the connection loses the lock
*and* the transaction, so that two processes can never both commit. A second process waits for the lock as hot standby.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, connection

from monitor.lib.clock import utc_now
from monitor.lib.locks import Lock
from monitor.models import process_beat
from monitor.topics.assign import AssignOutcome, BatchError, topic_assign_batch, topic_restore
from monitor.topics.cluster import Clusterer
from monitor.topics.refresh import topic_refresh_active
from monitor.topics.split import topics_split
from monitor.topics.wake import ItemNotices

BATCH = 200  # items a transaction: well under a second, so that a stop is quick
POLL = 2.0  # seconds to wait for a notice before looking anyway
APART = 1.0  # between the beginnings of two batches, but after a full one
STANDBY = 1.0
REFRESH = 60.0
SPLIT = 300.0  # between two passes over what changed since the one before
BEAT = 5.0
LOST = (OperationalError, InterfaceError, psycopg.OperationalError)  # the last: from closing a server-side cursor
log = structlog.get_logger(__name__)


class TopicsWriter:
    """Runs until `stop` is set; `on_decide` is called after each commit that gave the alerts something to decide."""

    def __init__(self, *, stop: threading.Event, on_decide: Callable[[], None], batch: int = BATCH) -> None:
        self.stop = stop
        self._on_decide = on_decide
        self._batch = batch
        self._one_by_one = 0
        self._began = float("-inf")  # the last batch that found items
        self._due = {"refresh": 0.0, "beat": 0.0, "split": 0.0}
        self._split_at = utc_now() - timedelta(seconds=SPLIT)

    def run(self) -> None:
        """Lead when the lock is free, else stand by; a lost database is tried again every second."""
        try:
            while not self.stop.is_set():
                try:
                    if self._take_lock():
                        self._lead()
                    else:
                        self._every("beat", BEAT, lambda: process_beat("topics-standby"))
                        self.stop.wait(STANDBY)
                except LOST as error:
                    log.warning("topics_database_lost", error=type(error).__name__)
                    connection.close()
                    self.stop.wait(STANDBY)
        finally:
            connection.close()  # gives the lock to the standby

    def _take_lock(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [Lock.TOPICS_WRITER])
            row = cursor.fetchone()
        return bool(row and row[0])

    def _lead(self) -> None:
        clusterer = topic_restore(now=utc_now())
        self._due = dict.fromkeys(self._due, 0.0)
        log.info("topics_writer_leads", live_topics=len(clusterer.index))
        with ItemNotices() as notices:
            while not self.stop.is_set():
                more = self._once(clusterer)
                self._every("refresh", REFRESH, lambda: topic_refresh_active(now=utc_now()))
                if not more:
                    self._every("split", SPLIT, lambda: self._split(clusterer))
                self._every("beat", BEAT, lambda: process_beat("topics", {"live_topics": len(clusterer.index)}))
                if not more:
                    self._rest(notices)

    def _rest(self, notices: ItemNotices) -> None:
        """Until items are announced, or POLL is over; those announced within APART of the last batch come in one."""
        if notices.wait(POLL, self.stop) and (left := self._began + APART - time.monotonic()) > 0:
            self.stop.wait(left)
            notices.forget()

    def _once(self, clusterer: Clusterer) -> bool:
        """One batch; True when there may be more at once: after a full one, or one to be repeated."""
        limit, began = 1 if self._one_by_one else self._batch, time.monotonic()
        try:
            outcome = topic_assign_batch(clusterer, limit=limit, now=utc_now())
        except BatchError as error:
            # not log.exception: a message of the database can quote the item
            log.error("topics_batch_failed", items=error.items, error=type(error.__cause__).__name__)  # noqa: TRY400
            self._one_by_one = max(self._one_by_one, error.items)
            return error.items > 0
        self._one_by_one = max(0, self._one_by_one - 1)
        self._began = began if outcome.items else self._began
        self._tell(outcome)
        return outcome.items >= limit

    def _split(self, clusterer: Clusterer) -> None:
        """Only when nothing waits: reading topics again can wait, new items cannot."""
        since, self._split_at = self._split_at, utc_now()
        topics_split(clusterer.params, since=since, now=self._split_at)

    def _tell(self, outcome: AssignOutcome) -> None:
        if outcome.to_decide:
            self._on_decide()

    def _every(self, name: str, seconds: float, action: Callable[[], object]) -> None:
        if time.monotonic() >= self._due[name]:
            self._due[name] = time.monotonic() + seconds
            action()
