"""A folder of `manage.py drill` read back: items with their truth, and the stories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.alerts.score import StoryTold
from monitor.lib.clock import parse_time
from monitor.lib.jsonlines import LineError, Record, StartError, check_item, parse_line

ITEMS, TRUTH, STORIES = "items.jsonl", "truth.jsonl", "stories.jsonl"


@dataclass(frozen=True, slots=True)
class Version:
    """An item as it is shown from `at` on: first its publication, then its edits."""

    id: str
    at: datetime
    source: str
    region: str
    url: str
    title: str
    text: str
    story: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a replay needs: versions in time order (an item's first one is its publication), and the stories."""

    versions: tuple[Version, ...]
    stories: tuple[StoryTold, ...]

    @property
    def items(self) -> int:
        """How many items were published."""
        return len({version.id for version in self.versions})


def is_folder(path: str | None) -> bool:
    """Whether the argument names a folder rather than a file of lines."""
    return path is not None and path != "-" and Path(path).is_dir()


def truth_by_id(folder: str) -> dict[str, Record]:
    """Lines of truth.jsonl by id. Raises StartError."""
    return {str(row.get("id")): row for row in _rows(Path(folder) / TRUTH)}


def with_truth(row: Record, truth: dict[str, Record]) -> Record:
    """The item with the labels of its truth. Raises LineError when there is none."""
    found = truth.get(str(row.get("id")))
    if found is None:
        raise LineError(f"no line of {TRUTH} has this id")
    return {**row, **found}


def exercise_read(folder: str) -> Exercise:
    """Everything of a folder. Raises StartError."""
    truth = truth_by_id(folder)
    versions: list[Version] = []
    try:
        for row in _rows(Path(folder) / ITEMS):
            check_item(row)
            versions += _versions(with_truth(row, truth))
        published: dict[str, list[datetime]] = {}
        seen: set[str] = set()
        versions.sort(key=lambda version: (version.at, version.id))
        for version in versions:
            if version.id not in seen:
                published.setdefault(version.story, []).append(version.at)
                seen.add(version.id)
        stories = [_story(row, published) for row in _rows(Path(folder) / STORIES)]
    except (KeyError, TypeError, ValueError) as error:
        raise StartError(f"{folder} is no folder of `manage.py drill`: {error!r}") from error
    if not versions:
        raise StartError(f"{folder}: no items")
    last = max(times[-1] for times in published.values())  # edits later than the last item have nobody to see them
    return Exercise(tuple(version for version in versions if version.at <= last), tuple(stories))


def _versions(row: Record) -> Iterator[Version]:
    def version(at: str, title: str, text: str) -> Version:
        region, url = row.get("region") or "", row.get("url") or ""
        story = row.get("story") or ""
        return Version(str(row["id"]), parse_time(at), row["source"], region, url, title, text, story)

    yield version(row["at"], row.get("title") or "", row.get("text") or "")
    for edit in row.get("edits") or ():
        yield version(edit["at"], edit["title"], edit["text"])


def _story(row: Record, published: dict[str, list[datetime]]) -> StoryTold:
    since: Any = row.get("alert_from")
    return StoryTold(
        key=row["story"],
        alert=bool(row["alert"]),
        alert_from=parse_time(since) if since else None,
        items=int(row["items"]),
        published=tuple(published.get(row["story"], ())),
    )


def _rows(path: Path) -> Iterator[Record]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise StartError(f"cannot read {path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield parse_line(line)
            except (LineError, json.JSONDecodeError) as error:
                raise StartError(f"{path}, line {number}: {error}") from error
