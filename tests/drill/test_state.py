"""What is remembered between starts."""

from datetime import timedelta
from pathlib import Path

from monitor.drill.plan import Session
from monitor.drill.state import session_alive, session_start, training_begin, world_read

from .conftest import ANCHOR

MINUTE = timedelta(minutes=1)


def test_each_start_appends_a_session_to_the_first_seed_and_anchor(tmp_path: Path) -> None:
    first = session_start(folder=tmp_path, now=ANCHOR, seed=4)
    session_alive(first, folder=tmp_path, now=ANCHOR + 90 * MINUTE)
    world = session_start(folder=tmp_path, now=ANCHOR + timedelta(days=2), seed=5)
    assert (world.seed, world.anchor) == (4, ANCHOR)
    assert world.sessions == (Session(ANCHOR, ANCHOR + 90 * MINUTE), Session(ANCHOR + timedelta(days=2)))
    assert world_read(tmp_path) == world


def test_a_restart_within_the_lively_minutes_continues_the_session(tmp_path: Path) -> None:
    first = session_start(folder=tmp_path, now=ANCHOR)
    assert session_start(folder=tmp_path, now=ANCHOR + 3 * MINUTE) == first


def test_a_killed_server_that_is_back_at_once_continues_a_long_session(tmp_path: Path) -> None:
    first = session_start(folder=tmp_path, now=ANCHOR)
    session_alive(first, folder=tmp_path, now=ANCHOR + 500 * MINUTE)
    assert session_start(folder=tmp_path, now=ANCHOR + 501 * MINUTE) == first


def test_a_damaged_file_is_put_aside_and_the_exercise_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "drill.json").write_text('{"seed": 1, "anchor"')
    world = session_start(folder=tmp_path, now=ANCHOR)
    assert world.sessions == (Session(ANCHOR),)
    assert (tmp_path / "drill.json.old").exists()


def test_the_file_of_an_earlier_edition_is_put_aside_with_its_trainings(tmp_path: Path) -> None:
    (tmp_path / "drill.json").write_text(
        f'{{"seed": 20, "anchor": "{ANCHOR.isoformat()}", "sessions": ["{ANCHOR.isoformat()}"]}}'
    )
    training_begin(tmp_path, ANCHOR)
    world = session_start(folder=tmp_path, now=ANCHOR + timedelta(days=9))
    assert (world.anchor, world.trainings) == (ANCHOR + timedelta(days=9), ())


def test_before_the_first_session_there_is_no_world(tmp_path: Path) -> None:
    assert world_read(tmp_path) is None


def test_trainings_are_part_of_the_world_and_two_at_once_share_their_stories(tmp_path: Path) -> None:
    session_start(folder=tmp_path, now=ANCHOR)
    times = [training_begin(tmp_path, ANCHOR + step * MINUTE) for step in (5, 5.5, 30)]
    world = world_read(tmp_path)
    assert times == [ANCHOR + 5 * MINUTE, ANCHOR + 5 * MINUTE, ANCHOR + 30 * MINUTE]
    assert world is not None
    assert world.trainings == (ANCHOR + 5 * MINUTE, ANCHOR + 30 * MINUTE)
