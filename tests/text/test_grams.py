"""Runs of characters are found as a plain loop over every place finds them, for many texts at once."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.grams import Grams

LETTERS = "工资欠😀a "


def plainly(runs: list[str], text: str) -> list[int]:
    """What `find` promises: distinct, in the order in which they end, the longer first."""
    ending = (text[end - long : end] for end in range(1, len(text) + 1) for long in (3, 2, 1) if long <= end)
    return list(dict.fromkeys(runs.index(run) for run in ending if run in runs))


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=3), unique=True, max_size=60),
    st.lists(st.text(LETTERS + "外", max_size=30), max_size=6),
)
def test_each_text_has_the_runs_that_a_loop_finds(runs: list[str], texts: list[str]) -> None:
    places, counts = Grams(runs).find(texts)
    found, at = [], 0
    for count in counts.tolist():
        found.append(places[at : at + count].tolist())
        at += count
    assert at == len(places)
    assert found == [plainly(runs, text) for text in texts]


def test_thousands_of_runs_are_told_apart() -> None:
    signs = [chr(0x4E00 + n) for n in range(120)]
    runs = [*signs, *(a + b for a in signs for b in signs[:60]), *(a + b + a for a in signs[:40] for b in signs)]
    ordered = {run: place for place, run in enumerate(runs)}
    places, counts = Grams(runs).find(runs)
    expected = [
        {ordered[part] for part in (run[i:j] for i in range(3) for j in range(i + 1, len(run) + 1)) if part in ordered}
        for run in runs
    ]
    at = 0
    for count, known in zip(counts.tolist(), expected, strict=True):
        assert set(places[at : at + count].tolist()) == known
        at += count
