"""The line about the read replica: fine with its lag, or what is wrong, what follows and what to do."""

from __future__ import annotations

import pytest

from monitor.lib.replica_watch import SENTENCES, ReplicaState
from monitor.queries import health_replica
from monitor.queries.health_replica import replica_check


def seen(monkeypatch: pytest.MonkeyPatch, state: ReplicaState) -> None:
    watch = type("Watch", (), {"settled": lambda _self: state})()
    monkeypatch.setattr(health_replica, "replica_watch", lambda: watch)


def test_a_replica_that_follows_is_fine_and_says_how_far_behind_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen(monkeypatch, ReplicaState("", 0.34))
    found = replica_check()
    assert (found.level, "0.3 秒" in found.detail, found.advice) == ("ok", True, "")


@pytest.mark.parametrize("fault", [*SENTENCES, "unknown"])
def test_each_fault_is_a_warning_that_says_what_follows_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    seen(monkeypatch, ReplicaState(fault, 42.0 if fault == "lags" else None))
    found = replica_check()
    assert (found.level, bool(found.detail), found.effect) == ("warn", True, "网页由主库回应，人多时可能变慢。")
    assert "TINGCHAO_REPLICA_URL" in found.advice
    assert ("42" in found.detail) == (fault == "lags")
