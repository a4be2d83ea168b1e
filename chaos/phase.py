"""One run of one installation, disturbed or not: published, worked off, at rest, looked at."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

from chaos.actions import Chaos
from chaos.world import COMMANDS, World, world

FEEDS = 10
REST = 300  # seconds for what is left, once the last accident is over
WARM = 300  # seconds, on a machine that has other work


def run(*, seconds: int, per_second: int, steps: int, kills: int, pause: float, seed: int) -> dict[str, Any]:
    """`steps` accidents (0: none), and more until `kills` of them were kills, while `seconds` x `per_second` items are
    published; figures once all is at rest."""
    with world(seconds=seconds, per_second=per_second, failing=0.1 if steps else 0.0) as one:
        _set_up(one)
        for name in COMMANDS:
            one.start(name)
        threading.Thread(target=one.watch, daemon=True).start()
        until(working, WARM, "no process began to work")
        began = time.monotonic()
        one.site.send("go")
        chaos, seconds_to_standby = None, None
        if steps:
            chaos = _disturb(one, steps, kills, pause, seed)
            seconds_to_standby = _handover(one)
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
        published = told_so_far(seconds * per_second)
        calm = time.monotonic()
        at_rest = until(lambda: rested(published), REST, "")
        if not at_rest:
            one.tell()
        return _found(one, chaos, published) | {
            "seconds_to_standby": seconds_to_standby,
            "at_rest": at_rest,
            "seconds_to_rest": round(time.monotonic() - calm, 1),
            "seconds": round(time.monotonic() - began, 1),
        }


def _handover(one: World) -> float | None:
    from chaos.handover import handover

    _progress("a writer's machine is cut off")
    return handover(one)


def _disturb(one: World, steps: int, kills: int, pause: float, seed: int) -> Chaos:
    chaos = Chaos(one, seed, pause=pause)
    while chaos.done.total() < steps or chaos.kills < kills:
        chaos.step()
        _progress(f"accident {chaos.done.total()} of {steps}, {chaos.kills} kills of at least {kills}")
        time.sleep(chaos.random.uniform(0.2, 1.6))
    return chaos


def _found(one: World, chaos: Chaos | None, published: int) -> dict[str, Any]:
    from chaos.checks import topics_of, violations
    from chaos.order import run_again, split_all
    from monitor.models import Alert, Delivery

    taken, _first = one.smtp.taken()
    found = {
        "published": published,
        "violations": violations(published=published, taken=taken, poisoned=1),
        "accidents": dict(chaos.done) if chaos else {},
        "kills": chaos.kills if chaos else 0,
        "not_tried": chaos.not_tried if chaos else [],
        "started_again": one.starts - len(COMMANDS),
        "alerts": Alert.objects.count(),
        "deliveries": Delivery.objects.count(),
        "mails_twice": sum(n - 1 for n in taken.values()),
    }
    one.stop()
    split_all()
    found["topics"] = topics_of()
    run_again()
    return found | {"topics_again": topics_of()}


def look_past_the_wire(one: World) -> None:
    """This process reads the database without the accidents of the network."""
    os.environ.update(one.env | one.direct)
    os.environ["DJANGO_SETTINGS_MODULE"] = "monitor.settings"
    import django

    django.setup()


def _set_up(one: World) -> None:
    look_past_the_wire(one)
    from django.core.management import call_command

    from chaos.order import watch
    from monitor.lib.clock import utc_now
    from monitor.models import Recipient, Role, Source, User

    call_command("migrate", verbosity=0)
    watch()
    now = utc_now()
    for n in range(3):
        lead = User.objects.create(username=f"lead-{n}", role=Role.LEAD, email=f"lead-{n}@union.example")
        Recipient.objects.create(user=lead, address=lead.email)
    Source.objects.bulk_create(
        Source(name=f"来源{n}", url=f"http://127.0.0.1:{one.site_port}/{n}", interval_s=2, next_check_at=now)
        for n in range(FEEDS)
    )


def working() -> bool:
    """Beat, worker and the topics writer have said that they are alive, and the feeds were asked."""
    from monitor.models import Fetch, ProcessBeat

    names = {name.partition(":")[0] for name in ProcessBeat.objects.values_list("name", flat=True)}
    return {"beat", "worker", "topics"} <= names and Fetch.objects.exists()


def told_so_far(wanted: int) -> int:
    """How many the site had to publish: the exercise may have fewer texts."""
    from bench.alert_site import told

    return min(wanted, len(told(wanted)))


def rested(published: int) -> bool:
    from monitor.models import Delivery, Item, Topic

    return (
        Item.objects.count() >= published
        and not Item.objects.filter(topic_id=None, set_aside="").exists()
        and not Topic.objects.filter(needs_decision=True).exists()
        and not Delivery.objects.filter(status="pending").exists()
    )


def until(what: Any, seconds: float, message: str) -> bool:
    """Poll; an error of the database is a no. Raises when there is a message."""
    from django.db import Error, connection

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if what():
                return True
        except Error:
            connection.close()
        time.sleep(0.5)
    if message:
        raise RuntimeError(f"{message} within {seconds} s")
    return False


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<50}")
