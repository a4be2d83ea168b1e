"""How far a replica lags, told from positions of the log alone."""

from __future__ import annotations

from monitor.lib.replica_lag import Positions


def test_before_the_replica_has_reached_anything_its_lag_is_not_known() -> None:
    positions = Positions()
    positions.seen(0.0, 500)
    assert positions.lag(1.0, 100) is None
    assert positions.lag(2.0, 500) == 0.0


def test_the_lag_is_the_age_of_the_oldest_position_that_it_lacks() -> None:
    positions = Positions()
    for second, position in enumerate((100, 200, 300)):
        positions.seen(float(second), position)
    assert positions.lag(2.5, 100) == 1.5
    assert positions.lag(9.0, 250) == 7.0


def test_a_quiet_primary_does_not_make_a_replica_late() -> None:
    positions = Positions()
    for hour in range(5):
        positions.seen(hour * 3600.0, 100)
    assert positions.lag(5 * 3600.0, 100) == 0.0
    assert len(positions.kept) == 0


def test_positions_do_not_pile_up_while_the_replica_follows() -> None:
    positions = Positions()
    for second in range(1_000):
        positions.seen(float(second), second)
        positions.lag(float(second), second)
    assert len(positions.kept) == 0
