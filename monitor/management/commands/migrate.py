"""Django's migrate for a system that works meanwhile: it gives way, and begins again where it gave way.

A change of a table waits until nobody uses it, and everybody who comes later queues behind it; two tables changed in one
step can deadlock with whoever reads them in another order. So no lock is waited for longer than WAIT, less than PostgreSQL's
second until it looks for deadlocks, and a step that gave way is rolled back and tried again. What is done stays done.
"""

from __future__ import annotations

import random
import time
from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import OperationalError, connections

WAIT = "900ms"
LONGEST = 600.0  # seconds for which it goes on trying
GAVE_WAY = {"40P01", "55P03"}  # deadlock_detected, lock_not_available
INVALID = """
SELECT format('%I.%I', nspname, relname) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE NOT indisvalid AND relkind = 'i' AND NOT relispartition AND nspname = ANY(current_schemas(false))
"""
"""Left by an index that was to be built beside writers: it speeds up nothing, and its name stands in the way."""


class Command(MigrateCommand):
    """`manage.py migrate`, with Django's options."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises OperationalError when a lock was not to be had within LONGEST."""
        connection = self._used = connections[options["database"]]
        end, again = time.monotonic() + LONGEST, False
        while True:
            try:
                if again:
                    self._drop_invalid(connection)
                super().handle(*args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in GAVE_WAY or time.monotonic() > end:
                    raise
                self.stderr.write("Somebody uses what is to be changed. Gave way; trying again.")
                again = True
                time.sleep(random.uniform(0.5, 2.0))  # noqa: S311 - not in step with whoever was in the way
            else:
                return
            finally:
                if connection.connection is not None and not connection.in_atomic_block:
                    with connection.cursor() as cursor:
                        cursor.execute("RESET lock_timeout")

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Django's hook, called before each step."""
        if action in {"apply_start", "unapply_start"}:  # each time: a step may have reset it
            with self._used.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [WAIT])
        super().migration_progress_callback(action, migration, fake)

    def _drop_invalid(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(INVALID)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
