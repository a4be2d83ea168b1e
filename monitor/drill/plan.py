"""When things happen: everyday slots by rhythm, and runs of storylines. Times only, no text.

Everything is laid out from the epoch (14 days before the anchor) forwards and every choice is keyed, so a longer
plan begins with the shorter one, and a later session changes nothing that was published before it.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.lib.clock import SHANGHAI

from .model import Story
from .words import keyed
from .world import RHYTHMS, SOURCES, WEEKEND, Source

HISTORY = timedelta(days=14)
BOOST = timedelta(minutes=20)
BOOST_STEP = timedelta(seconds=20)  # one item in each step: never fewer than two a minute
BLOCK = timedelta(hours=12)  # one storyline starts in each
RISE = timedelta(hours=6)
BREAK = timedelta(minutes=15)
FRESH = timedelta(days=3)  # a session story does not come by chance again so soon


@dataclass(frozen=True, slots=True)
class World:
    """What the whole exercise depends on. `sessions` are the start times of the live part, the first = `anchor`."""

    seed: int
    anchor: datetime
    sessions: tuple[datetime, ...]

    @property
    def epoch(self) -> datetime:
        """The first instant of the history."""
        return self.anchor - HISTORY


@dataclass(frozen=True, slots=True)
class Run:
    """One telling of a storyline. `mode`: slow (days), rise (ends at `start` + 6 h), break (15 minutes)."""

    id: str
    story: Story
    start: datetime
    mode: str


def _poisson(rng: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def _hour_of(world: World, hour: datetime) -> Iterator[tuple[datetime, str]]:
    local = hour.astimezone(SHANGHAI)
    for source in SOURCES:
        rng = keyed(world.seed, "hour", hour.isoformat(), source.key)
        weekend = WEEKEND[source.rhythm] if local.weekday() >= 5 else 1.0
        mean = source.daily * RHYTHMS[source.rhythm][local.hour] * weekend
        for _ in range(_poisson(rng, mean)):
            yield hour + timedelta(seconds=rng.randrange(3600)), source.key


def _boost_of(world: World, session: datetime) -> Iterator[tuple[datetime, str]]:
    rng = keyed(world.seed, "boost", session.isoformat())
    weights = [source.daily for source in SOURCES]
    for step in range(BOOST // BOOST_STEP):
        source = rng.choices(SOURCES, weights)[0]
        yield session + step * BOOST_STEP + timedelta(seconds=rng.randint(2, 18)), source.key


def everyday(world: World, until: datetime) -> list[tuple[datetime, str]]:
    """(time, source key) of all everyday items from the epoch to `until`, in time order."""
    hour = world.epoch.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    slots: list[tuple[datetime, str]] = []
    while hour < until:
        slots.extend(_hour_of(world, hour))
        hour += timedelta(hours=1)
    for session in world.sessions:
        slots.extend(_boost_of(world, session))
    return sorted(slot for slot in slots if world.epoch <= slot[0] < until)


def _rotation(stories: Sequence[Story], role: str, number: int) -> Story:
    fitting = [story for story in stories if story.role == role]
    return fitting[number % len(fitting)]


def _has_rise(world: World, number: int) -> bool:
    """A session soon after another tells no rising story: its past was already published."""
    return number == 0 or world.sessions[number] - world.sessions[number - 1] > RISE + timedelta(hours=1)


def session_runs(world: World, stories: Sequence[Story]) -> list[Run]:
    """The rising and the breaking story of each session."""
    runs = []
    for number, session in enumerate(world.sessions):
        if _has_rise(world, number):
            story = _rotation(stories, "rising", number)
            runs.append(Run(f"{story.key}-s{number}", story, session - RISE, "rise"))
        story = _rotation(stories, "breaking", number)
        wait = keyed(world.seed, "break", number).randint(35, 80)
        runs.append(Run(f"{story.key}-s{number}", story, session + timedelta(seconds=wait), "break"))
    return runs


def background_runs(world: World, stories: Sequence[Story], until: datetime) -> list[Run]:
    """One storyline a block, dealt from shuffled decks; near the first session its two stories are left out."""
    opening = session_runs(world, stories)
    openers = [(run.story.key, run.start) for run in opening]
    first = {run.story.key for run in opening if run.id.endswith("-s0")}
    runs: list[Run] = []
    dealt: list[str] = []
    for block in range(math.ceil((until - world.epoch) / BLOCK)):
        cycle, place = divmod(block, len(stories))
        deck = keyed(world.seed, "deck", cycle).sample(list(stories), len(stories))
        story = deck[place]
        rng = keyed(world.seed, "block", block)
        start = world.epoch + block * BLOCK + BLOCK * rng.uniform(0.05, 0.95)
        told = start < world.anchor and story.key in first
        near = any(key == story.key and begun <= start < begun + FRESH for key, begun in openers)
        again = story.key in dealt[-(len(stories) // 2) :]
        dealt.append(story.key)
        if not told and not near and not again:
            runs.append(Run(f"{story.key}-{block}", story, start, "slow"))
    return runs


def awake(at: datetime, source: Source) -> datetime:
    """Offices publish nothing at night: move a night time into the morning of the same day."""
    local = at.astimezone(SHANGHAI)
    night = 6.5 if source.sleeps else 5.5
    hour = local.hour + local.minute / 60 + local.second / 3600
    if hour >= night or (not source.sleeps and hour < 1):
        return at
    return at + timedelta(hours=(night - hour) + hour / night * 1.5)
