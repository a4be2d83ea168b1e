"""A working day's worst hour: a labour event of 43,000 items a day, 40 monitors, 3 walls, and 200 readers of Monday's report.

Web server (one process; `--webs 2`: two), worker, topics writer and beat run as in production over a district of 60 days, whose items
can be found already and whose rules have read them. The event's items come as
in its busiest hour, four times as fast as in the mean of its day (`SCALE`; `capacity` counts with three); people do not hurry: a
monitor looks at a new page every 15 seconds and holds an event stream, a wall asks every five seconds, the readers come within the
run. Counted are errors of any kind (target: none) and, for each kind of page, the 95th percentile until the whole answer is there
(target 100 ms). What the people's own browsers cost is told apart (`cores_used`: `people`). A run that meets the forecasts of the hour, at its
fourth minute, says how many were made (`forecasts_made`): they cost the worker more than the event does. `--scale 20` is more than any day: 860,000 items. `python -m bench.day --seconds 60 --items 20000` for other sizes,
`--replica` with a streaming replica that the pages read from.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

from bench.alert_site import FEEDS, SHOWN, serve
from bench.day_people import MONITORS, READERS, WALLS, live
from bench.event_texts import event_texts
from bench.family import Family
from bench.machine import machine, versions
from bench.replicated import Replicated, replicated
from bench.whole import until, whole

EVENT_A_DAY, SCALE, SECONDS = 43_000, 4, 180
ITEMS, ITEMS_FULL = 50_000, 200_000
TARGET_MS = 100.0
REST_S = 180.0
SETTLED_AT_ONCE = 2_000


def run(
    *,
    full: bool,
    seconds: int = SECONDS,
    items: int | None = None,
    scale: int = SCALE,
    replica: Replicated | None = None,
    webs: int = 1,
) -> dict[str, Any]:
    """`items` are those of the 60 days before; `full`: 200,000 and three times as long. `replica`: of the settings' database; `webs`: web processes."""
    from django.core.management import call_command

    from bench import page_data
    from monitor.lib.clock import utc_now
    from monitor.models import Forecast

    call_command("migrate", verbosity=0)
    seconds, before = seconds * (3 if full else 1), items or (ITEMS_FULL if full else ITEMS)
    page_data.write(before, now=utc_now())
    people = _people()
    _settle()
    per_second = round(EVENT_A_DAY / 86_400 * scale)
    with whole(mark="day-", webs=webs) as one, _event(seconds, per_second) as event:
        families = dict(one.families) | ({"replica": Family(replica.replica.pid)} if replica else {})
        used, began = {name: family.cpu_s() for name, family in families.items()}, utc_now()
        found = _lived(one.port, seconds, people, event)
        used = {name: family.cpu_s() - used[name] for name, family in families.items()}
        published = min(per_second * seconds, len(event_texts(per_second * seconds)))
        rest = {"forecasts_made": Forecast.objects.filter(made_at__gte=began).count(), **_rest(before, published)}
        figures = _figures(found, used, seconds) | rest | {"error_lines": one.faults()}
    pages = _pages(found["seconds"])
    return {
        "figures": {
            "monitors": MONITORS,
            "walls": WALLS,
            "web_processes": webs,
            "readers": READERS,
            "items_before": before,
            "event_items": published,
            "event_items_per_s": per_second,
            "time_scale_of_the_event": scale,
            **figures,
            "target_ms": TARGET_MS,
            "kinds_over_target": sum(one["p95_ms"] > TARGET_MS for one in pages.values()),
        },
        "pages": pages,
        "errors": found["errors"],
        "ratio": {},
        "growth": {},
        "machine": machine() | {"load_before": os.getloadavg()[1]},
        "versions": versions("django", "uvicorn", "aiohttp"),
    }


def _figures(found: Mapping[str, Any], used: Mapping[str, float], seconds: int) -> dict[str, Any]:
    asked = sum(map(len, found["seconds"].values()))
    every = sorted(s for each in found["seconds"].values() for s in each)
    return {
        "requests": asked,
        "requests_per_s": round(asked / seconds, 1),
        "errors": sum(found["errors"].values()),
        "p95_ms_of_all": round(statistics.quantiles(every, n=20)[-1] * 1000, 1),
        "streams": found["streams"],
        "events_received": found["events"],
        "events_mib": round(found["stream_bytes"] / 2**20, 1),
        "wall_unchanged": found["unchanged"],
        "read_from": "replica" if "replica" in used else "primary",
        "cores_used": {name: round(s / seconds, 2) for name, s in {**used, "people": found["cpu_s"]}.items()},
        "web_cpu_ms_a_request": round(used["web"] / max(1, asked) * 1000, 1),
        "reading_cpu_ms_a_request": round(used.get("replica", used["postgres"]) / max(1, asked) * 1000, 1),
    }


def _pages(seconds: Mapping[str, list[float]]) -> dict[str, dict[str, float]]:
    """By kind of page, slowest first."""
    found = {
        kind: {
            "n": len(each),
            "median_ms": round(statistics.median(each) * 1000, 1),
            "p95_ms": round(statistics.quantiles(each, n=20, method="inclusive")[-1] * 1000, 1) if each[1:] else 0.0,
        }
        for kind, each in seconds.items()
    }
    return dict(sorted(found.items(), key=lambda pair: -pair[1]["p95_ms"]))


def _settle() -> None:
    """What a district that has run for sixty days has behind it: items that can be found, rules that have read them, drafts that were
    due, plans of open alerts. Else the worker would do it in this very morning: three quarters of its work before 26 November 2026.

    Found by their titles only: the entries of the bodies would take minutes, and nobody searches here.
    """
    from django.db import connection, transaction

    from monitor.alerts.prepare import alerts_prepare_missing
    from monitor.lib.clock import utc_now
    from monitor.models import Item, RetagJob, RetagState
    from monitor.models.searching import search_put
    from monitor.reports.build import report_draft_missing
    from monitor.text.search_words import search_version, search_words

    rows = Item.objects.order_by("month", "id").values_list("month", "id", "title").iterator(chunk_size=SETTLED_AT_ONCE)
    while some := list(islice(rows, SETTLED_AT_ONCE)):
        with transaction.atomic():
            search_put([(month, pk, search_words(title, "")) for month, pk, title in some], version=search_version())
    RetagJob.objects.exclude(state=RetagState.DONE).update(state=RetagState.DONE, finished_at=utc_now())
    report_draft_missing(now=utc_now())
    alerts_prepare_missing(now=utc_now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people() -> dict[str, Any]:
    """Cookies of everybody, and the addresses that they ask for. The report of last week is signed."""
    from django.conf import settings
    from django.test import Client

    from monitor.lib.clock import utc_now
    from monitor.models import Alert, Item, Report, Role, Topic, User
    from monitor.reports.jobs import jobs_work
    from monitor.reports.sign import report_sign

    report = Report.objects.latest("pk")
    report_sign(report=report, by=User.objects.get(role=Role.LEAD))
    while jobs_work(now=utc_now()):
        pass

    def cookie(name: str, role: Role) -> str:
        client = Client()
        client.force_login(User.objects.create(username=name, role=role))
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    topics = Topic.objects.filter(in_focus=True, merged_into=None).order_by("-heat").values_list("pk", flat=True)[:10]
    alerts = Alert.objects.order_by("-raised_at").values_list("pk", flat=True)[:6]
    items = Item.objects.filter(in_focus=True).order_by("-at").values_list("id", flat=True)[:10]
    pages = [("desk", "/"), ("desk, a week of wages", "/?window=7d&area=wages"), ("desk, safety", "/?area=safety")] * 3
    pages += [("items", "/items/"), ("topics", "/topics/"), ("alerts", "/alerts/")] * 2
    pages += [("compare", "/compare/"), ("sources", "/sources/"), ("health", "/health/")]
    pages += [("topic", f"/topics/{pk}/") for pk in topics] + [("alert", f"/alerts/{pk}/") for pk in alerts]
    pages += [("item", f"/items/{pk}/") for pk in items]
    return {
        "monitors": [cookie(f"monitor-{n}", Role.MONITOR) for n in range(MONITORS)],
        "walls": [cookie(f"wall-{n}", Role.MONITOR) for n in range(WALLS)],
        "readers": [cookie(f"reader-{n}", Role.VIEWER) for n in range(READERS)],
        "pages": pages,
        "report": [("reports", "/reports/"), ("report", f"/reports/{report.pk}/"), ("desk of a reader", "/")],
    }


@contextmanager
def _event(seconds: int, per_second: int) -> Iterator[Connection]:
    """The site of the event, which begins when it is told to; its feeds are sources."""
    from monitor.lib.clock import utc_now
    from monitor.models import Source

    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    site = context.Process(target=serve, args=(theirs, seconds, per_second, SHOWN, event_texts), daemon=True)
    site.start()
    theirs.close()
    port = mine.recv()
    Source.objects.update(enabled=False)  # those of the sixty days answer to nobody
    Source.objects.bulk_create(
        Source(name=f"事件来源{n}", url=f"http://127.0.0.1:{port}/{n}", interval_s=2, next_check_at=utc_now())
        for n in range(FEEDS)
    )
    try:
        yield mine
    finally:
        site.terminate()
        site.join(10)


def _lived(port: int, seconds: int, people: Mapping[str, Any], event: Connection) -> dict[str, Any]:
    """The morning, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    clients = context.Process(target=live, args=(theirs, port, float(seconds), people), daemon=True)
    clients.start()
    theirs.close()
    mine.recv()
    event.send("go")
    mine.send("go")
    found: dict[str, Any] = mine.recv()
    clients.join(10)
    return found


def _rest(before: int, published: int) -> dict[str, Any]:
    """How long after the morning the last of the event was in a topic."""
    from monitor.models import Alert, Item

    began = time.monotonic()
    links = Item.objects.filter(link__startswith="http://127.0.0.1:9/a/")
    until(lambda: links.count() >= published, "items of the event are missing", REST_S, 0.5)
    until(lambda: not Item.objects.filter(topic_id=None).exists(), "items without topic", REST_S, 0.5)
    topics = links.exclude(topic_id=None).values_list("topic_id", flat=True)
    sizes = sorted((list(topics).count(topic) for topic in set(topics)), reverse=True)
    return {
        "event_items_lost": published - links.count(),
        "seconds_to_rest": round(time.monotonic() - began, 1),
        "event_in_its_largest_topic": round(sizes[0] / published, 2),
        "alerts_raised": Alert.objects.filter(topic_id__in=set(topics)).count(),
    }


def main() -> None:
    """Throw-away servers; other sizes than the command's."""
    from monitor.embedded import ensure_servers

    parser = argparse.ArgumentParser(prog="bench.day", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--scale", type=int, default=SCALE)
    parser.add_argument("--replica", action="store_true")
    parser.add_argument("--webs", type=int, default=1, help="web processes")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    ensure_servers(throwaway=True)
    with ExitStack() as stack:
        both = stack.enter_context(replicated()) if options.replica else None
        os.environ |= both.environment if both else {}
        import django

        django.setup()
        sizes = {"seconds": options.seconds, "items": options.items, "scale": options.scale, "webs": options.webs}
        found = run(full=False, replica=both, **sizes)
    sys.stdout.write(json.dumps({"name": "day", **found}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
