"""How fast are headlines sorted into topics, with how much alive: this project beside river's TextClust and a full scan?

One core; every side sees the same stream (bench/topic_stream.py) and does its own reading of the headlines. TextClust is too
slow for large sizes, so both are compared over the items that it manages in a minute from empty; the full scan (cosine
with each live item, sparse matrix product) beside as much alive as ours.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any

from bench.feed_workers import rss_mib
from bench.machine import machine, versions
from bench.topic_stream import kind, stream
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.vectors import content_words, title_features

SMALL, LARGE, LARGEST = 10_000, 100_000, 500_000
SAMPLE = 3_000  # items whose cost is measured once so many are alive
BATCH = 200  # monitor.topics.writer
SCANNED = 60  # items that the full scan looks up
PEER_SECONDS = 60.0
KIB = 1024  # in a MiB


def clusterer() -> Clusterer:
    """An empty one, as the writer makes it."""
    return Clusterer(ClusterParams(), count(1).__next__)


def seconds_for(one: Clusterer, items: Iterator[TopicItem]) -> tuple[int, float]:
    """(items, processor seconds), batch by batch as the writer works: items, then the merges that they bring about."""
    done, before = 0, time.process_time()
    while batch := list(islice(items, BATCH)):
        merge_topics(one, {one.add(item).topic for item in batch})
        done += len(batch)
    return done, time.process_time() - before


def costs(sizes: Sequence[int]) -> tuple[dict[int, float], dict[str, float]]:
    """Seconds an item at each number of live items; memory and topics at the largest. One stream, growing."""
    one, items = clusterer(), stream(max(sizes) + SAMPLE)
    clusterer().add(next(stream(1)))  # tables and words are loaded before memory is measured
    gc.collect()
    before, fed, cost, grown = rss_mib(), 0, {}, 0.0
    for size in sorted(sizes):
        fed += seconds_for(one, islice(items, size - fed))[0]
        grown = rss_mib() - before
        n, seconds = seconds_for(one, islice(items, SAMPLE))
        fed, cost[size] = fed + n, seconds / n
    return cost, {"kib_per_live_item": grown * KIB / max(sizes), "live_topics": float(len(one.index))}


def textclust() -> tuple[int, float]:
    """(items that TextClust read from empty in PEER_SECONDS, seconds)."""
    from river.cluster import TextClust

    # fading by number of items: by time, version 0.26 fails at its first clean-up
    peer, done, began = TextClust(real_time_fading=False), 0, time.process_time()
    for item in stream(LARGE):
        peer.learn_one(dict(_counts(item.title)))
        done += 1
        if time.process_time() - began > PEER_SECONDS:
            break
    return done, time.process_time() - began


def full_scan(live: int) -> float:
    """Seconds an item when it is compared with each of `live` others."""
    import numpy as np
    from scipy.sparse import csr_matrix

    width = 2**20
    items = stream(live + SCANNED)

    def row(item: TopicItem) -> tuple[list[int], list[float]]:
        counts = title_features(item.title)
        length = sum(n * n for n in counts.values()) ** 0.5 or 1.0
        return [key % width for key in counts], [n / length for n in counts.values()]

    rows = [row(item) for item in islice(items, live)]
    ends = np.cumsum([0, *(len(keys) for keys, _ in rows)])
    keys, values = (np.concatenate([np.array(r[i]) for r in rows]) for i in (0, 1))
    table = csr_matrix((values.astype(np.float32), keys, ends), shape=(live, width))
    began = time.process_time()
    for item in items:
        sought = np.zeros(width, np.float32)
        places, weights = row(item)
        sought[places] = weights
        (table @ sought).argmax()
    return (time.process_time() - began) / SCANNED


def _counts(title: str) -> dict[str, int]:
    words = content_words(title)
    return {word: words.count(word) for word in words}


def run(*, full: bool) -> dict[str, Any]:
    """Figures in items a second of one core; growth = cost an item at a size against SMALL."""
    cost, memory = costs((SMALL, LARGE, LARGEST) if full else (SMALL, LARGE))
    peer_items, peer_seconds = textclust()
    n, seconds = seconds_for(clusterer(), stream(peer_items))
    scan = full_scan(LARGE)
    figures = {
        **{f"per_s_{size}_live": round(1 / seconds_an_item) for size, seconds_an_item in cost.items()},
        f"full_scan_per_s_{LARGE}_live": round(1 / scan, 1),
        "textclust_items": peer_items,
        "textclust_per_s": round(peer_items / peer_seconds, 1),
        "per_s_on_the_same_items": round(n / seconds),
        **{name: round(value, 2) for name, value in memory.items()},
    }
    return {
        "figures": figures,
        "stream": kind(),
        "ratio": {
            "river TextClust": round(n / seconds / (peer_items / peer_seconds), 1),
            "full-scan cosine": round(scan / cost[LARGE], 1),
        },
        "growth": {f"{size}_live_to_{SMALL}": round(cost[size] / cost[SMALL], 2) for size in sorted(cost)[1:]},
        "machine": machine(),
        "versions": versions("river", "scipy", "rjieba"),
    }
