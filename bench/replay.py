"""48 days of the exercise through the whole system as fast as it takes them: does anything grow but the data?

Web server, worker, topics writer and beat run as in production, by a clock that stands at the end of each day when the day is published
(`bench.clock`): what is told has just happened, so every day has its alerts, mails, reports, upkeep of the night and a forecast. The next
comes when the one before is worked off: stored, in topics, searchable, decided, forecast. After each day memory of every process, queues,
sizes of tables and their dead rows are noted.

Two rounds of 24 days go through the same processes, the second with other districts. `missed` says in words what the end of the second has
more of than the end of the first, what waits or is lost; with anything in it the command ends with 1. The same moment of two rounds is
compared, not the end of one with its middle: a process grows by the pages that it shared with the one it parted from and copies when it
first does a thing, each once, and four processes have done everything only after many days. What still grows in the second round is no
first time. `last_third_of_first_round` is the older measure. `python -m bench.replay --days 24 --seeds 4 --rounds 2` for other sizes; of
more rounds than two the last is compared with the one before.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from bench import clock
from bench.machine import machine, versions
from bench.replay_site import ANCHOR, FEEDS, ReplaySite
from bench.samples import compared, judged, missed, sample
from bench.whole import Whole, until, whole
from monitor.lib.clock import DAY

DAYS, SEEDS, SEEDS_FULL = 24, 4, 40
DAY_S = 1800.0  # of a day, or of a forecast: seconds alone, minutes on a busy machine
FORECAST = "tasks.forecast.refresh"
IDLE_S, REST_S = 12.0, 5.0
ROUNDS = 2
BEGIN = ANCHOR  # a Monday
BY_DAY = ("items", "memory_mib", "valkey_mib", "valkey_keys", "tasks_waiting")


def run(*, full: bool, days: int = DAYS, seeds: int | None = None, rounds: int = ROUNDS) -> dict[str, Any]:
    """`seeds` districts of some 230 items a day each, others in each round; `full`: forty, as many items a day as a prefecture."""
    seeds = seeds or (SEEDS_FULL if full else SEEDS)
    if not clock.moves():
        sizes = {"--days": days, "--seeds": seeds, "--rounds": rounds}
        return clock.run_by_clock("bench.replay", *(word for one in sizes.items() for word in map(str, one)), at=BEGIN)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    districts = [range(1 + n * seeds, 1 + (n + 1) * seeds) for n in range(rounds)]
    with ReplaySite(days=days, rounds=districts, begin=BEGIN) as site:
        _people(site.port)
        with whole(mark="replay-") as one:
            idle = _idle(one)
            began, first = time.monotonic(), sample(one.families)
            used, log = {name: family.cpu_s() for name, family in one.families.items()}, _log_position()
            by_round = [_round(site, one, range(n * days + 1, (n + 1) * days + 1)) for n in range(rounds)]
            seconds = time.monotonic() - began
            used = {name: family.cpu_s() - used[name] - idle[name] * seconds for name, family in one.families.items()}
            log, faults = _log_position() - log, one.faults()
    end = by_round[-1][-1]
    items, lost = end["items"], sum(site.days) - end["items"]
    found = compared(first, by_round)
    return {
        "figures": {
            "days": days,
            "rounds": rounds,
            "districts": seeds,
            "items": items,
            "items_lost": lost,
            "topics": end["topics"],
            "seconds": round(seconds, 1),
            "items_per_s": round(items / seconds, 1),
            "cores_at_rest": {name: round(cores, 3) for name, cores in idle.items()},
            "cpu_ms_per_item": {name: round(s / items * 1000, 2) for name, s in used.items()},
            "wal_bytes_per_item": round(log / items),
            "error_lines": faults,
            **_made(),
        },
        "rounds": found,
        "missed": missed(found, lost=lost),
        "last_third_of_first_round": judged(by_round[0]),
        "by_day": [[_short(one) for one in samples] for samples in by_round],
        "ratio": {},
        "growth": {
            "bytes_of_an_item_last_against_before": round(found["bytes_per_item"][-1] / found["bytes_per_item"][-2], 2)
        },
        "machine": machine(),
        "versions": versions("django", "celery", "psycopg"),
    }


def _round(site: ReplaySite, one: Whole, days: range) -> list[dict[str, Any]]:
    """What is held after each day, and when all has come to rest after the last."""
    samples = []
    for day in days:
        _day(site, day)
        samples.append(sample(one.families))
        _say(f"day {day}: {samples[-1]['items']} items, {samples[-1]['memory_mib']}")
    until(_quiet, "the last mails and decisions did not come to rest", DAY_S)
    time.sleep(REST_S)
    return [*samples, sample(one.families)]


def _made() -> dict[str, int]:
    """What was made besides: that each branch was taken."""
    from monitor.models import Alert, Delivery, Forecast, Report

    return {f"{model.__name__.lower()}s": model.objects.count() for model in (Alert, Delivery, Forecast, Report)}


def _short(one: Mapping[str, Any]) -> dict[str, Any]:
    """Of a day, what the figures of the rounds leave out."""
    return {key: one[key] for key in BY_DAY} | {"worker_mib": one["processes_mib"]["worker"]}


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


def _day(site: ReplaySite, day: int) -> None:
    """It is over: publish what happened in it, ask for it at once, wait until it is worked off."""
    from django.db import connection

    from monitor.lib.clock import utc_now
    from monitor.models import Item, ItemSearch, Source
    from tasks.celery import app

    clock.put(BEGIN + day * DAY)
    site.publish(day)
    Source.objects.update(next_check_at=utc_now())
    app.send_task("tasks.feeds.fetch_due", expires=10)
    expected = sum(site.days[:day])
    until(lambda: Item.objects.count() >= expected, f"day {day}: items are missing", DAY_S)
    until(lambda: not Item.objects.filter(topic_id=None).exists(), f"day {day}: items without topic", DAY_S)
    until(lambda: ItemSearch.objects.count() >= expected, f"day {day}: items cannot be found", DAY_S)
    until(_quiet, f"day {day}: decisions are missing", DAY_S)
    until(lambda: not _at_work(), f"day {day}: forecasts did not end", DAY_S)
    connection.close()


def _at_work() -> bool:
    """Whether a forecast waits or is made."""
    from tasks.celery import app

    asked = app.control.inspect(timeout=2, limit=1)
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
    sys.stderr.write(f"{line}\n")


def main() -> None:
    """Throw-away servers; other sizes than the command's."""
    from monitor.embedded import ensure_servers

    parser = argparse.ArgumentParser(prog="bench.replay", description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="two or more")
    options = parser.parse_args()
    sizes = {"days": options.days, "seeds": options.seeds, "rounds": max(2, options.rounds)}
    if not clock.moves():
        _tell(run(full=False, **sizes))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    ensure_servers(throwaway=True)
    import django

    django.setup()
    _tell(run(full=False, **sizes))


def _tell(result: dict[str, Any]) -> NoReturn:
    print(json.dumps({"name": "replay", **result}, ensure_ascii=False))
    sys.exit(bool(result["missed"]))


if __name__ == "__main__":
    main()
