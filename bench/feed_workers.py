"""The workers of the feeds benchmark: processes that do what the task `fetch_due` does, as often as they are told to."""

from __future__ import annotations

import gc
import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest.mock import patch

PROCESSES = 2
COUNTED = ("sources", "new", "failed", "unchanged")


class Workers:
    """`with Workers(analysis=True) as workers: workers.round()`; they are warm when it begins."""

    def __init__(self, *, analysis: bool) -> None:
        self.analysis = analysis
        self._processes: list[tuple[BaseProcess, Connection]] = []

    def __enter__(self) -> Workers:
        context = multiprocessing.get_context("spawn")
        for _ in range(PROCESSES):
            mine, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, self.analysis), daemon=True)
            process.start()
            self._processes.append((process, mine))
        for _, pipe in self._processes:
            pipe.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for process, _ in self._processes:
            process.terminate()
            process.join(10)

    def round(self) -> dict[str, float]:
        """Poll all that is due: counts, `seconds` of the clock, and the largest process's `rss_mib` afterwards."""
        started = time.perf_counter()
        for _, pipe in self._processes:
            pipe.send("go")
        answers = [pipe.recv() for _, pipe in self._processes]
        total: dict[str, float] = {name: sum(answer[name] for answer in answers) for name in COUNTED}
        return total | {
            "seconds": time.perf_counter() - started,
            "rss_mib": max(answer["rss_mib"] for answer in answers),
        }


def work(pipe: Connection, analysis: bool) -> None:
    """In the process: rounds for ever. `analysis` False leaves the text stage out."""
    import django

    django.setup()
    from monitor.feeds import polls
    from monitor.feeds.ingest import source_fetch_due
    from monitor.queries.config import current_config
    from monitor.text import RawText, analyse

    analyse(RawText("准备好了", ""), current_config())
    gc.freeze()  # as the worker does (tasks/celery.py)
    if not analysis:
        patch.object(polls, "analyse_many", lambda raws, _config: [unread(raw) for raw in raws]).start()
    pipe.send("ready")
    while pipe.recv():
        summary = source_fetch_due(seconds=3600)
        gc.collect()
        pipe.send({name: getattr(summary, name) for name in COUNTED} | {"rss_mib": rss_mib()})


def unread(raw: Any) -> Any:
    """In place of the text stage: the text as it came, without tags."""
    from monitor.text import Analysis

    return Analysis(
        title=raw.title,
        text=raw.text,
        masked=False,
        lang="zh",
        sentiment="neu",
        unsure=True,
        sentiment_p=(0.0, 1.0, 0.0),
        areas=(),
        units=(),
        unit_names=(),
        place=None,
        terms=(),
        rules=(),
        grave=False,
        in_focus=False,
        why={},
        model="none",
    )


def rss_mib() -> float:
    """Memory of this process now (not its highest)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20
