"""What a vector shares with many topics, and the heaviest ids: as one would count it by hand, feature by feature."""

from array import array
from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.topics.index import heaviest
from monitor.topics.match import match, probe_of, probe_of_topic
from monitor.topics.state import LiveTopic, norms
from monitor.topics.vectors import strongest

KEY = st.sampled_from([1, 2, 3, 65_537, 65_538, 131_073, 4_000_000_000])  # some end in the same bits
VECTOR = st.dictionaries(KEY, st.floats(0.125, 8, width=32))


def topic(number: int, vector: dict[int, float]) -> LiveTopic:
    keys = sorted(vector)
    weights = array("f", [vector[key] for key in keys])
    return LiveTopic(number, 3, 0, 0, array("I", keys), weights, None, None, ())


@settings(max_examples=200, deadline=None)
@given(VECTOR, st.lists(VECTOR, min_size=1, max_size=5))
def test_every_shared_feature_is_found_and_no_other(vector: dict[int, float], others: list[dict[int, float]]) -> None:
    topics = [topic(n, other) for n, other in enumerate(others)]
    for probe in (probe_of(vector), probe_of_topic(topic(9, vector))):
        found = match(probe, topics)
        for n, other in enumerate(others):
            assert found.of(n) == [(key, vector[key], other[key]) for key in sorted(vector.keys() & other.keys())]
        products = [sum(vector[key] * other[key] for key in vector.keys() & other.keys()) for other in others]
        assert np.allclose(found.products(), products)


def test_the_norm_lies_between_average_linkage_and_cosine() -> None:
    one, nothing = topic(1, {1: 3.0, 2: 4.0}), topic(2, {})
    assert norms([one, nothing], 0.0).tolist() == [3.0, 3.0]
    assert norms([one, nothing], 1.0).tolist() == [5.0, 1.0]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sets(st.integers(0, 40), min_size=1), st.sampled_from([0.25, 0.5, 1.0])), min_size=1),
    st.integers(1, 9),
)
def test_the_heaviest_ids_are_those_of_a_plain_count(parts: list[tuple[set[int], float]], limit: int) -> None:
    sums: defaultdict[int, float] = defaultdict(float)
    for ids, weight in parts:
        for number in ids:
            sums[number] += weight
    expected = sorted(sums, key=lambda number: (-sums[number], number))[:limit]
    arrays = [np.array(list(ids), np.int64) for ids, _ in parts]
    assert heaviest(arrays, np.array([weight for _, weight in parts]), limit) == expected


@given(VECTOR, st.integers(1, 7))
def test_the_strongest_features_do_not_depend_on_order(vector: dict[int, float], limit: int) -> None:
    expected = dict(sorted(vector.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
    assert strongest(vector, limit) == expected == strongest(dict(reversed(vector.items())), limit)
