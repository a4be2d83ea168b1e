"""Pages over a real primary and a real streaming replica (pg_basebackup of the embedded PostgreSQL), in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.replica.pages"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said | {"log": done.stderr}


def test_a_page_reads_the_replica_and_members_from_the_primary(seen: dict[str, Any]) -> None:
    assert (seen["usable"], seen["page"], seen["health"]) == (True, "replica 1 default", "ok")


def test_what_a_request_wrote_it_reads_at_the_primary_at_once(seen: dict[str, Any]) -> None:
    assert (seen["writes_in_a_page"], seen["post"]) == ("default 2 default", "default 2 default")


def test_after_a_post_the_same_browser_reads_the_primary_for_longer_than_a_replica_in_use_may_lag(
    seen: dict[str, Any],
) -> None:
    assert (seen["after_the_post"], seen["cookie_s"]) == ("default 2 default", [1 + 5])


def test_a_replica_that_lags_is_left_until_it_has_caught_up(seen: dict[str, Any]) -> None:
    assert (seen["lags"], seen["page_while_it_lags"]) == (True, "default 3 default")
    assert (seen["health_while_it_lags"], seen["caught_up"]) == ("warn", True)
    assert "the replica lags more than TINGCHAO_REPLICA_LAG" in seen["log"]


def test_a_page_whose_replica_dies_under_it_is_answered_by_the_primary(seen: dict[str, Any]) -> None:
    assert seen["page_that_meets_a_dead_replica"] == "default 3 default"
    assert (seen["away"], seen["health_while_away"]) == ("away", "warn")
    assert "the replica does not answer" in seen["log"]


def test_a_primary_named_as_replica_is_refused(seen: dict[str, Any]) -> None:
    assert seen["the_primary_named_as_replica"] == "not_a_replica"
