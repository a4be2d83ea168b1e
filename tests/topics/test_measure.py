import pytest

from monitor.topics.measure import b_cubed, event_f1


def test_a_perfect_clustering_scores_one_under_any_names() -> None:
    assert b_cubed([7, 7, 8], ["a", "a", "b"]) == (1.0, 1.0, 1.0)
    assert event_f1([7, 7, 7, 8], ["a", "a", "a", "b"]) == (1.0, 1.0, 1.0)


def test_b_cubed_of_everything_in_one_topic() -> None:
    f1, precision, recall = b_cubed([1, 1, 1, 1], ["a", "a", "b", "b"])
    assert (precision, recall) == (0.5, 1.0)
    assert f1 == pytest.approx(2 / 3)


def test_an_event_is_found_from_a_jaccard_of_one_half() -> None:
    gold = ["a"] * 4 + ["b"] * 4
    assert event_f1([1, 1, 1, 2, 3, 3, 3, 4], gold)[0] == 1.0
    assert event_f1([1, 2, 3, 4, 5, 6, 7, 8], gold)[0] == 0.0
