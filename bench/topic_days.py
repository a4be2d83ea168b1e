"""Twenty-four days of hot lists grouped into topics by reading, kept without a headline: `topic_days.tsv.gz`, `day TAB first 12 hex digits of
the SHA-256 of the headline TAB topic`. With the hot lists beside the checkout they become files to learn from and to measure:

    python -m bench.topic_days HOTLISTS.jsonl.gz FOLDER

TAUGHT days are those that the first weights of this kind were learnt from (with the development day); FRESH ones came after those
weights, measured them once, and were then learnt from as well; HELD ones were looked at for figures only.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from monitor.text.readlabels import digest

LABELS = Path(__file__).parent / "topic_days.tsv.gz"
HELD = ("2025-09-23", "2025-10-05", "2025-10-16", "2025-10-21")
TAUGHT = (
    *("2025-09-20", "2025-09-28", "2025-10-02", "2025-10-09", "2025-10-12", "2025-10-19", "2025-10-27", "2025-10-29"),
)
FRESH = (
    *("2025-09-19", "2025-09-22", "2025-09-25", "2025-09-30", "2025-10-03", "2025-10-07"),
    *("2025-10-11", "2025-10-14", "2025-10-18", "2025-10-26", "2025-10-28", "2025-10-30"),
)
Labels = Mapping[tuple[str, str], str]


def labels(path: Path = LABELS) -> dict[tuple[str, str], str]:
    """(day, hash of the headline) -> topic, whose name means something within the day only."""
    with gzip.open(path, "rt", encoding="ascii") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return {(day, hashed): topic for day, hashed, topic in rows}


def joined(rows: Iterable[Mapping[str, Any]], known: Labels) -> dict[str, list[dict[str, Any]]]:
    """Rows of the hot lists (platform, title, first) that are labelled, by day (of Shanghai), in order of time."""
    days: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row["first"])):
        day = str(row["first"])[:10]
        topic = known.get((day, digest(row["title"])))
        if topic is not None:
            number = f"{day}-{len(days[day]) + 1:04d}"
            days[day].append(
                {"id": number, "source": row["platform"], "at": row["first"], "title": row["title"], "topic": topic}
            )
    return dict(days)


def main(lists: str, folder: str) -> None:
    """One file a day."""
    with gzip.open(lists, "rt", encoding="utf-8") as lines:
        days = joined(map(json.loads, lines), labels())
    Path(folder).mkdir(parents=True, exist_ok=True)
    for day, rows in days.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (Path(folder) / f"{day}.jsonl").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
