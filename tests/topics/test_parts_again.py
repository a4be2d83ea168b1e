"""Thresholds are tried one after the other over what was read once: the parts are those of reading anew each time."""

from __future__ import annotations

from random import Random

import pytest

from monitor.topics import parts
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.params import ClusterParams
from monitor.topics.state import ItemId
from tests.topics.stories import FIRE, NOISE, RIDERS, WAGES, items


def test_each_item_is_read_once_whatever_the_number_of_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[TopicItem] = []
    whole = Clusterer.read
    monkeypatch.setattr(Clusterer, "read", lambda self, item: read.append(item) or whole(self, item))
    given = items([*FIRE, NOISE[0]])
    assert len(parts.parts_propose(given)) == 2
    assert len(read) == len(given)


@pytest.mark.parametrize("seed", range(8))
def test_what_a_threshold_leaves_to_the_next_changes_no_part(seed: int) -> None:
    rng = Random(seed)
    given, before = items(rng.sample([*WAGES, *FIRE, *RIDERS, *NOISE], 12)), parts.Before()
    for step in parts.STRICTER:
        params = parts._stricter(ClusterParams(), step)
        assert parts._cut(given, params, before) == parts._cut(given, params)


def test_the_way_of_one_matter_is_gone_once_for_all_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    added, whole, before = [], Clusterer.add, parts.Before()
    monkeypatch.setattr(Clusterer, "add", lambda self, item: added.append(item) or whole(self, item))
    given = items([WAGES[0]] * 6)
    for step in parts.STRICTER:
        assert len(parts._cut(given, parts._stricter(ClusterParams(), step), before)) == 1
    assert added == given


def of_each_threshold(given: list[TopicItem]) -> list[list[ItemId]]:
    """What is proposed when no threshold is left out."""
    least, strays = max(2, parts.LEAST_SHARE * len(given)), []
    for step in parts.STRICTER:
        found = parts._cut(given, parts._stricter(ClusterParams(), step))
        if sum(len(part) for part in found[1:] if len(part) > 1) >= least:
            return parts._kept(found, least=2)
        strays = strays or (parts._kept(found, least=1) if len(found) > 1 else [])
    return strays or [[item.id for item in given]]


@pytest.mark.parametrize("seed", range(12))
def test_thresholds_that_can_find_no_seam_are_left_out_and_nothing_else_is_proposed(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(seed)
    titles = [*WAGES, *FIRE, *RIDERS, *NOISE]
    given = items(rng.sample(titles, rng.randrange(3, len(titles))))
    wanted = of_each_threshold(given)
    tried, cut = [], parts._cut
    monkeypatch.setattr(parts, "_cut", lambda *args: tried.append(1) or cut(*args))
    assert parts.parts_propose(given) == wanted
    assert len(tried) <= len(parts.STRICTER)


def test_a_topic_of_nothing_but_strays_is_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, cut = [], parts._cut
    monkeypatch.setattr(parts, "_cut", lambda *args: tried.append(1) or cut(*args))
    assert len(parts.parts_propose(items([FIRE[0], *NOISE]))) == 1 + len(NOISE)
    assert len(tried) == 1
