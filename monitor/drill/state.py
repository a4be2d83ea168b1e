"""What one machine remembers of its exercise: seed, anchor and session starts, in `<data>/drill.json`."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from .plan import BOOST, World

DEFAULT_SEED = 20
FILE = "drill.json"


def data_folder() -> Path:
    """TINGCHAO_DATA, or `.data` beside the checkout."""
    return Path(os.environ.get("TINGCHAO_DATA") or Path(__file__).resolve().parents[2] / ".data")


def world_from_json(text: str) -> World:
    """The world written by `world_to_json`; ValueError (also KeyError, TypeError) when it is damaged."""
    stored = json.loads(text)
    sessions = tuple(datetime.fromisoformat(at) for at in stored["sessions"])
    anchor = datetime.fromisoformat(stored["anchor"])
    if not sessions or any(at.tzinfo is None for at in (anchor, *sessions)):
        raise ValueError("sessions with time zones are needed")
    return World(int(stored["seed"]), anchor, sessions)


def world_to_json(world: World) -> str:
    """Seed, anchor and session starts as JSON, times in UTC."""
    sessions = [at.isoformat() for at in world.sessions]
    return json.dumps({"seed": world.seed, "anchor": world.anchor.isoformat(), "sessions": sessions}, indent=1)


def _stored(path: Path) -> World | None:
    try:
        return world_from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        path.rename(path.with_name(f"{FILE}.damaged"))  # start anew, but keep what was there to be looked at
        return None


def session_start(*, folder: Path, now: datetime, seed: int = DEFAULT_SEED) -> World:
    """Begin a session and remember it; the first one ever fixes seed and anchor.

    A start within the lively first minutes of the last session continues it: a supervisor that restarts a killed
    server must not tell a second breaking story. A clock set back is treated the same way.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    path = folder / FILE
    world = _stored(path)
    if world is None:
        world = World(seed, now, (now,))
    elif now - world.sessions[-1] >= BOOST:
        world = World(world.seed, world.anchor, (*world.sessions, now))
    else:
        return world
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{FILE}.{os.getpid()}.new")
    draft.write_text(world_to_json(world), encoding="utf-8")
    draft.replace(path)
    return world
