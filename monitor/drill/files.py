"""The exercise as JSON lines: items as `import_items` reads them, and the truth beside them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from monitor.lib.clock import SHANGHAI

from .generate import items, truths
from .model import DrillItem, StoryTruth
from .plan import World
from .world import BY_KEY, REGION


def item_row(item: DrillItem) -> dict[str, object]:
    """A line of items.jsonl."""
    return {
        "id": item.id,
        "title": item.title,
        "text": item.text,
        "source": BY_KEY[item.source].name,
        "region": REGION,
        "at": item.published.astimezone(SHANGHAI).isoformat(),
        "url": item.url,
    }


def truth_row(item: DrillItem) -> dict[str, object]:
    """A line of truth.jsonl; `topic` is the story, or the item itself when it belongs to none."""
    return {
        "id": item.id,
        "story": item.story or None,
        "topic": item.topic,
        "areas": list(item.areas),
        "labour": bool(item.areas),
        "sentiment": item.sentiment,
        "original": item.original,
        "repost_of": item.repost_of or None,
        "variant": item.variant,
        "secrets": list(item.secrets),
        "edits": [{"at": edit.at.isoformat(), "title": edit.title, "text": edit.text} for edit in item.edits],
    }


def story_row(truth: StoryTruth) -> dict[str, object]:
    """A line of stories.jsonl."""
    return {
        "story": truth.story,
        "name": truth.name,
        "areas": list(truth.areas),
        "alert": truth.alert,
        "alert_from": truth.alert_from.isoformat() if truth.alert_from else None,
        "start": truth.start.isoformat(),
        "end": truth.end.isoformat(),
        "items": truth.items,
    }


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def drill_write(world: World, *, end: datetime, folder: Path) -> dict[str, int]:
    """Write the three files of everything up to `end`; gives the number of lines by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    found = items(world, end=end)
    told = {item.story for item in found}
    return {
        "items.jsonl": _write(folder / "items.jsonl", map(item_row, found)),
        "truth.jsonl": _write(folder / "truth.jsonl", map(truth_row, found)),
        "stories.jsonl": _write(
            folder / "stories.jsonl", (story_row(truth) for truth in truths(world, end=end) if truth.story in told)
        ),
    }
