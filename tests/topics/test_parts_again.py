"""Thresholds are tried one after the other over what was read once: the parts are those of reading anew each time."""

from __future__ import annotations

import pytest

from monitor.topics import parts
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.params import ClusterParams
from tests.topics.stories import FIRE, NOISE, items


def test_each_item_is_read_once_whatever_the_number_of_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[TopicItem] = []
    whole = Clusterer.read
    monkeypatch.setattr(Clusterer, "read", lambda self, item: read.append(item) or whole(self, item))
    given = items([*FIRE, NOISE[0]])
    assert len(parts.parts_propose(given)) == 2
    assert len(read) == len(given)


def test_what_was_read_before_changes_no_part() -> None:
    given, known = items([*FIRE, *NOISE]), {}
    for step in parts.STRICTER:
        params = parts._stricter(ClusterParams(), step)
        assert parts._cut(given, params, known) == parts._cut(given, params)
