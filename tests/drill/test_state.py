"""What is remembered between starts."""

from datetime import timedelta
from pathlib import Path

from monitor.drill.state import session_start

from .conftest import ANCHOR


def test_each_start_appends_a_session_to_the_first_seed_and_anchor(tmp_path: Path) -> None:
    session_start(folder=tmp_path, now=ANCHOR, seed=4)
    world = session_start(folder=tmp_path, now=ANCHOR + timedelta(days=2), seed=5)
    assert (world.seed, world.anchor) == (4, ANCHOR)
    assert world.sessions == (ANCHOR, ANCHOR + timedelta(days=2))


def test_a_restart_within_the_lively_minutes_continues_the_session(tmp_path: Path) -> None:
    first = session_start(folder=tmp_path, now=ANCHOR)
    assert session_start(folder=tmp_path, now=ANCHOR + timedelta(minutes=3)) == first


def test_a_damaged_file_is_put_aside_and_the_exercise_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "drill.json").write_text('{"seed": 1, "anchor"')
    world = session_start(folder=tmp_path, now=ANCHOR)
    assert world.sessions == (ANCHOR,)
    assert (tmp_path / "drill.json.damaged").exists()
