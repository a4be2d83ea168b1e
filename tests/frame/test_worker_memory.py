"""Processes of a worker share words and models: what each makes its own after they have parted is small, and stays so."""

from __future__ import annotations

import os
import subprocess
import sys

from monitor.embedded.places import CHECKOUT

PARTED = """
import os
import django
django.setup()
import psutil
from datetime import UTC, datetime
from bench.replay_site import days_of
from monitor.text import Config, RawText
from monitor.text.analyse import analyse_many
from tasks.celery import warm

texts = [RawText(title, text) for _, _, title, text in days_of(3, (1,), datetime.now(UTC))[0]]
warm()
if os.fork():
    os.wait()
else:
    def own(): return psutil.Process().memory_full_info().uss // 1024
    before, config, found = own(), Config.build(), []
    for _ in range(3):
        for at in range(0, len(texts), 60):
            analyse_many(texts[at : at + 60], config)
        found.append(own())
    print(before, *found, flush=True)
    os._exit(0)
"""
FORECASTS = """
import os
import django
django.setup()
import numpy as np
import psutil
from monitor.topics.forecast_models import _fit
from tasks.celery import warm

warm()
if os.fork():
    os.wait()
else:
    def own(): return psutil.Process().memory_full_info().uss // 1024
    before = own()
    _fit(np.sqrt(np.arange(480) % 24 + 1.0), 24, 24)
    print(before, own(), flush=True)
    os._exit(0)
"""
FORECAST_KIB = 40 * 1024  # 100 MiB when the process loads the library itself
FIRST_KIB, AGAIN_KIB = 20 * 1024, 1024  # before texts were read and large blocks kept apart in `warm`: 40 MiB


def test_a_process_that_reads_its_first_day_makes_little_of_the_shared_memory_its_own_and_nothing_more_by_reading_it_again() -> (
    None
):
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "monitor.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PARTED], cwd=CHECKOUT, env=env, check=True, capture_output=True, text=True
    )
    before, first, second, third = map(int, done.stdout.split())
    assert first - before < FIRST_KIB
    assert third - second < AGAIN_KIB


def test_a_process_that_forecasts_for_the_first_time_does_not_load_the_library_into_memory_of_its_own() -> None:
    before, after = _figures(FORECASTS)
    assert after - before < FORECAST_KIB


def _figures(script: str) -> list[int]:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "monitor.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, env=env, check=True, capture_output=True, text=True
    )
    return list(map(int, done.stdout.split()))
