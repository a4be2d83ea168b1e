"""`manage.py doctor` as an operator runs it."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.shell import manage

NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


def doctor(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "doctor", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env={**os.environ, **env}, capture_output=True, text=True, timeout=60
    )


def test_nothing_runs_and_it_says_so_in_seconds_without_a_password() -> None:
    ran = doctor("--json", **{**NOWHERE, "DATABASE_URL": "postgres://nobody:hunter2@127.0.0.1:1/none"})
    found = json.loads(ran.stdout)
    assert (ran.returncode, found["ok"]) == (1, False)
    assert {c["name"] for c in found["checks"] if c["level"] == "fault"} == {"database", "broker"}
    assert "hunter2" not in ran.stdout + ran.stderr


@pytest.mark.django_db
def test_with_servers_but_no_workers_it_says_what_to_start() -> None:
    ran = manage("doctor")
    assert ran.returncode == 1
    assert "PostgreSQL 1" in ran.stdout
    assert "celery -A tasks worker" in ran.stdout
