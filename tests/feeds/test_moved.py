"""A permanent redirect is believed only after repeated sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.feeds.moved import Move, move_done, move_seen

NOW = datetime(2026, 7, 1, tzinfo=UTC)
OLD, FRESH = "https://a.example/feed", "https://b.example/feed"


NOTHING = Move()


def seen(*hours: float, url: str = OLD, target: str = FRESH, start: Move = NOTHING, hops: tuple[str, ...] = ()) -> Move:
    for hour in hours:
        start = move_seen(start, url=url, target=target, hops=hops, now=NOW + timedelta(hours=hour))
    return start


def confirmed(move: Move, hours: float) -> bool:
    return move.confirmed(NOW + timedelta(hours=hours))


def test_three_sights_over_a_day_are_a_move_fewer_or_faster_are_not() -> None:
    assert confirmed(seen(0, 12, 24), 24)
    assert not confirmed(seen(0, 24), 24)
    assert not confirmed(seen(0, 1, 2), 2)


def test_one_answer_without_the_redirect_or_with_another_target_starts_anew() -> None:
    assert seen(24, target="", start=seen(0, 12)) == Move()
    other = seen(24, target="https://c.example/feed", start=seen(0, 12))
    assert (other.target, other.polls) == ("https://c.example/feed", 1)


def test_a_move_away_from_https_is_never_followed_not_even_through_a_hop() -> None:
    assert seen(0, 12, 24, target="http://b.example/feed").why_not == "downgrade"
    assert seen(0, 12, 24, hops=("http://x.example/", FRESH)).why_not == "downgrade"
    assert seen(0, 12, 24, url="http://a.example/feed").why_not == ""


def test_two_addresses_that_send_to_each_other_do_not_swing() -> None:
    there = move_done(seen(0, 12, 24), url=OLD, now=NOW + timedelta(hours=24))
    assert seen(30, 40, 60, url=FRESH, target=OLD, start=there).why_not == "back"


def test_a_move_is_told_for_a_week_a_refused_one_until_it_is_settled() -> None:
    done = move_done(Move(), url=OLD, now=NOW)
    assert (done.shown(NOW + timedelta(days=6)), done.shown(NOW + timedelta(days=8))) == (True, False)
    refused = seen(0, 12, 24, target="http://b.example/feed")
    assert refused.shown(NOW + timedelta(days=90))
