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
