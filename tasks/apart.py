"""No task works on a database of the other kind: an exercise never on real data, the real thing never on an exercise's."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from django.conf import settings

from monitor.lib.memory import tidy_up


class ApartTask(Task):  # type: ignore[type-arg]
    """Asks before its first run in a process; SettingError says what to do."""

    _asked: bool | None = None

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """Celery's hook. Every line that this task logs carries its name and id."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(task=str(self.name).removeprefix("tasks."), task_id=task_id)
        from monitor.models import installation_check

        if ApartTask._asked != settings.DRILL:
            installation_check()
            ApartTask._asked = settings.DRILL

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Celery's hook. What a large task left that refers to itself (the rows of a report's months) goes with it."""
        tidy_up()
