"""`sudo .venv/bin/python -m bench.workers`: 1, 2 and 4 worker machines on one PostgreSQL and one Valkey. Needs root.

Each worker is the production command in a network namespace with a host name of its own; servers, feeds and mail server listen on
a bridge. For each number of workers the same feeds are fetched, read and stored, the items put into topics, and mails sent; then
it is proven that no work was done twice (each feed asked once, each item there once and in one topic, each mail taken once, counts
equal to a recount), and the cost is taken from the processes' own times. On a machine with fewer cores than workers the speed shows
contention; the cost of an item on a core is what carries over to larger machines (docs/scaling.md).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.alert_smtp import SmtpProcess
from bench.counted_site import CountedSite
from bench.family import BEAT, TOPICS, WORKER, Family, start, stop
from bench.machine import machine
from bench.network import Bridge, bridge
from monitor.embedded import postgres, valkey
from monitor.embedded.places import folder_make, system_dir
from monitor.embedded.ports import free_port

COUNTS, FEEDS, EVENTS, READERS = (1, 2, 4), 300, 16, 25
PATIENCE_S = 240.0


@dataclass(slots=True)
class Place:
    """Servers on the bridge and what listens beside them."""

    bridge: Bridge
    folder: Path
    env: dict[str, str]
    postgres: Family
    valkey: Family
    site: CountedSite
    smtp: SmtpProcess


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.workers", description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS, help="of 20 entries each")
    parser.add_argument("--counts", type=int, nargs="+", default=list(COUNTS), help="numbers of workers")
    options = parser.parse_args()
    with _place(max(options.counts), options.feeds) as place:
        runs = {str(n): _run(place, n) for n in options.counts}
        network = sorted(_addresses(place.bridge))
    doubled = {n: broken for n, run in runs.items() if (broken := {k: v for k, v in run["violations"].items() if v})}
    found = {"name": "workers", "violations": doubled, "workers": runs, "addresses": network, "machine": machine()}
    print(json.dumps(found, ensure_ascii=False))
    return 1 if doubled else 0


@contextmanager
def _place(machines: int, feeds: int) -> Iterator[Place]:
    with ExitStack() as stack:
        net = stack.enter_context(bridge(machines))
        folder = Path(tempfile.mkdtemp(dir=folder_make(system_dir(), 0o755), prefix="tingchao-workers-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        rules = folder / "hba.conf"
        rules.write_text(net.rules, encoding="ascii")
        rules.chmod(0o644)
        more = {"listen_addresses": f"127.0.0.1,{net.gateway}", "hba_file": str(rules)}
        cluster = replace(postgres.cluster_open(folder_make(folder / "postgres", 0o711)), more=more)
        ports = free_port(), free_port()
        board = valkey.board_open(folder / "valkey", ports[1], bind=f"127.0.0.1 {net.gateway}")
        database = postgres.server_start(cluster, ports[0], log=folder / "postgres.log")
        stack.callback(postgres.server_stop, database)
        broker = valkey.server_start(board, ports[1], log=folder / "valkey.log")
        stack.callback(valkey.server_stop, broker)
        site = stack.enter_context(CountedSite(feeds, net.gateway))
        smtp = stack.enter_context(SmtpProcess(failing=0.0, host=net.gateway))
        here = {"DATABASE_URL": cluster.url(ports[0]), "REDIS_URL": board.url(ports[1])}
        settings = {
            "DJANGO_SETTINGS_MODULE": "monitor.settings",
            "TINGCHAO_DATA": str(folder),
            "TINGCHAO_FETCH_ALLOW_NETWORKS": net.network,
            "TINGCHAO_FETCH_HOST_DELAY": "0",  # one local site stands for hundreds
            "TINGCHAO_FETCH_PER_HOST": "64",
            "TINGCHAO_FETCH_PROCESSES": "1",
            "TINGCHAO_STORM_MESSAGES": "0",
            "TINGCHAO_SMTP_HOST": net.gateway,
            "TINGCHAO_SMTP_PORT": str(smtp.port),
        }
        os.environ |= settings | here
        _set_up()
        env = {**os.environ, **{name: url.replace("127.0.0.1", net.gateway) for name, url in here.items()}}
        yield Place(net, folder, env, Family(database.pid), Family(broker.pid), site, smtp)


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _run(place: Place, workers: int) -> dict[str, Any]:
    """One number of workers, from an empty database."""
    from monitor.models import TopicHour

    _empty()
    mails_before = place.smtp.taken()[0]
    machines = place.bridge.machines[:workers]
    started = [
        start(
            (*WORKER, "--concurrency", "2", "-n", "worker@%h"),
            env=place.env | {"TINGCHAO_DATA": str(place.folder / name)},
            folder=place.folder,
            name=name,
            inside=place.bridge.inside(name, []),
        )
        for name in machines
    ]
    families = [Family(process.pid) for process in started]
    beat = start(BEAT, env=dict(os.environ), folder=place.folder, name="beat")
    try:
        _until(lambda: _reported(machines), "no worker reported")
        _say(f"{workers} workers: fetching")
        fetched = _phase(place, families, lambda: _due(place), lambda: _stored(place), "tasks.feeds.fetch_due")
        _say(f"{workers} workers: mails")
        sent = _phase(place, families, _letters, _accepted, "tasks.alerts.send_due")
        seen = {name: n for name, n in _hosts().items() if name in machines}
        held = [round(family.own_mib()) for family in families]
    finally:
        for process in (beat, *started):  # what the topics raise is not to be sent
            stop(process)
    TopicHour.objects.all().delete()  # what the mails were about has no items
    topics = _topics(place)
    items, mails = place.site.entries, EVENTS * READERS
    return {
        "items": items,
        "items_per_s": round(items / fetched["seconds"], 1),
        "cpu_ms_per_item": {who: round(s / items * 1000, 2) for who, s in fetched["cpu"].items()},
        "cores_busy": round(sum(fetched["cpu"].values()) / fetched["seconds"], 2),
        "share_of_each_worker": [round(s / max(sum(fetched["each"]), 0.001), 2) for s in fetched["each"]],
        "mails": mails,
        "mails_per_s": round(mails / sent["seconds"], 1),
        "cpu_ms_per_mail": {who: round(s / mails * 1000, 2) for who, s in sent["cpu"].items()},
        "topics_items_per_s": round(items / topics["seconds"], 1),
        "topics_cpu_ms_per_item": {who: round(s / items * 1000, 2) for who, s in topics["cpu"].items()},
        "machines_that_worked": sorted(seen),
        "own_mib_of_each_worker": held,
        "violations": _violations(place, mails_before),
    }


def _phase(
    place: Place, families: list[Family], begin: Callable[[], object], done: Callable[[], bool], task: str
) -> dict[str, Any]:
    """Seconds of the clock and of the processors, of all workers together and of the servers."""
    from tasks.celery import app

    before = [family.cpu_s() for family in (*families, place.postgres, place.valkey)]
    began = time.monotonic()
    begin()
    for _ in families:  # at once, all of them; after that beat goes on
        app.send_task(task, expires=10)
    _until(done, f"{task} did not end")
    seconds = time.monotonic() - began
    used = [f.cpu_s() - b for f, b in zip((*families, place.postgres, place.valkey), before, strict=True)]
    cpu = {"workers": sum(used[:-2]), "postgres": used[-2], "valkey": used[-1]}
    return {"seconds": seconds, "cpu": cpu, "each": used[:-2]}


def _topics(place: Place) -> dict[str, Any]:
    """The one writer sorts them all, by itself on the machine."""
    from monitor.models import Item

    before, began = place.postgres.cpu_s(), time.monotonic()
    writer = start(TOPICS, env=dict(os.environ), folder=place.folder, name="topics")
    try:
        family = Family(writer.pid)
        _until(lambda: Item.objects.exclude(topic_id=None).exists(), "the topics writer did not begin")
        warm, first = family.cpu_s(), time.monotonic()
        _until(lambda: not Item.objects.filter(topic_id=None).exists(), "items stayed without topic")
        cpu = {"topics": family.cpu_s() - warm, "postgres": place.postgres.cpu_s() - before}
        return {"seconds": max(0.1, time.monotonic() - first), "warm_s": round(first - began, 1), "cpu": cpu}
    finally:
        stop(writer)


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE monitor_item, monitor_itemkey, monitor_itemsearch, monitor_hourcount, monitor_topic, monitor_source, "
            "monitor_alert, monitor_user, monitor_processbeat RESTART IDENTITY CASCADE"
        )


def _due(place: Place) -> None:
    from monitor.lib.clock import utc_now
    from monitor.models import Source

    place.site.asked()
    feeds = place.site.entries // 20
    Source.objects.bulk_create(
        Source(name=f"来源{n}", url=place.site.url(n), next_check_at=utc_now()) for n in range(feeds)
    )


def _stored(place: Place) -> bool:
    from monitor.models import Item

    return Item.objects.count() >= place.site.entries


def _letters() -> None:
    from bench.alerts import deliveries_write

    deliveries_write(EVENTS, READERS)


def _accepted() -> bool:
    from monitor.models import Delivery

    return not Delivery.objects.filter(status="pending").exists()


def _reported(machines: tuple[str, ...]) -> bool:
    """All of them answer a ping: their words and models are loaded."""
    from tasks.ping import workers_answering

    return {f"worker@{name}" for name in machines} <= set(workers_answering())


def _hosts() -> Counter[str]:
    from tasks.celery import app

    found: Counter[str] = Counter()
    for name, stats in (app.control.inspect(timeout=3).stats() or {}).items():
        ran = stats["total"].get("tasks.feeds.fetch_due", 0)
        if ran:
            found[name.partition("@")[2]] = ran
    return found


def _violations(place: Place, mails_before: Counter[str]) -> dict[str, int]:
    """Work that was done twice, or not at all."""
    from django.db.models import Count

    from chaos.checks import violations
    from monitor.models import Fetch

    asked, here = place.site.asked(), place.smtp.taken()[0] - mails_before
    feeds = place.site.entries // 20
    found = violations(published=place.site.entries, taken=here, poisoned=0)
    polls = Fetch.objects.filter(what="feed").order_by().values("source").annotate(n=Count("pk"))
    return found | {
        "feeds_asked_twice": sum(n - 1 for n in asked.values()),
        "feeds_not_asked": feeds - len(asked),
        "polls_noted_twice": sum(row["n"] - 1 for row in polls),
        "mails_twice": sum(n - 1 for n in here.values()),
    }


def _addresses(net: Bridge) -> Iterator[str]:
    for name in net.machines:
        done = subprocess.run(["ip", "-n", name, "-4", "-o", "addr"], capture_output=True, text=True, check=True)
        yield f"{name}: " + ", ".join(line.split()[3] for line in done.stdout.splitlines())


def _until(what: Callable[[], bool], message: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not what():
        if time.monotonic() > end:
            raise RuntimeError(f"{message} within {PATIENCE_S:.0f} s")
        time.sleep(0.2)


def _say(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<60}")


if __name__ == "__main__":
    sys.exit(main())
