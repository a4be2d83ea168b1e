"""Three plain sentences after a run, as codes with their numbers: on noticing, on judging, on tagging. Pure.

Codes, not words, so that a frozen result reads in the reader's language (dashboards.training has the sentences).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.training.score import Score, StoryScore, TagScore

SLOW_MIN = 5.0


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence: its code and what to fill in."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is frozen."""
        return {"code": self.code, "facts": self.facts}


def advice(score: Score) -> tuple[Advice, Advice, Advice]:
    """What to do next time; always three."""
    return _noticing(score), _judging(score), _tagging(score)


def _noticing(score: Score) -> Advice:
    if not score.stories:
        return Advice("quiet")
    missed = [story for story in score.stories if story.noticed_at is None]
    if missed:
        worst = max(missed, key=lambda story: (_was_due(story, score.end), story.items))
        return Advice("missed", {"name": worst.name, "items": worst.items, "sources": worst.sources, "n": len(missed)})
    slowest = max(score.stories, key=lambda story: story.wait or 0)
    code = "slow" if (slowest.wait or 0) > SLOW_MIN else "quick"
    return Advice(code, {"name": slowest.name, "minutes": slowest.wait, "n": len(score.stories)})


def _was_due(story: StoryScore, end: datetime) -> bool:
    return story.alert_from is not None and datetime.fromisoformat(story.alert_from) <= end


def _judging(score: Score) -> Advice:
    wrong = [story for story in score.stories if story.judged_right is False]
    overlooked = [story for story in wrong if story.alert]
    if overlooked:
        return Advice("should_alert", {"name": overlooked[0].name})
    if wrong:
        return Advice("no_alert", {"name": wrong[0].name})
    if waiting := _unanswered(score):
        return Advice("unanswered", {"name": waiting[0].name, "n": len(waiting)})
    false_notes = [other for other in score.others if other.false]
    if false_notes:
        return Advice("false_note", {"n": len(false_notes)})
    judged = sum(story.judged_right is True for story in score.stories)
    return Advice("judged_well", {"n": judged}) if judged else Advice("nothing_judged")


def _unanswered(score: Score) -> list[StoryScore]:
    return [story for story in score.stories if story.noticed_at and story.answered_at is None]


def _tagging(score: Score) -> Advice:
    if not score.tags:
        return Advice("no_tags", {"n": score.untagged})
    areas = [tag for tag in score.tags if tag.areas_right != "right"]
    tones = [tag for tag in score.tags if not tag.tone_right]
    if len(areas) >= len(tones) and areas:
        missing, extra = _differences(areas)
        if missing and (not extra or missing[0][1] >= extra[0][1]):
            return Advice("area_missed", {"area": missing[0][0], "n": missing[0][1]})
        return Advice("area_extra", {"area": extra[0][0], "n": extra[0][1]})
    if tones:
        (given, true), n = Counter((tag.given_tone, tag.tone) for tag in tones).most_common(1)[0]
        return Advice("tone", {"given": given, "tone": true, "n": n})
    return Advice("tagged_well", {"n": len(score.tags)})


def _differences(tags: list[TagScore]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Areas of the truth that were not given, and areas given that are not true, most frequent first."""
    missing = Counter(area for tag in tags for area in tag.areas if area not in tag.given_areas)
    extra = Counter(area for tag in tags for area in tag.given_areas if area not in tag.areas)
    return missing.most_common(), extra.most_common()
