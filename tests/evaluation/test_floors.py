"""A step back in accuracy is seen."""

import pytest

from monitor.evaluation.floors import Floor, compare, floors, look

FOUND = {"figures": {"f1": {"value": 0.80}, "error": {"value": 0.03}}, "crashes": 0}


@pytest.mark.parametrize(("bound", "kept"), [(0.79, True), (0.80, True), (0.81, False)])
def test_a_floor_is_kept_from_itself_on(bound: float, kept: bool) -> None:
    floor = Floor("x", ("labour", "f"), floors={"figures.f1.value": bound})
    assert [row.kept for row in compare(floor, FOUND)] == [kept]


@pytest.mark.parametrize(("bound", "kept"), [(0.02, False), (0.03, True)])
def test_a_ceiling_holds_from_above(bound: float, kept: bool) -> None:
    floor = Floor("x", ("sentiment", "f"), ceilings={"figures.error.value": bound})
    assert [row.kept for row in compare(floor, FOUND)] == [kept]


def test_a_figure_that_is_not_there_is_no_pass() -> None:
    with pytest.raises(KeyError):
        look(FOUND, "figures.recall.value")


def test_every_evaluation_has_a_bound() -> None:
    assert len(floors()) >= 8
    assert [floor.name for floor in floors() if not (floor.floors or floor.ceilings)] == []
