"""`manage.py evaluate feeds DIR`: every feed file of a folder through the parser, consecutive polls through the real store path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.parse import parse
from monitor.feeds.parsed import ParseConfig
from monitor.feeds.score import FIELDS, Difference, feed_compare
from monitor.lib.jsonlines import StartError

from .alerts import database_prepare
from .feed_polls import POLL_NAME, polls_replay
from .replay import Progress

FEED_FILES = frozenset({".xml", ".json", ".rss", ".atom", ".rdf"})
EXPECTED = "_expected"
SHOWN = 60


@dataclass(slots=True)
class Parsed:
    """What came of the files. `labels`: errors by label; `crashed`: files that raised anything but ParseError."""

    files: int = 0
    entries: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    parsers: Counter[str] = field(default_factory=Counter)
    with_expected: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, Difference]] = field(default_factory=list)


def evaluate_feeds(folder: str, *, progress: Progress = lambda done, of: None) -> dict[str, Any]:
    """Figures of all feed files below a folder. Needs an empty database when there are polls. Raises StartError.

    A file with its expected JSON beside it (`a.xml` and `a.json`, `b.json` and `b_expected.json`) is compared with it;
    files named by a time (`20260625T034250Z.xml`) are consecutive polls of the feed that their folder is.
    """
    root = Path(folder)
    files = sorted(path for path in root.rglob("*") if path.suffix.lower() in FEED_FILES and path.is_file())
    expected = {path: found for path in files if (found := _expected_of(path)) is not None}
    feeds = [path for path in files if path not in set(expected.values())]
    if not feeds:
        raise StartError(f"{folder}: no feed files")
    parsed = Parsed()
    for path in feeds:
        _parse(parsed, path, path.relative_to(root).as_posix(), expected.get(path))
    polls = [path for path in feeds if POLL_NAME.fullmatch(path.stem)]
    figures = _figures(parsed)
    if polls:
        database_prepare()
        figures["polls"] = polls_replay(polls, progress=progress)
    return figures


def _expected_of(path: Path) -> Path | None:
    beside = path.with_name(f"{path.stem}{EXPECTED}.json") if path.suffix == ".json" else path.with_suffix(".json")
    return beside if beside != path and beside.is_file() else None


def _parse(parsed: Parsed, path: Path, name: str, expected: Path | None) -> None:
    parsed.files += 1
    try:
        feed = parse(path.read_bytes(), config=ParseConfig())
    except ParseError as error:
        parsed.labels[error.label] += 1
        if expected is not None:
            parsed.with_expected += 1
            parsed.differences.append((name, Difference("entries", None, "a feed", error.label)))
        return
    except Exception as error:  # noqa: BLE001 - what is counted here: a parser must raise nothing else
        parsed.crashed.append(f"{name}: {type(error).__name__}")
        return
    parsed.entries += len(feed.entries)
    parsed.parsers[feed.parser] += 1
    if feed.partial:
        parsed.partial.append(f"{name}: {feed.partial}")
    if expected is not None:
        parsed.with_expected += 1
        result = feed_compare(feed, json.loads(expected.read_bytes()))
        parsed.compared.update(result.fields)
        parsed.differences += [(name, difference) for difference in result.differences]


def _figures(parsed: Parsed) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "n": parsed.files,
        "crashes": len(parsed.crashed),
        "crashed": parsed.crashed[:SHOWN],
        "entries": parsed.entries,
        "errors": dict(parsed.labels),
        "partials": parsed.partial[:SHOWN],
        "parsers": dict(parsed.parsers),
    }
    if parsed.with_expected:
        figures["expected"] = {
            "feeds": parsed.with_expected,
            "fields": _by_field(parsed.compared, (difference for _, difference in parsed.differences)),
            "differences": [_shown(name, difference) for name, difference in parsed.differences[:SHOWN]],
        }
    return figures


def _by_field(compared: Counter[str], differences: Iterable[Difference]) -> dict[str, dict[str, int]]:
    wrong = Counter(difference.field for difference in differences)
    return {name: {"compared": compared[name], "different": wrong[name]} for name in FIELDS if compared[name]}


def _shown(name: str, difference: Difference) -> dict[str, Any]:
    """Where and what, never a text: the folder may hold what must not be repeated."""
    return {"file": name, "field": difference.field, "entry": difference.entry}
