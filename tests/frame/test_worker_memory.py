"""Processes of a worker share words and models: what each makes its own after they have parted is small, and stays so."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from monitor.embedded.places import CHECKOUT

PARTED = """
import json
import os
import django
django.setup()
import numpy as np
import psutil
from datetime import UTC, datetime
from bench.replay_site import days_of
from monitor.text import Config, RawText
from monitor.text.analyse import analyse_many
from monitor.topics.forecast_models import _fit
from tasks.celery import warm

texts = [RawText(title, text) for _, _, title, text in days_of(3, (1,), datetime.now(UTC))[0]]

def own():
    return psutil.Process().memory_full_info().uss // 1024

def reads():
    found, config = [own()], Config.build()
    for _ in range(3):
        for at in range(0, len(texts), 60):
            analyse_many(texts[at : at + 60], config)
        found.append(own())
    return found

def forecasts():
    before = own()
    _fit(np.sqrt(np.arange(480) % 24 + 1.0), 24, 24)
    return before, own()

warm()
for work in (reads, forecasts):  # one after the other, each in a process that parts from the same one
    if os.fork():
        os.wait()
    else:
        print(json.dumps([work.__name__, *work()]), flush=True)
        os._exit(0)
"""
FORECAST_KIB = 40 * 1024  # 100 MiB when the process loads the library itself
FIRST_KIB, AGAIN_KIB = 20 * 1024, 1024  # before texts were read and large blocks kept apart in `warm`: 40 MiB


@pytest.fixture(scope="module")
def parted() -> dict[str, list[int]]:
    """KiB of their own, by what the process did: before it, and after it (or after each time)."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "monitor.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PARTED], cwd=CHECKOUT, env=env, check=True, capture_output=True, text=True
    )
    rows = map(json.loads, done.stdout.splitlines())
    return {name: figures for name, *figures in rows}


def test_a_process_that_reads_its_first_day_makes_little_of_the_shared_memory_its_own_and_nothing_more_by_reading_it_again(
    parted: dict[str, list[int]],
) -> None:
    before, first, second, third = parted["reads"]
    assert first - before < FIRST_KIB
    assert third - second < AGAIN_KIB


def test_a_process_that_forecasts_for_the_first_time_does_not_load_the_library_into_memory_of_its_own(
    parted: dict[str, list[int]],
) -> None:
    before, after = parted["forecasts"]
    assert after - before < FORECAST_KIB
