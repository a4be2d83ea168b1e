"""Sentences out of frames: whole, certain of their label, none that a test asks about."""

from collections import Counter

from monitor.text.frames import framed, parse
from monitor.text.train import hard_kinds
from tests.text.hard_sentences import ASKED


def pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def test_every_slot_is_filled_and_no_sentence_has_two_labels() -> None:
    made = framed()
    labels = {}
    for label, sentence in made:
        assert not {"{", "}", "|", "="} & set(sentence)
        assert labels.setdefault(sentence, label) == label, sentence
    assert min(Counter(labels.values()).values()) > 500


def test_they_are_the_same_each_time_and_as_many_as_wanted() -> None:
    assert framed(3) == framed(3)
    of_frame = Counter(label for label, _ in framed(3))
    assert of_frame.total() <= 3 * len(frames())
    assert framed(3) != framed(4)


def test_words_of_a_slot_may_have_slots() -> None:
    slots, found = parse("# told\n=pay\t{n}元|工资\n=n\t3|4\nneg\t没领到{pay}")
    assert (slots, found) == ({"pay": ["{n}元", "工资"], "n": ["3", "4"]}, [("neg", "没领到{pay}")])


def test_what_tests_ask_about_is_not_learned_by_heart() -> None:
    learned = [pairs(sentence) for _, sentence in framed()]
    for asked in ASKED:
        own = pairs(asked)
        assert max(len(own & one) / len(own | one) for one in learned) < 0.7, asked


def test_they_weigh_what_labels_weigh() -> None:
    weights = {one.chances: one.weight for one in hard_kinds()}
    assert set(weights) == {(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)}
    assert weights[1.0, 0.0, 0.0] > weights[0.0, 1.0, 0.0]


def frames() -> list[tuple[str, str]]:
    from importlib import resources

    return parse(resources.files("monitor.text").joinpath("data/frames.tsv").read_text("utf-8"))[1]
