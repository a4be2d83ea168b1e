"""The exercise's items as a pure function of (seed, anchor, sessions, window).

The same arguments give the same items on every machine; a longer window only adds items; nothing is stamped after
the end of the window.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.lib.clock import SHANGHAI

from .model import DrillItem, Edit, Frame, Piece, Story, StoryTruth
from .noise import FRAMES
from .plan import BREAK, RISE, Run, World, awake, background_runs, everyday, session_runs
from .stories import STORIES
from .words import Context, fill, keyed
from .world import BY_KEY, SLOTS

REPOST_WAIT = {"slow": (20, 180), "rise": (6, 30), "break": (2, 6)}  # minutes


@dataclass(frozen=True, slots=True)
class Told:
    """A run with its items, in the order of publication, and the truth about it."""

    items: tuple[DrillItem, ...]
    truth: StoryTruth


def _identity(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]


def _path(at: datetime, identity: str) -> str:
    return f"/{at.astimezone(SHANGHAI):%Y/%m%d}/{int(identity, 16) % 10**9:09d}.html"


def piece_times(run: Run, seed: int) -> list[datetime]:
    """Publication time (UTC) of each piece: a rise accelerates, a break bursts, a slow story fades over days."""
    main = sum(not piece.after for piece in run.story.pieces)
    rest = len(run.story.pieces) - main
    if run.mode == "rise":
        span, power, tail, tail_span = RISE - timedelta(minutes=4), 0.5, RISE + timedelta(minutes=28), 18.0
    elif run.mode == "break":
        span, power, tail, tail_span = BREAK, 0.8, BREAK + timedelta(minutes=9), 5.0
    else:
        span, power = timedelta(hours=run.story.hours * 0.55), 1.3
        tail, tail_span = timedelta(hours=run.story.hours * 0.6), run.story.hours * 0.4
    first = 0.0 if run.mode == "break" else 0.4
    times = [run.start + span * ((i + first) / main) ** power for i in range(main)]
    times += [run.start + tail + timedelta(hours=tail_span) * (j / max(rest, 1)) ** 1.2 for j in range(rest)]
    if run.mode != "slow":
        return [at.replace(microsecond=0) for at in times]
    rng = keyed(seed, run.id, "jitter")
    shifted = [at + timedelta(minutes=rng.uniform(0, 25)) for at in times]
    return [
        awake(at, BY_KEY[piece.source]).replace(microsecond=0)
        for at, piece in zip(shifted, run.story.pieces, strict=True)
    ]


def _told_piece(run: Run, seed: int, index: int, piece: Piece, at: datetime) -> DrillItem:
    context = Context(f"{seed}|{run.id}", {**SLOTS, **run.story.slots}, at)
    rng = keyed(seed, run.id, index)
    identity = _identity(seed, run.id, index)
    edits: tuple[Edit, ...] = ()
    if piece.edit:
        later = at + timedelta(minutes=rng.randint(25, 90))
        edits = (Edit(later, fill(piece.edit[0], context, rng), fill(piece.edit[1], context, rng)),)
    return DrillItem(
        id=identity,
        source=piece.source,
        story=run.id,
        variant=piece.variant,
        frame=f"{run.story.key}.{index}",
        title=fill(piece.title, context, rng),
        text=fill(piece.text, context, rng),
        published=at,
        path=_path(at, identity),
        areas=run.story.areas if piece.areas is None else piece.areas,
        sentiment=piece.tone,
        edits=edits,
    )


def _reposts(run: Run, seed: int, item: DrillItem, sources: Sequence[str]) -> Iterator[DrillItem]:
    for source in sources:
        rng = keyed(seed, item.id, source)
        at = item.published + timedelta(minutes=rng.randint(*REPOST_WAIT[run.mode]), seconds=rng.randrange(60))
        if run.mode == "slow":
            at = awake(at, BY_KEY[source])
        identity = _identity(item.id, source)
        yield replace(
            item,
            id=identity,
            source=source,
            variant="repost",
            published=at,
            path=_path(at, identity),
            original=False,
            repost_of=item.id,
            edits=(),
        )


def tell(run: Run, seed: int) -> Told:
    """All items of one run, whatever the window."""
    items: list[DrillItem] = []
    originals = []
    for index, (piece, at) in enumerate(zip(run.story.pieces, piece_times(run, seed), strict=True)):
        item = _told_piece(run, seed, index, piece, at)
        originals.append(item)
        items.append(item)
        items.extend(_reposts(run, seed, item, piece.to))
    items.sort(key=lambda item: (item.published, item.id))
    truth = StoryTruth(
        story=run.id,
        name=run.story.name,
        areas=run.story.areas,
        alert=run.story.alert,
        alert_from=originals[run.story.alert_at].published if run.story.alert else None,
        start=items[0].published,
        end=items[-1].published,
        items=len(items),
    )
    return Told(tuple(items), truth)


def _everyday_item(world: World, number: int, source: str, frame: Frame, place: int, at: datetime) -> DrillItem:
    key = f"{world.seed}|everyday|{number}|{at.isoformat()}"
    context, rng = Context(key, SLOTS, at), keyed(key)
    identity = _identity(key)
    return DrillItem(
        id=identity,
        source=source,
        story="",
        variant="everyday",
        frame=f"{source}.{place}",
        title=fill(frame.title, context, rng),
        text=fill(frame.text, context, rng),
        published=at,
        path=_path(at, identity),
        areas=frame.areas,
        sentiment=frame.tone,
    )


def everyday_items(world: World, start: datetime, end: datetime) -> Iterator[DrillItem]:
    """Items about no storyline with start <= published <= end; each source deals its frames from shuffled decks."""
    dealt = dict.fromkeys(BY_KEY, 0)
    for number, (at, source) in enumerate(everyday(world, end + timedelta(microseconds=1))):
        frames = FRAMES[source]
        cycle, place = divmod(dealt[source], len(frames))
        dealt[source] += 1
        if at < start:
            continue
        # The deck is cut in halves that stay halves, so the same frame comes back after half a deck at the earliest.
        half = len(frames) // 2
        deck = [
            *keyed(world.seed, "frames", source, cycle, "a").sample(range(half), half),
            *keyed(world.seed, "frames", source, cycle, "b").sample(range(half, len(frames)), len(frames) - half),
        ]
        yield _everyday_item(world, number, source, frames[deck[place]], deck[place], at)


def runs(world: World, until: datetime, stories: Sequence[Story] = STORIES) -> list[Run]:
    """All runs of storylines that have begun by `until`, in time order."""
    found = [*background_runs(world, stories, until), *session_runs(world, stories)]
    return sorted((run for run in found if run.start <= until), key=lambda run: (run.start, run.id))


def items(world: World, *, start: datetime | None = None, end: datetime) -> list[DrillItem]:
    """Everything published with start <= published <= end (start: the epoch), oldest first."""
    start = start or world.epoch
    found = [item for run in runs(world, end) for item in tell(run, world.seed).items]
    found = [item for item in found if start <= item.published <= end]
    found.extend(everyday_items(world, start, end))
    return sorted(found, key=lambda item: (item.published, item.id))


def truths(world: World, *, end: datetime) -> list[StoryTruth]:
    """The truth about every storyline begun by `end`."""
    return [tell(run, world.seed).truth for run in runs(world, end)]
