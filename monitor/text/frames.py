"""Sentences of hard kinds (negation, contrast, rumours denied, good news about a bad thing, questions) out of frames. Pure; for training only.

`data/frames.tsv` has frames with slots and the words that fill them; the label is the frame's. Frames come in twos or threes that differ in the
word that decides (nobody hurt, three hurt), so that it is this word that is learned. Deterministic: fixed seed.
"""

from __future__ import annotations

import random
import re
from importlib import resources

EACH = 24  # sentences of a frame, fewer where it has not so many
_SLOT = re.compile(r"\{(\w+)\}")


def framed(each: int = EACH) -> list[tuple[str, str]]:
    """(label, sentence), no sentence twice in a frame. Raises KeyError for a slot that has no words."""
    slots, frames = parse(resources.files("monitor.text").joinpath("data/frames.tsv").read_text("utf-8"))
    chance = random.Random(0)  # noqa: S311
    made: list[tuple[str, str]] = []
    for label, frame in frames:
        of_frame: dict[str, None] = {}
        for _ in range(4 * each):
            if len(of_frame) == each:
                break
            of_frame[_filled(frame, slots, chance)] = None
        made += [(label, sentence) for sentence in of_frame]
    return made


def parse(text: str) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """({slot: words}, [(label, frame)]) of a file as its own top describes it."""
    slots: dict[str, list[str]] = {}
    frames: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, rest = line.split("\t")
        if name.startswith("="):
            slots[name[1:]] = rest.split("|")
        else:
            frames.append((name, rest))
    return slots, frames


def _filled(frame: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    while slot := _SLOT.search(frame):
        frame = frame[: slot.start()] + chance.choice(slots[slot[1]]) + frame[slot.end() :]
    return frame
