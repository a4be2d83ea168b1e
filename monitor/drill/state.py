"""What one machine remembers of its exercise: seed, anchor, sessions, in `<data>/drill.json`; trainings in a file beside it.

The drill server alone writes drill.json, the pages alone write trainings.json: neither waits for the other.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .plan import BOOST, Session, World

DEFAULT_SEED = 20
FILE = "drill.json"
TRAININGS = "trainings.json"
EDITION = 2  # of what was authored: another edition tells other stories, so it begins a new exercise
ALIVE_EVERY = timedelta(seconds=20)
PAUSE = timedelta(minutes=2)  # a server that is back sooner goes on with its session


def data_folder() -> Path:
    """TINGCHAO_DATA, or `.data` beside the checkout."""
    return Path(os.environ.get("TINGCHAO_DATA") or Path(__file__).resolve().parents[2] / ".data")


def _moment(text: object) -> datetime:
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError("a time with a zone is needed")
    return at


def world_from_json(text: str) -> tuple[World, datetime]:
    """(world, when it was last served) as written by `world_to_json`; ValueError, KeyError or TypeError if damaged."""
    stored = json.loads(text)
    if stored["edition"] != EDITION:
        raise ValueError("another edition")
    sessions = tuple(Session(_moment(start), _moment(end) if end else None) for start, end in stored["sessions"])
    if not sessions:
        raise ValueError("a session is needed")
    return World(int(stored["seed"]), _moment(stored["anchor"]), sessions), _moment(stored["alive"])


def world_to_json(world: World, alive: datetime) -> str:
    """Seed, anchor and sessions as JSON, times in UTC."""
    return json.dumps(
        {
            "edition": EDITION,
            "seed": world.seed,
            "anchor": world.anchor.isoformat(),
            "sessions": [[one.start.isoformat(), one.end.isoformat() if one.end else None] for one in world.sessions],
            "alive": alive.isoformat(),
        },
        indent=1,
    )


def _stored(path: Path) -> tuple[World, datetime] | None:
    try:
        return world_from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def trainings_read(folder: Path) -> tuple[datetime, ...]:
    """When trainings began, oldest first; a damaged file counts as none."""
    try:
        return tuple(sorted(_moment(at) for at in json.loads((folder / TRAININGS).read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError):
        return ()


def world_read(folder: Path) -> World | None:
    """The exercise as it is served now, trainings included; None when none was ever served here."""
    stored = _stored(folder / FILE)
    return replace(stored[0], trainings=trainings_read(folder)) if stored else None


def training_begin(folder: Path, now: datetime) -> datetime:
    """Ask for three more stories in the next minutes, told to everybody; gives the time they count from (UTC).

    Two trainings within a minute share their stories.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    begun = trainings_read(folder)
    if begun and timedelta() <= now - begun[-1] < timedelta(minutes=1):
        return begun[-1]
    _write(folder / TRAININGS, json.dumps([at.isoformat() for at in (*begun, now)]))
    return now


def session_start(*, folder: Path, now: datetime, seed: int = DEFAULT_SEED) -> World:
    """Begin a session and remember it; the first one ever fixes seed and anchor.

    A start within the lively first minutes of the last session, or soon after it was last served, continues it: a
    supervisor that restarts a killed server must not tell a second breaking story. So does a clock set back.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    path = folder / FILE
    stored = _stored(path)
    if stored is None:
        if path.exists():
            path.replace(path.with_name(f"{FILE}.old"))  # damaged, or an earlier edition: kept to be looked at
        (folder / TRAININGS).unlink(missing_ok=True)
        world = World(seed, now, (Session(now),))
    else:
        world, alive = stored
        last = world.sessions[-1]
        if now - last.start < BOOST or now - alive < PAUSE:
            world = replace(world, sessions=(*world.sessions[:-1], Session(last.start)))
        else:
            closed = Session(last.start, max(alive, last.start))
            world = replace(world, sessions=(*world.sessions[:-1], closed, Session(now)))
    session_alive(world, folder=folder, now=now)
    return replace(world, trainings=trainings_read(folder))


def session_alive(world: World, *, folder: Path, now: datetime) -> None:
    """Note that the exercise is being served; at the next start the session ends here."""
    _write(folder / FILE, world_to_json(world, now.astimezone(UTC).replace(microsecond=0)))
