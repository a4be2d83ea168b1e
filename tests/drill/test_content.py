"""What was authored: complete, different in words, believable in truth. A failure names its stories."""

import re
from collections import Counter
from datetime import UTC, datetime

from monitor.drill.model import Frame, Piece, Story
from monitor.drill.noise import FRAMES
from monitor.drill.stories import STORIES
from monitor.drill.words import Context, fill, keyed
from monitor.drill.world import BY_KEY, SLOTS
from tests.each import each

AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
AREAS = {"wages", "safety", "insurance", "hours", "employment", "platform", "skills", "union", "other_labour"}
VARIANTS = {
    "question",
    "follow-up",
    "answer",
    "correction",
    "debunk",
    "report",
    "brief",
    "post",
    "headline",
    "analysis",
}
VARIANTS |= {"bulletin", "english", "advice"}
LEAST = {"news": 70, "evening": 80, "forum": 110, "workers": 55, "trade": 40, "broadcast": 55, "harbour": 40}
LEAST |= {"english": 28, "hotlist": 95, "gov": 35, "ask": 40, "union": 22, "life": 65, "town": 8}

stories = each(story=STORIES)
sources = each(source=list(BY_KEY))


def _filled(frame: str, seed: int, slots: dict[str, tuple[str, ...]]) -> str:
    return fill(frame, Context(str(seed), {**SLOTS, **slots}, AT), keyed(seed, frame))


def _originals(story: Story) -> list[Piece]:
    return [piece for piece in story.pieces if piece.source != "union"]


def test_there_are_at_least_fifty_storylines_over_all_areas_and_beyond_them() -> None:
    assert len(STORIES) >= 50
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert {area for story in STORIES for area in story.areas} == AREAS
    assert sum(not story.areas for story in STORIES) >= 6
    assert sum(story.role == "rising" for story in STORIES) >= 3
    assert sum(story.role == "breaking" for story in STORIES) >= 4


@stories
def test_a_story_fills_completely_whatever_the_seed(story: Story) -> None:
    for piece in story.pieces:
        frames = [piece.title, piece.text, *(piece.edit or ())]
        for seed in range(5):
            assert not re.search(r"[{}\[\]|]", "".join(_filled(frame, seed, dict(story.slots)) for frame in frames))


@stories
def test_a_story_names_known_sources_areas_tones_and_variants(story: Story) -> None:
    assert set(story.areas) <= AREAS
    for piece in story.pieces:
        assert {piece.source, *piece.to, *piece.light} <= set(BY_KEY)
        assert piece.source not in (*piece.to, *piece.light)
        assert "union" not in (*piece.to, *piece.light), "the union does not repost"
        assert piece.tone in {"neg", "neu", "pos"}
        assert piece.variant in VARIANTS
        assert set(piece.areas or ()) <= AREAS


@stories
def test_a_story_is_told_in_order_and_by_enough_sources(story: Story) -> None:
    told_by = {source for piece in story.pieces for source in (piece.source, *piece.to, *piece.light)}
    first = [piece for piece in story.pieces if not piece.after]
    assert story.pieces[: len(first)] == tuple(first)
    assert 2 <= len(told_by) <= 12
    assert len(story.pieces) >= 3


@stories
def test_what_should_alert_is_big_and_what_should_not_is_small_or_not_bad(story: Story) -> None:
    """A duty desk would agree with the truth: many voices or grave harm on one side, a grumble on the other."""
    worried = [piece for piece in _originals(story) if piece.tone == "neg" and not piece.after and piece.areas != ()]
    if story.alert:
        first = [piece for piece in story.pieces if not piece.after]
        assert len(worried) >= 7
        assert len({piece.source for piece in worried}) >= 4
        assert 1 <= story.alert_at <= len(first) * 0.4
    elif story.areas:
        assert len(worried) <= 4
        assert len({piece.source for piece in worried}) <= 3


@stories
def test_a_story_is_told_in_different_words(story: Story) -> None:
    texts = [_filled(piece.text, 1, dict(story.slots)) for piece in story.pieces]
    runs = [text[i : i + 12] for text in texts for i in range(max(0, len(text) - 12))]
    assert len({piece.title for piece in story.pieces}) == len(story.pieces)
    assert len(set(runs)) >= 0.95 * len(runs)


@stories
def test_texts_have_the_length_of_their_kind(story: Story) -> None:
    for piece in story.pieces:
        assert 6 <= len(piece.title) <= 140, piece.title
        assert piece.source in {"hotlist", "gov"} or len(piece.text) >= 20, piece.title


@sources
def test_everyday_frames_are_enough_and_different(source: str) -> None:
    frames = FRAMES[source]
    titles = Counter(frame.title for frame in frames)
    assert len(frames) >= LEAST[source]
    assert max(titles.values()) == 1
    starts = Counter(frame.text[:10] for frame in frames if frame.text)
    assert sum(starts.values()) - len(starts) <= 0.05 * len(frames)


@sources
def test_everyday_frames_fill_completely_and_know_their_truth(source: str) -> None:
    for frame in FRAMES[source]:
        assert frame.tone in {"neg", "neu", "pos"}
        assert set(frame.areas) <= AREAS
        for seed in range(4):
            words = _filled(frame.title, seed, {}) + _filled(frame.text, seed, {})
            assert not re.search(r"[{}\[\]|]", words), frame.title


@sources
def test_everyday_frames_vary_from_seed_to_seed(source: str) -> None:
    """A frame that comes back must not read as the same item again."""

    def same(frame: Frame) -> bool:
        return len({_filled(frame.title + frame.text, seed, {}) for seed in range(8)}) < 4

    assert sum(same(frame) for frame in FRAMES[source]) <= 0.3 * len(FRAMES[source])


def test_identifiers_of_every_kind_occur_in_what_was_authored() -> None:
    frames = [words for story in STORIES for piece in story.pieces for words in (piece.title, piece.text)]
    frames += [words for frames in FRAMES.values() for frame in frames for words in (frame.title, frame.text)]
    everything = "\n".join(frames)
    for name in ("phone", "fixed", "idcard", "bankcard", "email", "qq", "wechat", "plate", "handle", "home"):
        assert everything.count("{" + name + "}") >= 3, name


def test_edits_and_both_kinds_of_reposts_are_common() -> None:
    pieces = [piece for story in STORIES for piece in story.pieces]
    assert sum(piece.edit is not None for piece in pieces) >= 20
    assert sum(bool(piece.to) for piece in pieces) >= 30
    assert sum(bool(piece.light) for piece in pieces) >= 40
