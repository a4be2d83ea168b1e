"""`manage.py evaluate alerts FOLDER`: replay, then score."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.db import connection

from monitor.alerts.score import alerts_score, hits_score
from monitor.lib.clock import DAY
from monitor.lib.jsonlines import StartError
from monitor.models import Item, Source

from .folder import exercise_read
from .replay import STEP, Progress, replay_run, rule_hits


def evaluate_alerts(folder: str, *, progress: Progress = lambda done, of: None) -> dict[str, Any]:
    """Figures of the alerts on an exercise. Needs a database without sources and items. Raises StartError."""
    exercise = exercise_read(folder)
    database_prepare()
    begun = time.monotonic()
    replay = replay_run(exercise, progress=progress)
    first, last = exercise.versions[0].at, exercise.versions[-1].at
    days = max((last - first) / DAY, 1 / 24)
    hits = hits_score(rule_hits(replay), exercise.stories, end=last, days=days)
    return {
        "n": exercise.items,
        "days": round(days, 2),
        "step_minutes": STEP.seconds // 60,
        "seconds": round(time.monotonic() - begun, 1),
        "areas_per_day": round(replay.areas / days, 2),
        **alerts_score(replay.spoken, exercise.stories, end=last, days=days),
        "baselines": {"every_item_that_hits_a_rule": hits},
    }


def database_prepare() -> None:
    """Bring an empty database up to date. Raises StartError when anything is in it: a replay must not touch a real one."""
    if Source._meta.db_table in connection.introspection.table_names() and (
        Source.objects.exists() or Item.objects.exists()
    ):
        raise StartError("this database holds sources or items: a replay needs an empty one")
    call_command("migrate", verbosity=0, interactive=False)
