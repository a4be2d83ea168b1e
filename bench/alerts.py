"""Do alert mails arrive, all of them and fast? This project beside Apprise over one local SMTP server in one run.

`send`: mails a second of one process, ours built from rows (claim, evidence, chart, text and HTML, one connection) and noted as
accepted, Apprise's a ready title and text (one connection each). `chaos`: ten thousand deliveries, SMTP refusing one in five at
random, workers killed with -9 twenty times, Valkey flushed twice: rows, keys and repeats afterwards are counted by the server.
`live`: items at fifty a second through the real processes (worker, topics writer, beat), seconds from an item's arrival to its
alert's mail being accepted.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import time
from typing import Any

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Max, Sum

from bench.alert_live import live_figures
from bench.alert_smtp import SmtpProcess
from bench.alert_workers import Senders
from bench.machine import machine, versions
from monitor.alerts.deliver import delivery_send_due
from monitor.alerts.post import delivery_post
from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import Alert, AlertEvent, Delivery, Recipient, Role, Topic, TopicHour, User

SENT = 200
EVENTS, READERS = 200, 50
FAILING, KILLS, FLUSHES = 0.2, 20, 2
LONGEST = 420  # seconds for the chaos
STORMS_OFF = {"TINGCHAO_STORM_MESSAGES": "0"}  # each delivery is a mail of its own here
LEAD = "值班信息：24 小时 38 条原创，6 家来源，仍在上升。"


def run(*, full: bool) -> dict[str, Any]:
    """Figures: mails a second, seconds, counts; `full` runs the chaos with five times the deliveries."""
    os.environ.update(STORMS_OFF)
    settings.STORM_MESSAGES = 0
    call_command("migrate", verbosity=0)
    ours, small = _send(SENT), _send(SENT // 8)
    peer = _apprise(SENT)
    chaos = _chaos(EVENTS * (5 if full else 1))
    _empty()
    live = live_figures(full=full)
    return {
        "figures": {
            "send_mails_per_s": round(ours, 1),
            "apprise_mails_per_s": round(peer, 1),
            **{f"chaos_{name}": value for name, value in chaos.items()},
            **{f"live_{name}": value for name, value in live.items()},
        },
        "ratio": {"apprise mails": round(ours / peer, 2)},
        "growth": {"seconds_a_mail_at_eight_times_the_mails": round(small / ours, 2)},
        "machine": machine(),
        "versions": versions("apprise", "aiosmtpd", "django", "psycopg"),
    }


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitor_alert, monitor_topic, monitor_user CASCADE")


def deliveries_write(events: int, readers: int) -> None:
    """Deliveries of events on one topic with two days of counts."""
    _empty()
    now = utc_now()
    for n in range(readers):
        user = User.objects.create(username=f"reader-{n}", role=Role.LEAD, email=f"reader-{n}@union.example")
        Recipient.objects.create(user=user, address=user.email)
    topic = Topic.objects.create(title="云河新城项目欠薪", terms=["欠薪"], first_at=now, last_at=now, updated_at=now)
    hours = [TopicHour(topic=topic, hour=hour_of(now) - n * HOUR, n_items=n, n_originals=n) for n in range(48)]
    TopicHour.objects.bulk_create(hours)
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    for _ in range(events):
        event = AlertEvent.objects.create(alert=alert, kind="comment", level=3, at=now)
        delivery_post(event=event, now=now)


def _send(n: int) -> float:
    """Mails a second through one process."""
    deliveries_write(n // 20, 20)
    with SmtpProcess(failing=0.0) as smtp:
        _mail_to(smtp.port)
        delivery_send_due(now=utc_now(), limit=1)
        begun, sent = time.perf_counter(), 0
        while accepted := delivery_send_due(now=utc_now()).accepted:
            sent += accepted
        return sent / (time.perf_counter() - begun)


def _apprise(n: int) -> float:
    import apprise

    with SmtpProcess(failing=0.0) as smtp:
        service = apprise.Apprise()
        service.add(f"mailto://127.0.0.1:{smtp.port}?from=a@union.example&to=b@union.example&mode=insecure")
        service[0].request_rate_per_sec = 0  # it would wait 5.5 s after each mail
        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        if not service.notify(title="预警", body=LEAD):
            raise AssertionError("Apprise could not send")
        begun = time.perf_counter()
        for _ in range(n):
            service.notify(title="预警", body=LEAD)
        return n / (time.perf_counter() - begun)


def _chaos(events: int) -> dict[str, float]:
    """Twenty kills and two flushes spread over the sending; ends when nothing is pending."""
    deliveries_write(events, READERS)
    board, rng = redis.Redis.from_url(settings.REDIS_URL), random.Random(5)
    total, kills, flushes = events * READERS, 0, 0
    begun = time.monotonic()
    with SmtpProcess(failing=FAILING) as smtp:
        _mail_to(smtp.port)
        with Senders() as senders:
            while (left := Delivery.objects.filter(status="pending").count()) and time.monotonic() - begun < LONGEST:
                done = 1 - left / total
                if kills < KILLS and done >= (kills + 1) / (KILLS + 2):
                    senders.kill(kills % 2)
                    kills += 1
                if flushes < FLUSHES and done >= (flushes + 1) / (FLUSHES + 1):
                    board.flushall()
                    flushes += 1
                progress(f"chaos: {left:,} left, {kills} kills")
                time.sleep(rng.uniform(0.05, 0.4))
        taken, _first = smtp.taken()
    rows = Delivery.objects.aggregate(tries=Sum("attempts"), again=Sum("repeats"), most=Max("attempts"))
    status = dict(Delivery.objects.order_by().values_list("status").annotate(n=Count("pk")))
    keys = set(Delivery.objects.values_list("message_id", flat=True))
    return {
        "deliveries": total,
        "accepted": status.get("accepted", 0),
        "dead": status.get("dead", 0),
        "pending": status.get("pending", 0),
        "keys": len(keys),
        "keys_at_the_server": len(keys & set(taken)),
        "mails_at_the_server": sum(taken.values()),
        "repeats_counted": rows["again"],
        "tries": rows["tries"],
        "most_tries": rows["most"],
        "kills": kills,
        "valkey_flushes": flushes,
        "seconds": round(time.monotonic() - begun, 1),
    }


def progress(line: str) -> None:
    """One line that is written over, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<60}")


def _mail_to(port: int) -> None:
    """For this process and those it starts."""
    os.environ |= {"TINGCHAO_SMTP_HOST": "127.0.0.1", "TINGCHAO_SMTP_PORT": str(port)}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
