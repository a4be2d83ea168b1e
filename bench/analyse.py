"""How fast is a text read: this project beside the stock packages (jieba.cut + SnowNLP + `in` per keyword)?

Texts are the exercise's; one core; both sides see the same texts and the same keyword rules.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

from bench.machine import machine, versions
from monitor.drill.generate import items
from monitor.drill.plan import World
from monitor.lib.memory import keep_loaded
from monitor.text import Config, RawText, RuleSpec, analyse_many

LONG = 500  # characters of a "report"
TOGETHER = 50
SECONDS = 3.0  # of work per figure
FEW, SOME, MANY = 100, 1_000, 10_000  # rules
ANCHOR = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def texts() -> tuple[list[str], list[str]]:
    """Headlines, and texts of LONG characters made of whole items."""
    found = items(World.begun(7, ANCHOR), end=ANCHOR)
    headlines = [item.title for item in found]
    stream = cycle(f"{item.title}。{item.text}" for item in found)
    reports = []
    for _ in range(400):
        text = ""
        while len(text) < LONG:
            text += next(stream)
        reports.append(text[:LONG])
    return headlines, reports


def rules(count: int, headlines: list[str]) -> list[RuleSpec]:
    """Rules of two or three words each, the words cut from headlines so that some match."""
    words = sorted({title[i : i + 3] for title in headlines for i in range(0, len(title) - 3, 3)})
    words = [word for word in words if word.isalpha()]
    made = []
    for n, (a, b, c) in enumerate(islice(zip(cycle(words), cycle(words[7:]), cycle(words[31:]), strict=False), count)):
        made.append(RuleSpec(id=n + 1, name=f"rule {n}", query=f'"{a}" OR ("{b}" AND "{c}")'))
    return made


def per_second(work: Callable[[list[str]], object], texts: list[str], *, seconds: float) -> float:
    """Texts a second, over at least `seconds` of work after one warm-up; handed over as a poll hands them, a few dozen at once."""
    work(texts[:1])
    parts = [texts[at : at + TOGETHER] for at in range(0, len(texts), TOGETHER)]
    done = 0
    started = time.perf_counter()
    for part in cycle(parts):
        work(part)
        done += len(part)
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            return done / elapsed
    raise AssertionError("no texts")


def stock(keywords: list[str]) -> Callable[[list[str]], object]:
    """What people write first: jieba, SnowNLP, and `in` for each keyword."""
    import jieba
    from snownlp import SnowNLP

    def read(text: str) -> object:
        return list(jieba.cut(text)), SnowNLP(text).sentiments, [word for word in keywords if word in text]

    return lambda texts: [read(text) for text in texts]


START = """
import re, time
from pathlib import Path
began = time.perf_counter()
from monitor.text import Config, RawText, analyse
analyse(RawText("某工地拖欠工资", "工人到工会求助。"), Config.build())
took = time.perf_counter() - began
print(took, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def start() -> dict[str, float]:
    """A fresh process up to its first text: seconds of the clock, interpreter's start left out, and peak memory in MiB.

    Not `ru_maxrss`: that begins with the memory of the process that started this one.
    """
    done = subprocess.run([sys.executable, "-c", START], check=True, capture_output=True, text=True)
    seconds, mib = map(float, done.stdout.split())
    return {"first_text_s": seconds, "first_text_mib": mib}


def run(*, full: bool) -> dict[str, Any]:
    """Figures in texts a second; growth = cost with 10,000 rules against 100 rules (1.0 = none)."""
    seconds = SECONDS * (4 if full else 1)
    headlines, reports = texts()
    sized = {count: Config.build(rules=rules(count, headlines)) for count in (FEW, SOME, MANY)}
    keywords = [rule.query.split('"')[1] for rule in rules(SOME, headlines)]
    theirs = stock(keywords)
    theirs(headlines[:1])
    analyse_many([RawText(title="", text=headlines[0])], sized[SOME])
    keep_loaded()  # as a worker does once words and models are there (tasks/celery.py); those of both sides

    def ours(config: Config, *, explain: bool = False) -> Callable[[list[str]], object]:
        return lambda texts: analyse_many([RawText(title="", text=text) for text in texts], config, explain=explain)

    figures: dict[str, float] = start()
    for kind, sample in (("headlines", headlines), ("reports_500", reports)):
        figures[f"{kind}_per_s"] = per_second(ours(sized[SOME]), sample, seconds=seconds)
        figures[f"{kind}_with_reasons_per_s"] = per_second(ours(sized[SOME], explain=True), sample, seconds=seconds)
        figures[f"{kind}_stock_per_s"] = per_second(theirs, sample, seconds=seconds)
    cost = {count: 1 / per_second(ours(config), headlines, seconds=seconds) for count, config in sized.items()}
    return {
        "figures": {key: round(value, 2) for key, value in figures.items()},
        "ratio": {
            f"stock {kind}": round(figures[f"{kind}_per_s"] / figures[f"{kind}_stock_per_s"], 1)
            for kind in ("headlines", "reports_500")
        },
        "growth": {f"rules_{MANY}_to_{FEW}": round(cost[MANY] / cost[FEW], 2)},
        "machine": machine(),
        "versions": versions("jieba", "rjieba", "snownlp"),
    }
