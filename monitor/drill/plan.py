"""When things happen: everyday slots by rhythm, and runs of storylines. Times only, no text.

Everything is keyed, by hour, day, block or session, so any window can be laid out by itself, a longer plan begins with the
shorter one, and a later session changes nothing that was published before it.
"""

import math
import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from monitor.lib.clock import SHANGHAI

from .model import Story
from .words import keyed
from .world import RHYTHMS, SOURCES, WEEKEND, Source

HISTORY = timedelta(days=14)
BOOST = timedelta(minutes=20)
BOOST_STEP = timedelta(seconds=20)  # one item in each step: never fewer than two a minute
BLOCK = timedelta(hours=4)  # one slow storyline starts in each
RISE = timedelta(hours=6)
BREAK = timedelta(minutes=15)
LIVE_STEP = timedelta(minutes=10)  # one live storyline starts in each
FRESH = timedelta(days=3)  # a storyline told by chance is not told live again so soon
TRAINING = (timedelta(seconds=40), timedelta(minutes=3, seconds=30), timedelta(minutes=6, seconds=30))
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A time in which the exercise was served. `end` None: still is."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class World:
    """What the whole exercise depends on. The first session starts at `anchor`; `trainings` begin within sessions."""

    seed: int
    anchor: datetime
    sessions: tuple[Session, ...]
    trainings: tuple[datetime, ...] = ()
    history: timedelta = HISTORY

    @property
    def epoch(self) -> datetime:
        """The first instant of the history."""
        return self.anchor - self.history

    @classmethod
    def begun(cls, seed: int, anchor: datetime, *later: datetime, history: timedelta = HISTORY) -> "World":
        """A world whose sessions start at `anchor` and `later`, each but the last one lasting an hour."""
        starts = (anchor, *later)
        sessions = (*(Session(at, at + HOUR) for at in starts[:-1]), Session(starts[-1]))
        return cls(seed, anchor, sessions, history=history)


@dataclass(frozen=True, slots=True)
class Run:
    """One telling of a storyline. `mode`: slow (days), rise (ends at `start` + 6 h), break, live, training (minutes)."""

    id: str
    story: Story
    start: datetime
    mode: str


@dataclass(frozen=True, slots=True)
class Slot:
    """An everyday item to be: when, where, and its place in the source's endless deck of frames."""

    at: datetime
    source: str
    place: int
    ahead: bool = False  # half a deck further on


def _poisson(rng: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


@lru_cache(maxsize=65536)
def _count(seed: int, day: date, source: Source) -> int:
    """How many everyday items the source publishes on that day (Asia/Shanghai)."""
    if source.daily < 1:  # evenly rare: every so many days one
        period = round(1 / source.daily)
        return int((day.toordinal() + keyed(seed, "turn", source.key).randrange(period)) % period == 0)
    weekend = WEEKEND[source.rhythm] if day.weekday() >= 5 else 1.0
    return _poisson(keyed(seed, "day", day.isoformat(), source.key), source.daily * weekend)


@lru_cache(maxsize=65536)
def _day_of(seed: int, day: date, source: Source) -> tuple[datetime, ...]:
    rng = keyed(seed, "times", day.isoformat(), source.key)
    begin = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    hours = rng.choices(range(24), RHYTHMS[source.rhythm], k=_count(seed, day, source))
    return tuple(sorted(begin + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in hours))


def _slots_of(world: World, source: Source, first: date, last: date) -> Iterator[Slot]:
    """The deck is dealt on without a gap from the first day of the history."""
    day, place = world.epoch.astimezone(SHANGHAI).date(), 0
    while day <= last:
        if day >= first:
            for number, at in enumerate(_day_of(world.seed, day, source)):
                yield Slot(at, source.key, place + number)
        place += _count(world.seed, day, source)
        day += timedelta(days=1)


def _boost_of(world: World, number: int) -> Iterator[Slot]:
    """The lively first minutes deal from half a deck ahead, so that no frame of these days comes twice."""
    session = world.sessions[number].start
    rng = keyed(world.seed, "boost", session.isoformat())
    weights = [source.daily for source in SOURCES]
    used = Counter[str]()
    for step in range(BOOST // BOOST_STEP):
        source = rng.choices(SOURCES, weights)[0]
        place = int((session - world.epoch) / timedelta(days=1) * source.daily) + used[source.key]
        used[source.key] += 1
        at = session + step * BOOST_STEP + timedelta(seconds=rng.randint(2, 18))
        yield Slot(at, source.key, place, ahead=True)


def everyday(world: World, start: datetime, end: datetime) -> list[Slot]:
    """All everyday slots with start <= at <= end, in time order; none before the epoch."""
    start = max(start, world.epoch)
    first, last = (at.astimezone(SHANGHAI).date() for at in (start, end))
    slots = [slot for source in SOURCES for slot in _slots_of(world, source, first, last)]
    for number, session in enumerate(world.sessions):
        if session.start <= end and start <= session.start + BOOST:
            slots += _boost_of(world, number)
    return sorted((slot for slot in slots if start <= slot.at <= end), key=lambda slot: (slot.at, slot.source))


def _rotation(stories: Sequence[Story], role: str, seed: int, number: int) -> Story:
    """Which story opens a session. The first one is always the first authored: the tour of the README shows it."""
    fitting = [story for story in stories if story.role == role]
    cycle, place = divmod(number, len(fitting))
    if cycle == 0:
        return fitting[place]
    return keyed(seed, "openers", role, cycle).sample(fitting, len(fitting))[place]


def _has_rise(world: World, number: int) -> bool:
    """A session soon after another tells no rising story: its past was already published."""
    if number == 0:
        return True
    last = world.sessions[number - 1]
    return world.sessions[number].start - (last.end or last.start) > RISE + HOUR


def session_runs(world: World, stories: Sequence[Story]) -> list[Run]:
    """The rising and the breaking story of each session."""
    runs = []
    for number, session in enumerate(world.sessions):
        if _has_rise(world, number):
            story = _rotation(stories, "rising", world.seed, number)
            runs.append(Run(f"{story.key}-s{number}", story, session.start - RISE, "rise"))
        story = _rotation(stories, "breaking", world.seed, number)
        wait = keyed(world.seed, "break", number).randint(35, 80)
        runs.append(Run(f"{story.key}-s{number}", story, session.start + timedelta(seconds=wait), "break"))
    return runs


def _dealt(seed: int, stories: Sequence[Story], block: int) -> Story:
    cycle, place = divmod(block, len(stories))
    return stories[_deck(seed, len(stories), cycle)[place]]


@lru_cache(maxsize=64)
def _deck(seed: int, count: int, cycle: int) -> tuple[int, ...]:
    return tuple(keyed(seed, "deck", cycle).sample(range(count), count))


def background_runs(world: World, stories: Sequence[Story], since: datetime, until: datetime) -> list[Run]:
    """One slow storyline a block, dealt from shuffled decks; near a session its two stories are left out."""
    opening = session_runs(world, stories)
    openers = [(run.story.key, run.start) for run in opening]
    first = {run.story.key for run in opening if run.id.endswith("-s0")}
    runs: list[Run] = []
    blocks = range(max(0, (since - world.epoch) // BLOCK), math.ceil((until - world.epoch) / BLOCK))
    for block in blocks:
        story = _dealt(world.seed, stories, block)
        start = world.epoch + block * BLOCK + BLOCK * keyed(world.seed, "block", block).uniform(0.05, 0.95)
        told = start < world.anchor and story.key in first
        near = any(key == story.key and begun <= start < begun + FRESH for key, begun in openers)
        lately = range(max(0, block - len(stories) // 2), block)
        again = any(_dealt(world.seed, stories, earlier).key == story.key for earlier in lately)
        if not told and not near and not again and since <= start <= until:
            runs.append(Run(f"{story.key}-{block}", story, start, "slow"))
    return runs


def live_runs(world: World, stories: Sequence[Story], since: datetime, until: datetime) -> list[Run]:
    """A storyline about every ten minutes while a session lasts, none that was told lately."""
    runs: list[Run] = []
    opening = session_runs(world, stories)
    for number, session in enumerate(world.sessions):
        known = [run for run in opening if int(run.id.rpartition("-s")[2]) <= number]
        end = min(session.end or until, until)
        if end <= session.start or (session.end and session.end + FRESH < since):
            continue
        slow = background_runs(world, stories, session.start - FRESH, end)
        others = sorted((run.start, run.story.key) for run in (*slow, *known))
        queue: list[Story] = []
        cycle = 0
        for step in range(1, (end - session.start) // LIVE_STEP + 1):
            rng = keyed(world.seed, "live", number, step)
            start = session.start + step * LIVE_STEP + timedelta(seconds=rng.randint(-90, 90))
            first, last = bisect(others, (start - FRESH, "")), bisect(others, (start + HOUR, ""))
            lately = {key for _, key in others[first:last]}
            if len(queue) < len(stories) // 2:
                queue += keyed(world.seed, "live deck", number, cycle).sample(list(stories), len(stories))
                cycle += 1
            story = next((one for one in queue if one.key not in lately), queue[0])
            queue.remove(story)
            if since <= start <= end:
                runs.append(Run(f"{story.key}-l{number}.{step}", story, start, "live"))
    return runs


def training_runs(world: World, stories: Sequence[Story]) -> list[Run]:
    """Three quick stories for each training: two that should alert, one that should not, in an order nobody knows."""
    runs = []
    for number, begun in enumerate(world.trainings):
        rng = keyed(world.seed, "training", number)
        chosen = rng.sample([story for story in stories if story.alert], 2)
        chosen += rng.sample([story for story in stories if not story.alert and story.areas], 1)
        rng.shuffle(chosen)
        runs += [
            Run(f"{story.key}-t{number}.{place}", story, begun + wait, "training")
            for place, (story, wait) in enumerate(zip(chosen, TRAINING, strict=True))
        ]
    return runs


def awake(at: datetime, source: Source) -> datetime:
    """Offices publish nothing at night: move a night time into the morning of the same day."""
    local = at.astimezone(SHANGHAI)
    night = 6.5 if source.sleeps else 5.5
    hour = local.hour + local.minute / 60 + local.second / 3600
    if hour >= night or (not source.sleeps and hour < 1):
        return at
    return at + timedelta(hours=(night - hour) + hour / night * 1.5)
