"""`manage.py evaluate topics|duplicates`: the offline clusterer that `manage.py cluster` runs, against labels. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from monitor.lib.jsonlines import Record
from monitor.topics.offline import cluster_all
from monitor.topics.records import topic_item
from monitor.topics.score import DEFINITIONS, topics_counts, topics_score
from monitor.topics.score_copies import copies_score
from monitor.topics.single_pass import single_pass_best


def evaluate_topics(rows: Sequence[Record]) -> dict[str, Any]:
    """Labels `topic` or `event`. Baselines: each item alone; TF-IDF cosine, its threshold picked on these very labels."""
    items = [topic_item(row, i) for i, row in enumerate(rows)]
    gold: list[Hashable] = [row["topic"] if row.get("topic") is not None else row["event"] for row in rows]
    found = [assigned.topic for assigned in cluster_all(items)]
    threshold, theirs = single_pass_best(items, gold)
    return {
        "n": len(rows),
        **topics_counts(found, gold),
        "figures": topics_score(found, gold),
        "stories_alone": _stories_alone(found, gold),
        "baselines": {
            "each_item_alone": topics_score(range(len(rows)), gold),
            "tfidf_single_pass": {"threshold": threshold, **topics_score(theirs, gold)},
        },
        "definitions": {
            **DEFINITIONS,
            "stories_alone": "the same topics, with only the items of events of >= 2 items counted",
        },
    }


def evaluate_duplicates(rows: Sequence[Record]) -> dict[str, Any]:
    """Label `repost_of` (id or null), beside `id`; `variant` splits the figures."""
    items = [topic_item(row, i) for i, row in enumerate(rows)]
    linked = [assigned.duplicate_of for assigned in cluster_all(items)]
    return {"n": len(rows), **copies_score(rows, [one if isinstance(one, int) else None for one in linked])}


def _stories_alone(found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, Any]:
    sizes = Counter(gold)
    kept = [i for i, label in enumerate(gold) if sizes[label] >= 2]
    return topics_score([found[i] for i in kept], [gold[i] for i in kept]) if kept else {}
