"""What makes valence hard, each on sentences of our own: the share that must be right is what the shipped model reaches."""

from monitor.text.fold import fold
from monitor.text.sentiment import TingchaoScorer
from monitor.text.words import cut
from tests.each import each
from tests.text.hard_sentences import LATER, SETS, cases

SCORER = TingchaoScorer()
FLOORS = {
    "negation": 0.8,
    "contrast": 0.6,
    "good news about a bad thing": 0.9,
    "a rumour denied": 0.8,
    "a question": 1.0,
}
FLOORS_LATER = {
    "negation": 0.6,
    "contrast": 0.7,
    "good news about a bad thing": 0.5,
    "a rumour denied": 0.6,
    "a rumour that is true": 1.0,
    "a question": 0.7,
}


def right(wanted: str, text: str) -> bool:
    label = SCORER.score(fold(text), cut(fold(text))).label
    return label != "neg" if wanted == "not-neg" else label == wanted


def wrong_and_share(lines: str) -> tuple[list[str], float]:
    found = [(text, right(wanted, text)) for wanted, text in cases(lines)]
    return [text for text, ok in found if not ok], sum(ok for _, ok in found) / len(found)


@each(phenomenon=FLOORS)
def test_enough_sentences_of_each_hard_kind_are_read_rightly(phenomenon: str) -> None:
    wrong, share = wrong_and_share(SETS[phenomenon])
    assert share >= FLOORS[phenomenon], wrong


@each(phenomenon=FLOORS_LATER)
def test_and_of_those_that_were_written_later(phenomenon: str) -> None:
    wrong, share = wrong_and_share(LATER[phenomenon])
    assert share >= FLOORS_LATER[phenomenon], wrong
