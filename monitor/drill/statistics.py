"""Figures about an exercise's items: how many, from where, when, how long, and how much of it is said only once. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.lib.clock import SHANGHAI

from .model import DrillItem, StoryTruth
from .world import BY_KEY

DAYS = "一二三四五六日"


def distinct(texts: Iterable[str], n: int) -> float:
    """Distinct-n (Li et al. 2016): distinct character n-grams over all n-grams; 1.0 = nothing is ever said twice."""
    grams = Counter(text[i : i + n] for text in texts for i in range(len(text) - n + 1))
    return round(len(grams) / max(grams.total(), 1), 3)


def _spread(lengths: Sequence[int]) -> dict[str, int]:
    row = sorted(lengths)
    return {
        name: row[min(len(row) - 1, len(row) * share // 100)] if row else 0
        for name, share in (("p5", 5), ("median", 50), ("p95", 95), ("longest", 100))
    }


def _counted(values: Iterable[object]) -> dict[str, int]:
    return {str(value): count for value, count in sorted(Counter(values).items(), key=lambda pair: str(pair[0]))}


def statistics(items: Sequence[DrillItem], stories: Sequence[StoryTruth]) -> dict[str, object]:
    """JSON-ready figures. Hours and weekdays are Asia/Shanghai; lengths are characters."""
    originals = [item for item in items if item.original]
    titles = Counter(item.title for item in originals)
    local = [item.published.astimezone(SHANGHAI) for item in items]
    return {
        "items": len(items),
        "original": len(originals),
        "reposts": {kind: sum(item.variant == kind for item in items) for kind in ("repost", "reworded")},
        "edited": sum(bool(item.edits) for item in items),
        "with_identifiers": sum(bool(item.secrets) for item in items),
        "in_stories": sum(bool(item.story) for item in items),
        "by_source": {BY_KEY[key].name: sum(item.source == key for item in items) for key in BY_KEY},
        "by_area": _counted(area for item in items for area in (item.areas or ("none",))),
        "by_sentiment": _counted(item.sentiment for item in items),
        "by_variant": _counted(item.variant for item in items),
        "by_hour": {hour: sum(at.hour == hour for at in local) for hour in range(24)},
        "by_weekday": {DAYS[day]: sum(at.weekday() == day for at in local) for day in range(7)},
        "title_characters": _spread([len(item.title) for item in items]),
        "text_characters": _spread([len(item.text) for item in items]),
        "distinct": {f"{n}-grams": distinct((item.title + item.text for item in originals), n) for n in (2, 4, 8, 12)},
        "titles_said_once": round(sum(count == 1 for count in titles.values()) / max(len(titles), 1), 3),
        "frames_used": len({item.frame for item in items}),
        "stories": len(stories),
        "storylines": len({truth.name for truth in stories}),
        "stories_to_alert": sum(truth.alert for truth in stories),
        "sources_a_story": _spread([len({i.source for i in items if i.story == truth.story}) for truth in stories]),
        "items_a_story": _spread([truth.items for truth in stories]),
    }
