"""Where a topic lies."""

from monitor.topics.rows import place_of
from tests.each import each


@each(
    "places place",
    [
        ({}, ""),
        ({"外地": 2, "本区": 1}, "外地"),
        ({"外地": 2, "本区": 2}, "本区"),
        ({"外地": 1, "本市": 1}, "本市"),
        ({"本区": 1}, "本区"),
    ],
)
def test_most_originals_decide_and_of_equal_numbers_the_nearer_place(places: dict[str, int], place: str) -> None:
    assert place_of(places) == place
