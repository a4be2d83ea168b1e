"""Recall and precision of masking on the authored set, every kind of spelling and look-alike by itself."""

import pytest

from monitor.text.clean import clean_html
from monitor.text.evaluate_masking import evaluate_masking, survives
from monitor.text.mask import mask
from tests.text.masking_set import NEGATIVE, POSITIVE, rows

RUN = 6  # characters of a secret that may not stand there any more


@pytest.fixture(scope="module")
def result() -> dict:
    return evaluate_masking(rows())


def test_the_set_holds_four_hundred_of_each() -> None:
    secret = [bool(row["secrets"]) for row in rows()]
    assert sum(secret) >= 400
    assert len(secret) - sum(secret) >= 400
    assert len({row["text"] for row in rows()}) == len(secret)


def test_recall_and_precision_reach_the_targets(result: dict) -> None:
    assert result["figures"]["recall_secrets"]["value"] >= 0.99
    assert result["figures"]["precision"]["value"] >= 0.98


def test_four_plain_patterns_reach_far_less(result: dict) -> None:
    assert result["baselines"]["four_plain_patterns"]["recall_secrets"]["value"] < 0.5


@pytest.mark.parametrize("kind", POSITIVE)
def test_no_kind_of_secret_is_left_behind(kind: str, result: dict) -> None:
    cells = result["kinds"][kind]
    assert cells["gone"] >= 0.97 * cells["secrets"]


@pytest.mark.parametrize("kind", NEGATIVE)
def test_no_kind_of_look_alike_is_masked_often(kind: str, result: dict) -> None:
    cells = result["kinds"][kind]
    assert cells["secrets"] == 0
    assert cells["masked_for_nothing"] <= 0.03 * cells["lines"]


def test_hardly_ever_does_part_of_a_number_stay() -> None:
    parts = []
    for row in rows():
        stored = mask(clean_html(row["text"]))[0]
        parts += [
            any(survives(secret[at : at + RUN], stored) for at in range(len(secret) - RUN + 1))
            for secret in row["secrets"]
        ]
    assert sum(parts) <= 0.01 * len(parts)


def test_the_words_around_a_secret_stay() -> None:
    line = "车间出事了，联系家属18600006395，或到3号楼2单元501找老许"
    assert mask(line)[0] == "车间出事了，联系家属〔电话〕，或到〔住址〕找老许"
