"""The learned decision: word vectors, the figures it goes by, and how its weights are fitted."""

import json
import math
from datetime import timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from monitor.topics import decide
from monitor.topics.cluster import Clusterer
from monitor.topics.evidence import NAMES, evidence, side
from monitor.topics.evidence_headline import HEADLINE_NAMES
from monitor.topics.match import match, probe_of
from monitor.topics.params import ClusterParams
from monitor.topics.related import coverage, load_related
from monitor.topics.state import LiveTopic
from monitor.topics.train import examples, fit, save
from monitor.topics.train_related import train
from monitor.topics.vectors import word_key
from tests.topics.stories import FIRE, NOISE, WAGES, items, mixed


def figures(clusterer: Clusterer, topic: LiveTopic, vector: dict[int, float], hours: float = 0.0) -> tuple[float, ...]:
    found, one = match(probe_of(vector), [topic]).of(0), side(vector, clusterer.related)
    return evidence(topic, one, hours, found, clusterer.index.idf, clusterer.related, clusterer.index.alive)


def headline_figures(
    clusterer: Clusterer, topic: LiveTopic, vector: dict[int, float], hours: float = 0.0
) -> tuple[float, ...]:
    found = match(probe_of(vector), [topic]).of(0)
    return clusterer.figures(topic, side(vector, clusterer.related), hours, found, kind=None)


def test_words_of_one_field_are_nearer_than_words_of_two() -> None:
    related = load_related()
    rider, courier, gold = (side({word_key(w): 1.0}, related).mean for w in ("骑手", "外卖员", "黄金"))
    assert rider @ courier > rider @ gold + 0.2


def test_an_unknown_word_has_no_direction_and_covers_nothing() -> None:
    related = load_related()
    unknown, known = (side({word_key(w): 1.0}, related) for w in ("柳营镇青石湾", "骑手"))
    assert float(np.abs(unknown.mean).sum()) == 0.0
    assert coverage(unknown, known, related) == 0.0
    assert coverage(known, known, related) == pytest.approx(1.0, abs=0.01)


def test_the_same_matter_has_more_evidence_than_another_one() -> None:
    clusterer = Clusterer(ClusterParams(), count(1).__next__)
    for item in items(WAGES[:3]):
        clusterer.add(item)
    topic = clusterer.index.topics[1]
    vectors = [clusterer.index.topics[clusterer.add(item).topic].vector() for item in items([FIRE[0], NOISE[0]], 50)]
    mine, *others = (headline_figures(clusterer, topic, vector) for vector in (topic.vector(), *vectors))
    assert len(mine) == len(HEADLINE_NAMES)
    assert clusterer.weights.odds(None, mine) > max(clusterer.weights.odds(None, other) for other in others)


def test_two_days_of_silence_are_left_to_ageing_and_more_count_against_posts() -> None:
    clusterer = Clusterer(ClusterParams(), count(1).__next__)
    clusterer.add(items(WAGES)[0])
    topic = clusterer.index.topics[1]
    day, two, week = (figures(clusterer, topic, topic.vector(), hours) for hours in (24.0, 48.0, 168.0))
    assert day == two
    assert [name for name, a, b in zip(NAMES, day, week, strict=True) if a != b] == ["days"]
    day_, week_ = (headline_figures(clusterer, topic, topic.vector(), hours) for hours in (24.0, 168.0))
    assert clusterer.weights.odds(None, week_) == clusterer.weights.odds(None, day_)
    assert clusterer.weights.odds(0.0, week) < clusterer.weights.odds(0.0, day)


def test_weights_of_other_figures_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decide.json"
    path.write_text(json.dumps({key: {"weights": {"words": 1}, "bias": 0} for key in decide.KINDS}))
    monkeypatch.setattr(decide, "DATA", path)
    with pytest.raises(ValueError, match="another version"):
        decide.load_decider.__wrapped__()


def test_what_is_fitted_tells_the_stories_of_the_examples_apart(tmp_path: Path) -> None:
    feed = items([i.title for i in mixed()])
    labels = ["wages" if i.title in WAGES else "fire" if i.title in FIRE else i.title for i in feed]
    noted = examples(feed, labels)["headline"]
    weights, bias = fit([noted])
    assert len(weights) == len(HEADLINE_NAMES)
    odds = [(float(np.dot(weights, figures)) + bias, right) for figures, right in noted]
    assert min(o for o, right in odds if right) > max((o for o, right in odds if not right), default=-math.inf) - 3
    save({"post": (weights[: len(NAMES)], bias, None)}, tmp_path / "d.json")
    saved, shipped = json.loads((tmp_path / "d.json").read_text()), json.loads(decide.DATA.read_text())
    assert tuple(saved["post"]["weights"]) == NAMES
    assert saved["post"] != shipped["post"]
    assert saved["article"] == shipped["article"]


def test_word_vectors_put_neighbours_of_the_same_words_together() -> None:
    sentences = [[a, b] for a in ("苹果", "香蕉") for b in (f"果{n}" for n in range(70))] * 3
    sentences += [[a, b] for a in ("列车", "地铁") for b in (f"站{n}" for n in range(70))] * 3
    words, vectors = train(sentences)
    apple, banana, train_ = (vectors[words.index(w)] for w in ("苹果", "香蕉", "列车"))
    assert apple @ banana > apple @ train_ + 0.5


def test_silence_raises_what_is_asked() -> None:
    clusterer = Clusterer(ClusterParams(), count(1).__next__)
    first = items(WAGES)[0]
    clusterer.add(first)
    topic, vector = clusterer.index.topics[1], clusterer.index.topics[1].vector()
    assert first.at is not None
    one, later_ = side(vector, clusterer.related), first.at + timedelta(days=9)
    found = match(probe_of(vector), [topic]).of(0)
    (soon, _), (late, _) = clusterer._chances([(topic, one, at, at, found, None) for at in (first.at, later_)])
    assert late < soon
