"""Cross-validation of the whole stage: each story is read without having been learned, each file has the figures it has labels for."""

from typing import Any

import pytest

from monitor.lib import resample
from monitor.text import crossval
from monitor.text.analyse import model_in_use
from monitor.text.linear import shipped_model
from monitor.text.train import Example

KINDS = (("化工厂爆炸致{}人死亡", "neg", ["safety"]), ("明日多云{}度", "neu", []), ("选手夺得{}枚金牌", "pos", []))
HEADLINES = [
    {"title": text.format(n), "sentiment": label, "areas": areas} for text, label, areas in KINDS for n in range(3)
]
POSTS = [{"text": "太开心了", "sentiment": "pos"}, {"text": "气死我了", "sentiment": "neg"}]


def example_of(row: Any) -> Example:
    areas = tuple(row["areas"]) if "areas" in row else None
    return Example(row.get("title") or row["text"], row["sentiment"], areas, post="text" in row)


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What each training was shown; the model is the shipped one, and intervals are of few resamples."""
    shown: list[list[str]] = []

    def train(examples: list[Example], **_: Any) -> Any:
        shown.append([one.text for one in examples])
        return shipped_model()

    monkeypatch.setattr(crossval, "train", train)
    monkeypatch.setattr(resample, "RESAMPLES", 3)
    return shown


def test_each_file_has_figures_for_the_labels_it_has_and_the_model_in_use_stays(learned: list[list[str]]) -> None:
    found = crossval.cross_figures({"headlines": HEADLINES, "posts": POSTS}, (), example=example_of)
    assert set(found["headlines"]) == {"sentiment", "areas", "labour"}
    assert set(found["posts"]) == {"sentiment"}
    assert (found["headlines"]["labour"]["n"], found["headlines"]["labour"]["positives"]) == (9, 3)
    assert model_in_use() is shipped_model()


def test_a_story_is_learned_as_a_whole_or_not_at_all(learned: list[list[str]]) -> None:
    crossval.cross_analysed(HEADLINES, [example_of(row) for row in HEADLINES])
    for texts in learned:
        assert {sum(row["title"] in texts for row in HEADLINES[at : at + 3]) for at in (0, 3, 6)} <= {0, 3}
    assert any(HEADLINES[0]["title"] not in texts for texts in learned)
