"""24 days of the exercise through the whole system as fast as it takes them: does anything grow but the data?

Web server, worker, topics writer and beat run as in production. Before the first day, what each process sets up at its first time is asked
for: a day that is now (alerts, mails) and a forecast in each; more forecasts after the last (`worker_mib_after_forecasts`). Each day is published when the one before is worked off: stored,
in topics, searchable. After each day memory of every process, queues, sizes of tables and their dead rows are noted; the figures
compare the end with the middle (`bench.samples.judged`), and `missed` says in words what grew over the last third, waits or is lost;
with anything in it the command ends with 1. `python -m bench.replay --days 24 --seeds 4` for other sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from typing import Any

from bench.machine import machine, versions
from bench.replay_site import FEEDS, ReplaySite
from bench.samples import judged, missed, sample
from bench.whole import PROCESSES, Whole, until, whole

DAYS, SEEDS, SEEDS_FULL = 24, 4, 40
DAY_S = 240.0
FORECAST = "tasks.forecast.refresh"
IDLE_S = 12.0


def run(*, full: bool, days: int = DAYS, seeds: int | None = None) -> dict[str, Any]:
    """`seeds` districts of some 230 items a day each; `full`: forty, as many items a day as a prefecture."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    seeds = seeds or (SEEDS_FULL if full else SEEDS)
    with ReplaySite(days=days, seeds=range(1, seeds + 1)) as site:
        _people(site.port)
        with whole(mark="replay-") as one:
            idle = _idle(one)
            _day(site, 0, one)
            until(_quiet, "the first decisions did not come to rest")
            _forecasts()
            began, samples = time.monotonic(), [sample(one.families)]
            used, log = {name: family.cpu_s() for name, family in one.families.items()}, _log_position()
            for day in range(1, days + 1):
                _day(site, day, one)
                samples.append(sample(one.families))
                _say(f"day {day} of {days}: {samples[-1]['items']} items")
            seconds = time.monotonic() - began
            until(_quiet, "the last mails and decisions did not come to rest")
            time.sleep(5)
            samples.append(sample(one.families))
            whole_s = time.monotonic() - began
            used = {name: family.cpu_s() - used[name] - idle[name] * whole_s for name, family in one.families.items()}
            log, faults = _log_position() - log, one.faults()
            _forecasts()
            forecast = sample(one.families)["memory_mib"]["worker"]
    items = samples[-1]["items"]
    counted = items - samples[0]["items"]
    found, lost = judged(samples[1:]), sum(site.days) - items
    return {
        "figures": {
            "days": days,
            "districts": seeds,
            "items": items,
            "items_lost": lost,
            "topics": samples[-1]["topics"],
            "seconds": round(seconds, 1),
            "items_per_s": round(counted / seconds, 1),
            "cores_at_rest": {name: round(cores, 3) for name, cores in idle.items()},
            "cpu_ms_per_item": {name: round(s / counted * 1000, 2) for name, s in used.items()},
            "wal_bytes_per_item": round(log / counted),
            "error_lines": faults,
            "worker_mib_after_forecasts": forecast,
        },
        **found,
        "missed": missed(found, lost=lost),
        "by_day": [[one["items"], one["memory_mib"]["topics"], one["memory_mib"]["worker"]] for one in samples],
        "ratio": {},
        "growth": {
            "bytes_of_an_item_late_against_all": round(
                found["bytes_per_item_of_the_rest"] / found["bytes_per_item_all"], 2
            )
        },
        "machine": machine(),
        "versions": versions("django", "celery", "psycopg"),
    }


def _idle(one: Whole) -> dict[str, float]:
    """Cores that each process uses while nothing happens but the clock of beat: no item is to pay for them."""
    time.sleep(IDLE_S)
    before, began = {name: family.cpu_s() for name, family in one.families.items()}, time.monotonic()
    time.sleep(IDLE_S)
    seconds = time.monotonic() - began
    return {name: (family.cpu_s() - before[name]) / seconds for name, family in one.families.items()}


def _people(port: int) -> None:
    """A lead who is sent alerts, and the feeds."""
    from monitor.lib.clock import utc_now
    from monitor.models import Recipient, Role, Source, User

    lead = User.objects.create(username="lead", role=Role.LEAD, email="lead@union.example")
    Recipient.objects.create(user=lead, address=lead.email)
    Source.objects.bulk_create(
        Source(name=f"来源{n}", url=f"http://127.0.0.1:{port}/{n}", interval_s=2, next_check_at=utc_now())
        for n in range(FEEDS)
    )


def _day(site: ReplaySite, day: int, one: Whole) -> None:
    """Publish it, ask for it at once, wait until it is worked off."""
    from django.db import connection

    from monitor.lib.clock import utc_now
    from monitor.models import Item, ItemSearch, Source
    from tasks.celery import app

    site.publish(day)
    Source.objects.update(next_check_at=utc_now())
    app.send_task("tasks.feeds.fetch_due", expires=10)
    expected = sum(site.days[: day + 1])
    until(lambda: Item.objects.count() >= expected, f"day {day}: items are missing", DAY_S)
    until(lambda: not Item.objects.filter(topic_id=None).exists(), f"day {day}: items without topic", DAY_S)
    until(lambda: ItemSearch.objects.count() >= expected, f"day {day}: items cannot be found", DAY_S)
    connection.close()


def _forecasts() -> None:
    """What the worker does each hour, at once in each of its processes: four of them, each takes one that the others have not."""
    from tasks.celery import app

    for _process in range(PROCESSES):
        app.send_task(FORECAST)
    time.sleep(2)  # until they are taken
    until(lambda: not _at_work(), "forecasts did not end", DAY_S)


def _at_work() -> bool:
    """Whether a forecast waits or is made."""
    from tasks.celery import app

    asked = app.control.inspect(timeout=1)
    active, reserved = asked.active(), asked.reserved()
    if not active or not reserved:
        return True  # nobody answered: too busy to
    return any(task["name"] == FORECAST for found in (active, reserved) for tasks in found.values() for task in tasks)


def _log_position() -> int:
    """Bytes that PostgreSQL has written to its log: what a replica and a backup have to carry."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
        return int(cursor.fetchone()[0])


def _quiet() -> bool:
    from monitor.models import Topic

    return not Topic.objects.filter(needs_decision=True).exists()


def _say(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<60}")


def main() -> None:
    """Throw-away servers; other sizes than the command's."""
    from monitor.embedded import ensure_servers

    parser = argparse.ArgumentParser(prog="bench.replay", description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    ensure_servers(throwaway=True)
    import django

    django.setup()
    result = run(full=False, days=options.days, seeds=options.seeds)
    print(json.dumps({"name": "replay", **result}, ensure_ascii=False))
    sys.exit(bool(result["missed"]))


if __name__ == "__main__":
    main()
