"""Items at fifty a second through the real processes; seconds from an item's arrival to the acceptance of its alert's mail.

A local site publishes the exercise's items on ten feeds; worker, beat and topics writer are those of docker-compose.yml. The
clock of a mail begins when the newest item that its alert rests on was fetched (`first_seen`).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Min

from bench.alert_site import FEEDS, SHOWN, serve
from bench.alert_smtp import SmtpProcess
from monitor.lib.clock import utc_now
from monitor.models import Delivery, Item, Recipient, Role, Source, User

SECONDS = 60
DRAIN = 60
CATCHING_UP = timedelta(
    seconds=15
)  # from the first item on: the processes begin with what was published while they started
ENVIRONMENT = {
    "TINGCHAO_FETCH_MIN_INTERVAL": "2",
    "TINGCHAO_FETCH_MAX_INTERVAL": "3",
    "TINGCHAO_FETCH_HOST_DELAY": "0",
    "TINGCHAO_FETCH_PER_HOST": "8",
    "TINGCHAO_FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
}
PROCESSES = (
    ("celery", "-A", "tasks", "worker", "--concurrency", "4", "--loglevel", "ERROR"),
    ("celery", "-A", "tasks", "beat", "--loglevel", "ERROR"),
    ("manage.py", "topics"),
)


def live_figures(*, full: bool) -> dict[str, Any]:
    """Latencies in seconds; `full` publishes for five minutes."""
    seconds = SECONDS * (5 if full else 1)
    lead = User.objects.create(username="lead", role=Role.LEAD, email="lead@union.example")
    Recipient.objects.create(user=lead, address=lead.email)
    with SmtpProcess(failing=0.0) as smtp, tempfile.TemporaryDirectory() as folder:
        mail = {"TINGCHAO_SMTP_HOST": "127.0.0.1", "TINGCHAO_SMTP_PORT": str(smtp.port)}
        env = {**os.environ, **ENVIRONMENT, **mail, "TINGCHAO_DATA": folder}
        processes = [_start(command, env, Path(folder)) for command in PROCESSES]
        try:
            _published(seconds)
            _drained()
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
        taken, first = smtp.taken()
    return _latencies(taken, first, seconds)


def _start(command: tuple[str, ...], env: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    program = (
        [sys.executable, command[0]] if command[0].endswith(".py") else [str(Path(sys.executable).parent / command[0])]
    )
    log = (folder / "log").open("ab")
    return subprocess.Popen(
        [*program, *command[1:]], cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log, start_new_session=True
    )


def _published(seconds: int) -> None:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    site = context.Process(target=serve, args=(theirs, seconds), daemon=True)
    site.start()
    theirs.close()
    port = mine.recv()
    now = utc_now()
    Source.objects.bulk_create(
        Source(name=f"来源{n}", url=f"http://127.0.0.1:{port}/{n}", interval_s=2, next_check_at=now)
        for n in range(FEEDS)
    )
    mine.send("go")
    time.sleep(seconds + SHOWN / 2)
    site.terminate()
    site.join(10)


def _drained() -> None:
    """Wait for the last topics and mails."""
    begun = time.monotonic()
    while time.monotonic() - begun < DRAIN:
        waiting = Item.objects.filter(topic_id=None, set_aside="").count()
        if not waiting and not Delivery.objects.filter(status="pending").exists():
            return
        time.sleep(1)


def _latencies(taken: Counter[str], first: dict[str, float], seconds: int) -> dict[str, Any]:
    spoken = {"event__kind__in": ["raised", "escalated"], "event__alert__topic__isnull": False}  # of no source
    rows = Delivery.objects.filter(status="accepted", **spoken)
    events = {row.message_id: row.event for row in rows.select_related("event") if row.event}
    newest = {key: event.evidence["items"][0] for key, event in events.items()}
    found = dict(Item.objects.filter(id__in=set(newest.values())).values_list("id", "first_seen"))
    seen = {key: found[item] for key, item in newest.items() if key in first and item in found}
    waits = [first[key] - at.timestamp() for key, at in seen.items()]
    decided = [(events[key].at - at).total_seconds() for key, at in seen.items()]
    begun = Item.objects.aggregate(at=Min("first_seen"))["at"]
    steady = [first[key] - at.timestamp() for key, at in seen.items() if at > begun + CATCHING_UP]
    n = Item.objects.count()
    figures: dict[str, Any] = {"items": n, "items_per_s": round(n / seconds, 1), "mails": len(waits)}
    if waits:
        figures |= {f"item_to_mail_p{p}_s": round(float(np.percentile(waits, p)), 2) for p in (50, 95, 100)}
        figures["item_to_decision_p95_s"] = round(float(np.percentile(decided, 95)), 2)
        figures["items_of_the_first_second"] = Item.objects.filter(first_seen__lt=begun + timedelta(seconds=1)).count()
        figures["mails_after_catching_up"] = len(steady)
    if steady:
        figures["item_to_mail_p95_after_catching_up_s"] = round(float(np.percentile(steady, 95)), 2)
    return figures | {
        "pending": Delivery.objects.filter(status="pending").count(),
        "repeated": sum(n > 1 for n in taken.values()),
    }
