"""What an installation holds at a moment: memory of each process, what waits, tables and their dead rows. And whether it grew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bench.family import Family

TABLES = """
SELECT c.relname, pg_total_relation_size(c.oid), coalesce(s.n_live_tup, 0), coalesce(s.n_dead_tup, 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname LIKE 'monitor\\_%'
"""


def sample(families: Mapping[str, Family]) -> dict[str, Any]:
    """MiB, counts and bytes by table; partitions count for the table that they are of."""
    import redis
    from django.conf import settings
    from django.db import connection

    from monitor.models import Delivery, Item, Topic

    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        rows = cursor.fetchall()
    tables: dict[str, list[int]] = {}
    for name, *figures in rows:
        found = tables.setdefault(_whole(name), [0, 0, 0])
        tables[_whole(name)] = [a + b for a, b in zip(found, figures, strict=True)]
    processes = {name: family.own_mib_each() for name, family in families.items()}
    client = redis.Redis.from_url(settings.REDIS_URL)
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    return {
        "items": Item.objects.count(),
        "topics": Topic.objects.count(),
        "memory_mib": {name: round(sum(each), 1) for name, each in processes.items()},
        "processes_mib": processes,
        "data_mib": {name: family.data_mib_each() for name, family in families.items()},
        "valkey_mib": round(client.info("memory")["used_memory"] / 2**20, 2),
        "valkey_keys": client.dbsize(),
        "tasks_waiting": client.llen(f"{prefix}{settings.CELERY_TASK_DEFAULT_QUEUE}"),
        "items_waiting": Item.objects.filter(topic_id=None, set_aside="").count(),
        "mails_waiting": Delivery.objects.filter(status="pending", waits_for="").count(),
        "bytes": {name: figures[0] for name, figures in tables.items()},
        "live": {name: figures[1] for name, figures in tables.items()},
        "dead": {name: figures[2] for name, figures in tables.items()},
    }


def _whole(name: str) -> str:
    """monitor_item_2026_11 -> item."""
    return re.sub(r"(_\d+)+$", "", name.removeprefix("monitor_"))


# growth of a process and its children from the end of one round to the end of the next: a share, or one step of an allocator
ALLOWED, ALLOWED_MIB = 0.02, 4.0
ALLOWED_BLOAT = 1.1  # bytes of an item of the last round by those of the one before: what is held beyond the data
WAITING = ("tasks_waiting", "items_waiting", "mails_waiting")


def missed(found: Mapping[str, Any], *, lost: int) -> list[str]:
    """What grew, waits or is gone although it should not, from `compared`'s figures; empty when nothing did. Pure."""
    grown = [
        f"{name}: {before} MiB at the end of the round before, {after} at the end of the last"
        for name, (*_, before, after) in found["memory_mib"].items()
        if after - before > max(ALLOWED_MIB, ALLOWED * before)
    ]
    waiting = [f"{what}: {n} at the end" for what, (*_, n) in found["waiting"].items() if n]
    *_, before, after = found["bytes_per_item"]
    tables = (
        [f"tables: {after} bytes an item of the last round, {before} of the one before"]
        if after > ALLOWED_BLOAT * before
        else []
    )
    return [*grown, *waiting, *tables, *([f"{lost} items lost"] if lost else [])]


def compared(first: Mapping[str, Any], rounds: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Two rounds or more of equally many days through the same processes, at the same moments of each. `first`: before them. Pure."""
    ends = [samples[-1] for samples in rounds]
    spans = list(zip([first, *ends], ends, strict=False))
    names = ends[0]["memory_mib"]
    days = len(rounds[0]) - 1
    late = range(days * 2 // 3, days)
    return {
        "memory_mib": {name: [end["memory_mib"][name] for end in ends] for name in names},
        "processes_mib": {name: [end["processes_mib"][name] for end in ends] for name in names},
        "data_mib": {name: [end["data_mib"][name] for end in ends] for name in names},
        "same_day_mib": {  # of the last third: the mean of what the last has more than the one before
            name: round(
                sum(rounds[-1][day]["memory_mib"][name] - rounds[-2][day]["memory_mib"][name] for day in late)
                / len(late),
                1,
            )
            for name in names
        },
        "valkey_mib": [end["valkey_mib"] for end in ends],
        "valkey_keys": [end["valkey_keys"] for end in ends],
        "waiting": {what: [end[what] for end in ends] for what in WAITING},
        "most_waiting": {what: [max(one[what] for one in samples) for samples in rounds] for what in WAITING},
        "bytes_per_item": [
            round((sum(end["bytes"].values()) - sum(begin["bytes"].values())) / max(1, end["items"] - begin["items"]))
            for begin, end in spans
        ],
        "dead_share": {
            name: [round(end["dead"][name] / max(1, end["dead"][name] + end["live"][name]), 3) for end in ends]
            for name in sorted(name for name, size in ends[0]["bytes"].items() if size > 2**20)
        },
    }


def judged(samples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Did anything grow beyond the data? The first quarter is warming up; the third half-way is compared with the end. Pure."""
    quarter, middle, end = samples[len(samples) // 4], samples[len(samples) * 5 // 8], samples[-1]
    two_thirds = samples[len(samples) * 2 // 3]
    items = max(1, end["items"] - middle["items"])
    memory = {
        name: {
            "mib_at_a_quarter": quarter["memory_mib"][name],
            "mib_at_two_thirds": two_thirds["memory_mib"][name],
            "mib_at_the_end": end["memory_mib"][name],
            "kib_per_item_of_the_rest": round((end["memory_mib"][name] - middle["memory_mib"][name]) * 1024 / items, 2),
        }
        for name in end["memory_mib"]
    }
    tables = {name for name, size in end["bytes"].items() if size > 2**20}
    return {
        "memory": memory,
        "valkey_mib": [quarter["valkey_mib"], end["valkey_mib"]],
        "most_waiting": {
            what: max(one[what] for one in samples) for what in ("tasks_waiting", "items_waiting", "mails_waiting")
        },
        "waiting_at_the_end": {what: end[what] for what in ("tasks_waiting", "items_waiting", "mails_waiting")},
        "bytes_per_item": {name: round(end["bytes"][name] / end["items"]) for name in sorted(tables)},
        "bytes_per_row": {
            name: round(end["bytes"][name] / end["live"][name]) for name in sorted(tables) if end["live"][name]
        },
        "bytes_per_item_all": round(sum(end["bytes"].values()) / end["items"]),
        "bytes_per_item_of_the_rest": round((sum(end["bytes"].values()) - sum(middle["bytes"].values())) / items),
        "dead_share_at_the_end": {
            name: round(end["dead"][name] / max(1, end["dead"][name] + end["live"][name]), 3) for name in sorted(tables)
        },
    }
