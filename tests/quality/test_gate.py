"""Which retrained model may go live."""

import random

from monitor.quality.gate import Labelled, gate_decide

CLASSES = ("neg", "neu", "pos")


def labelled(n: int, *, candidate_right: float, current_right: float) -> Labelled:
    draw = random.Random(7)
    truth = [draw.choice(CLASSES) for _ in range(n)]

    def guess(share: float) -> list[str]:
        return [label if draw.random() < share else draw.choice(CLASSES) for label in truth]

    return Labelled(truth, guess(candidate_right), guess(current_right))


NONE = Labelled((), (), ())


def test_four_hundred_checks_decide_and_a_clearly_better_model_goes_live() -> None:
    verdict = gate_decide(checks=labelled(400, candidate_right=0.8, current_right=0.5), frozen=None)
    assert (verdict.accepted, verdict.basis) == (True, "checks")
    assert verdict.figures["difference"]["low"] > 0
    assert verdict.figures["n"] == 400


def test_a_better_model_whose_lead_may_be_chance_does_not_go_live() -> None:
    verdict = gate_decide(checks=labelled(400, candidate_right=0.72, current_right=0.7), frozen=None)
    assert verdict.figures["difference"]["low"] <= 0
    assert not verdict.accepted


def test_with_enough_checks_frozen_labels_have_no_say() -> None:
    frozen = labelled(900, candidate_right=0.9, current_right=0.1)
    verdict = gate_decide(checks=labelled(400, candidate_right=0.5, current_right=0.8), frozen=frozen)
    assert (verdict.accepted, verdict.basis) == (False, "checks")


def test_until_then_two_points_worse_on_frozen_labels_is_allowed_and_more_is_not() -> None:
    truth = ["neg", "pos"] * 100
    current = list(truth)
    slightly = ["pos" if i in (0, 2) else label for i, label in enumerate(truth)]
    much = ["pos" if i % 2 == 0 and i < 20 else label for i, label in enumerate(truth)]
    few = labelled(399, candidate_right=0.9, current_right=0.1)
    assert gate_decide(checks=few, frozen=Labelled(truth, slightly, current)).accepted
    assert not gate_decide(checks=few, frozen=Labelled(truth, much, current)).accepted


def test_with_nothing_to_judge_by_no_model_passes() -> None:
    verdict = gate_decide(checks=NONE, frozen=None)
    assert (verdict.accepted, verdict.basis) == (False, None)
    assert gate_decide(checks=NONE, frozen=NONE).basis is None
