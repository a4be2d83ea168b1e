"""The exercise's items as a pure function of (seed, anchor, sessions, window).

The same arguments give the same items on every machine; a longer window only adds items; nothing is stamped after
the end of the window.
"""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from monitor.lib.clock import SHANGHAI
from monitor.text.traditional import traditional

from .model import DrillItem, Edit, Frame, Piece, Story, StoryTruth
from .noise import FRAMES
from .plan import (
    BREAK,
    Run,
    Slot,
    World,
    awake,
    background_runs,
    everyday,
    live_runs,
    session_runs,
    training_runs,
)
from .rewrite import reword
from .stories import STORIES
from .words import Context, Turning, fill, keyed
from .world import BY_KEY, SLOTS, TAKEN, TAKES

REPOST_WAIT = {"slow": (20, 180), "rise": (6, 30), "break": (2, 6), "live": (2, 9), "training": (1, 3)}  # minutes
SPANS = {  # minutes: the first part, when the later part begins, how long it lasts
    "rise": (356.0, 388.0, 18.0),
    "break": (BREAK / timedelta(minutes=1), 24.0, 6.0),
    "live": (32.0, 38.0, 20.0),
    "training": (6.0, 7.5, 2.5),
}
EVERYDAY_WAIT = (8, 200)
LAST_REPOST = timedelta(hours=13)  # the longest wait, then a night
DROPPED = 0.15  # share of later pieces that a telling leaves out, so that no two are the same
LONGEST = timedelta(hours=max(story.hours for story in STORIES) + 24)  # from a run's start to its last repost


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
    if run.mode in SPANS:
        minutes, later, tail_span = SPANS[run.mode]
        span, tail, power = timedelta(minutes=minutes), timedelta(minutes=later), 0.5 if run.mode == "rise" else 0.8
    else:
        span, power = timedelta(hours=run.story.hours * 0.55), 1.3
        tail, tail_span = timedelta(hours=run.story.hours * 0.6), run.story.hours * 0.4 * 60
    first = 0.4 if run.mode in {"rise", "slow"} else 0.0
    times = [run.start + span * ((i + first) / main) ** power for i in range(main)]
    times += [run.start + tail + timedelta(minutes=tail_span) * (j / max(rest, 1)) ** 1.2 for j in range(rest)]
    if run.mode != "slow":
        return [at.replace(microsecond=0) for at in times]
    rng = keyed(seed, run.id, "jitter")
    shifted = [at + timedelta(minutes=rng.uniform(0, 25)) for at in times]
    return [
        awake(at, BY_KEY[piece.source]).replace(microsecond=0)
        for at, piece in zip(shifted, run.story.pieces, strict=True)
    ]


def _left_out(run: Run, seed: int, index: int) -> bool:
    """Opening stories are told whole; others lose some pieces, never one that the alert hangs on."""
    if run.mode in {"rise", "break"} or index <= max(run.story.alert_at, 2):
        return False
    return keyed(seed, run.id, "told", index).random() < DROPPED


def _in_script(item: DrillItem) -> DrillItem:
    if BY_KEY[item.source].script != "hant":
        return item
    return replace(
        item,
        title=traditional(item.title),
        text=traditional(item.text),
        secrets=tuple(map(traditional, item.secrets)),
        edits=tuple(replace(edit, title=traditional(edit.title), text=traditional(edit.text)) for edit in item.edits),
    )


def _told_piece(run: Run, seed: int, index: int, piece: Piece, at: datetime) -> DrillItem:
    context = Context(f"{seed}|{run.id}", {**SLOTS, **run.story.slots}, at)
    rng = keyed(seed, run.id, index)
    identity = _identity(seed, run.id, index)
    edits: tuple[Edit, ...] = ()
    if piece.edit:
        wait = {"live": (8, 20), "training": (2, 4)}.get(run.mode, (25, 90))
        later = at + timedelta(minutes=rng.randint(*wait))
        edits = (Edit(later, fill(piece.edit[0], context, rng), fill(piece.edit[1], context, rng)),)
    title, text = fill(piece.title, context, rng), fill(piece.text, context, rng)
    return DrillItem(
        id=identity,
        source=piece.source,
        story=run.id,
        variant=piece.variant,
        frame=f"{run.story.key}.{index}",
        title=title,
        text=text,
        published=at,
        path=_path(at, identity),
        areas=run.story.areas if piece.areas is None else piece.areas,
        sentiment=piece.tone,
        secrets=tuple(dict.fromkeys(secret for secret in context.secrets if secret in title + text)),
        edits=edits,
    )


def _repost(seed: int, item: DrillItem, source: str, *, light: bool, wait: tuple[int, int], sleeps: bool) -> DrillItem:
    rng = keyed(seed, item.id, source)
    at = item.published + timedelta(minutes=rng.randint(*wait), seconds=rng.randrange(60))
    if sleeps:
        at = awake(at, BY_KEY[source])
    title, text = item.title, item.text
    if light:
        title, text = reword(title, text, source=source, origin=BY_KEY[item.source].name, rng=rng)
    identity = _identity(item.id, source)
    return replace(
        item,
        id=identity,
        source=source,
        variant="reworded" if light else "repost",
        title=title,
        text=text,
        published=at,
        path=_path(at, identity),
        original=False,
        repost_of=item.id,
        secrets=tuple(secret for secret in item.secrets if secret in title + text),
        edits=(),
    )


def _takers(seed: int, item: DrillItem, mean: float, without: Container[str] = ()) -> dict[str, bool]:
    """Who takes an item over by habit, and whether reworded; hot lists show a headline only."""
    rng = keyed(seed, "taken", item.id)
    count = min(5, sum(rng.random() < mean / 8 for _ in range(8)))
    takers: dict[str, bool] = {}
    for _ in range(count):
        names = [name for name in TAKES if name != item.source and name not in takers and name not in without]
        source = rng.choices(names, [TAKES[name] for name in names])[0]
        takers[source] = source == "hotlist" or rng.random() < 0.55
    return takers


def _copies(run: Run, seed: int, item: DrillItem, piece: Piece) -> Iterator[DrillItem]:
    takers = dict.fromkeys(piece.to, False) | dict.fromkeys(piece.light, True)
    takers |= _takers(seed, item, TAKEN[item.source] / 4, takers)
    for source, light in takers.items():
        yield _repost(seed, item, source, light=light, wait=REPOST_WAIT[run.mode], sleeps=run.mode == "slow")


def tell(run: Run, seed: int) -> Told:
    """All items of one run, whatever the window."""
    items: list[DrillItem] = []
    alert_from = None
    for index, (piece, at) in enumerate(zip(run.story.pieces, piece_times(run, seed), strict=True)):
        if _left_out(run, seed, index):
            continue
        item = _told_piece(run, seed, index, piece, at)
        items += map(_in_script, (item, *_copies(run, seed, item, piece)))
        if run.story.alert and index == run.story.alert_at:
            alert_from = item.published
    items.sort(key=lambda item: (item.published, item.id))
    truth = StoryTruth(
        story=run.id,
        name=run.story.name,
        areas=run.story.areas,
        alert=run.story.alert,
        alert_from=alert_from,
        start=items[0].published,
        end=items[-1].published,
        items=len(items),
    )
    return Told(tuple(items), truth)


def _everyday_item(seed: int, slot: Slot, frame: Frame, number: int) -> DrillItem:
    key = f"{seed}|everyday|{slot.source}|{slot.place}|{slot.at.isoformat()}"
    context = Context(key, SLOTS, slot.at)
    rng = Turning(f"{seed}|{slot.source}|{number}", slot.place // len(FRAMES[slot.source]) + slot.ahead)
    identity = _identity(key)
    title, text = fill(frame.title, context, rng), fill(frame.text, context, rng)
    return DrillItem(
        id=identity,
        source=slot.source,
        story="",
        variant="everyday",
        frame=f"{slot.source}.{number}",
        title=title,
        text=text,
        published=slot.at,
        path=_path(slot.at, identity),
        areas=frame.areas,
        sentiment=frame.tone,
        secrets=tuple(dict.fromkeys(context.secrets)),
    )


@lru_cache(maxsize=256)
def _deck(seed: int, source: str) -> tuple[int, ...]:
    """The order in which a source tells its frames, again and again: none comes back before all were told."""
    count = len(FRAMES[source])
    return tuple(keyed(seed, "frames", source).sample(range(count), count))


def everyday_items(world: World, start: datetime, end: datetime) -> Iterator[DrillItem]:
    """Items about no storyline with start <= published <= end, and their reposts, in no order."""
    for slot in everyday(world, start - LAST_REPOST, end):
        deck = _deck(world.seed, slot.source)
        number = deck[(slot.place + slot.ahead * (len(deck) // 2)) % len(deck)]
        item = _everyday_item(world.seed, slot, FRAMES[slot.source][number], number)
        takers = _takers(world.seed, item, TAKEN[item.source])
        copies = (
            _repost(world.seed, item, source, light=light, wait=EVERYDAY_WAIT, sleeps=True)
            for source, light in takers.items()
        )
        for told in map(_in_script, (item, *copies)):
            if start <= told.published <= end:
                yield told


def runs(
    world: World, until: datetime, *, since: datetime | None = None, stories: Sequence[Story] = STORIES
) -> list[Run]:
    """All runs of storylines begun between `since` (the epoch) and `until`, in time order."""
    since = since or world.epoch
    found = [
        *background_runs(world, stories, since, until),
        *session_runs(world, stories),
        *live_runs(world, stories, since, until),
        *training_runs(world, stories),
    ]
    return sorted((run for run in found if since <= run.start <= until), key=lambda run: (run.start, run.id))


def items(world: World, *, start: datetime | None = None, end: datetime) -> list[DrillItem]:
    """Everything published with start <= published <= end (start: the epoch), oldest first."""
    start = max(start or world.epoch, world.epoch)
    begun = runs(world, end, since=start - LONGEST)
    found = [item for run in begun for item in tell(run, world.seed).items]
    found = [item for item in found if start <= item.published <= end]
    found.extend(everyday_items(world, start, end))
    return sorted(found, key=lambda item: (item.published, item.id))


def truths(world: World, *, end: datetime, since: datetime | None = None) -> list[StoryTruth]:
    """The truth about every storyline begun by `end` (and not before `since`)."""
    return [tell(run, world.seed).truth for run in runs(world, end, since=since)]
