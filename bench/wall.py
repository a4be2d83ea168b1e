"""A week's updates on one wall in Debian's Chromium, in ten minutes: does the page hold more at the end than at the beginning?

A district of 60 days; the lead opens the replay of its last whole week (`/wall/?replay=`), so the page draws 168 states of all seven
scenes, one every 3.6 seconds, while scenes change. At the start, each minute and at the end: the script heap after garbage is
collected (`HeapProfiler.collectGarbage`, `Runtime.getHeapUsage`), the engine's own heap of nodes and styles, nodes (those that no
document holds apart), listeners, event streams and requests that nobody has answered, memory of the page's process.

The start and the first sample after it are warming up: scripts are compiled, each scene is shown for the first time. Of the rest the least
that was held in the first third is compared with the least in the last (`judged`; a state that was replaced this moment is not let go
yet, so single samples jump). Allowed are a tenth of the bytes that came between for the script heap, a node for every ten states, and
half a MiB for the engine's heap, which is rounded up to whole pages: a wall that kept what it replaced would hold ten times as much and
more (`python -m bench.wall --leak` keeps it, to prove that it is seen). Listeners and streams may not grow at all.
With growth the command ends with 1. `--full`: the week three times over in the same page; `python -m bench.wall --minutes 2` for less.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bench.family import Family
from bench.machine import machine, versions
from monitor.lib.clock import shanghai_day_start, utc_now, week_before
from monitor.queries.weeks import week_name

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

ITEMS, MINUTES, MORE_WEEKS = 20_000, 10.0, 3
INTERVAL_S = 5
FULL_HD = {"width": 1920, "height": 1080}
SAMPLES_A_WEEK = 10
ALLOWED, ALLOWED_ENGINE_MIB = 0.1, 0.5
LEAK = """const kept = [], replace = Element.prototype.replaceChildren;
Element.prototype.replaceChildren = function (...found) { kept.push([...this.childNodes]); replace.apply(this, found); };"""
SHOWN = """(() => {
    const walker = document.createTreeWalker(document);
    let held = 1;
    while (walker.nextNode()) held += 1;
    return { held, hour: document.getElementById('clock').textContent };
})()"""
HELD = ("heap_mib", "engine_mib", "nodes", "nodes_apart", "listeners", "streams", "unanswered", "process_mib")
MIB = 2**20


def run(*, full: bool, minutes: float = MINUTES, items: int = ITEMS, leak: bool = False) -> dict[str, Any]:
    """`minutes` that a week takes; `items` of the 60 days; `full`: the week `MORE_WEEKS` times; `leak`: the page keeps
    every scene that it replaces, which must be found."""
    from django.core.management import call_command

    from bench import page_data
    from monitor.models import Role, User
    from tests.dashboards.serving import cookie, web_server

    call_command("migrate", verbosity=0)
    now = utc_now()
    page_data.write(items, now=now)
    name, _, value = cookie(User.objects.get(role=Role.LEAD)).partition("=")
    weeks, monday = MORE_WEEKS if full else 1, week_before(now)
    with web_server() as server:
        weight = _weight(server.url, f"{name}={value}", monday)
        address = (
            f"{server.url}/wall/?replay={week_name(monday)}&minutes={minutes}&interval={INTERVAL_S}&language=zh-hans"
        )
        samples = _watched(address, {"name": name, "value": value, "url": server.url}, minutes, weeks, leak=leak)
    found = judged(samples, weight)
    return {
        "figures": {"minutes": minutes * weeks, "items": items, **found},
        "missed": grown(found),
        "by_sample": samples,
        "ratio": {},
        "growth": {},
        "machine": machine(),
        "versions": versions("django", "uvicorn", "playwright"),
    }


def judged(samples: Sequence[Mapping[str, Any]], weight: int) -> dict[str, Any]:
    """What the page held early and late ([least of the first third, of the last]); the start and the first sample after it are
    warming up. `weight`: bytes of a state. Pure."""
    warm = samples[2:] if len(samples) > 5 else samples[1:]
    third = max(1, len(warm) // 3)
    early, late = warm[:third], warm[-third:]
    between = statistics.median(one["states"] for one in late) - statistics.median(one["states"] for one in early)
    return {
        "states": samples[-1]["states"],
        "state_kib": round(weight / 1024, 1),
        "states_between": round(between),
        "states_between_mib": round(between * weight / MIB, 2),
        "hours_seen": len({one["hour"] for one in samples}),
        "at_the_start": {name: samples[0][name] for name in HELD},
        "early_and_late": {name: [min(one[name] for one in part) for part in (early, late)] for name in HELD},
    }


def grown(found: Mapping[str, Any]) -> list[str]:
    """In words, what grew between the first third and the last; empty when nothing did. Pure."""
    allowed = {
        "heap_mib": ALLOWED * found["states_between_mib"],
        "engine_mib": ALLOWED_ENGINE_MIB,
        "nodes_apart": ALLOWED * found["states_between"],
        "listeners": 0,
        "streams": 0,
        "unanswered": 1,
    }
    return [
        f"{name}: {early} early, {late} late"
        for name, (early, late) in found["early_and_late"].items()
        if late - early > allowed.get(name, math.inf)
    ]


def _watched(
    address: str, cookie: Mapping[str, str], minutes: float, weeks: int, *, leak: bool
) -> list[dict[str, Any]]:
    """The samples."""
    from playwright.sync_api import Request as Asked
    from playwright.sync_api import sync_playwright

    from tests.chromium import chromium_launch

    seen = {"states": 0, "streams": 0, "unanswered": 0}

    def begun(request: Asked) -> None:
        seen["unanswered"] += 1
        seen["streams"] += request.resource_type == "eventsource"

    def ended(request: Asked) -> None:
        seen["unanswered"] -= 1
        seen["streams"] -= request.resource_type == "eventsource"
        seen["states"] += "/wall/state.json" in request.url

    samples: list[dict[str, Any]] = []
    with sync_playwright() as playwright:
        browser = chromium_launch(playwright)
        context = browser.new_context(viewport=FULL_HD, locale="zh-CN")
        context.add_cookies([cookie])  # type: ignore[list-item]
        if leak:
            context.add_init_script(LEAK)
        page = context.new_page()
        page.on("request", begun)
        page.on("requestfinished", ended)
        page.on("requestfailed", ended)
        page.goto(address)
        page.locator(".scene-on .fig").first.wait_for(timeout=60_000)
        link, processes = context.new_cdp_session(page), browser.new_browser_cdp_session()
        for week in range(weeks):
            page.evaluate("document.querySelector('[data-do=again]').click()")
            began, step = time.monotonic(), minutes * 60 / SAMPLES_A_WEEK
            for n in range(bool(week), SAMPLES_A_WEEK + 1):
                page.wait_for_timeout(max(0.0, began + n * step - time.monotonic()) * 1000)
                at = week * minutes * 60 + time.monotonic() - began
                samples.append({"at_s": round(at), **_sample(page, link, processes), **seen})
                _say(samples[-1])
        browser.close()
    return samples


def _sample(page: Page, link: CDPSession, processes: CDPSession) -> dict[str, Any]:
    """What the page holds once its garbage is gone."""
    for _twice in range(2):  # what the first finds free frees what the second finds
        link.send("HeapProfiler.collectGarbage")
    heap, nodes = link.send("Runtime.getHeapUsage"), link.send("Memory.getDOMCounters")
    shown = page.evaluate(SHOWN)
    pages = [
        one["id"] for one in processes.send("SystemInfo.getProcessInfo")["processInfo"] if one["type"] == "renderer"
    ]
    return {
        "heap_mib": round(heap["usedSize"] / MIB, 3),
        "engine_mib": round(heap.get("embedderHeapUsedSize", 0) / MIB, 3),
        "nodes": nodes["nodes"],
        "nodes_apart": nodes["nodes"] - shown["held"],
        "listeners": nodes["jsEventListeners"],
        "process_mib": round(sum(Family(pid).own_mib() for pid in pages), 1),
        "hour": shown["hour"],
    }


def _weight(url: str, cookie: str, monday: date) -> int:
    """Bytes of a state in the middle of the week."""
    at = shanghai_day_start(monday) + timedelta(days=3, hours=12)
    query = urlencode({"replay": week_name(monday), "language": "zh-hans", "at": at.isoformat()})
    asked = Request(f"{url}/wall/state.json?{query}", headers={"Cookie": cookie})  # noqa: S310 - our own address
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        return len(answer.read())


def _say(sample: Mapping[str, Any]) -> None:
    sys.stderr.write(f"{json.dumps(sample, ensure_ascii=False)}\n")


def main() -> None:
    """Throw-away servers; other sizes than the command's."""
    from monitor.embedded import ensure_servers

    parser = argparse.ArgumentParser(prog="bench.wall", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--leak", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    ensure_servers(throwaway=True)
    import django

    django.setup()
    result = run(full=False, minutes=options.minutes, items=options.items, leak=options.leak)
    print(json.dumps({"name": "wall", **result}, ensure_ascii=False))
    sys.exit(bool(result["missed"]))


if __name__ == "__main__":
    main()
