"""Hourly counts move with the rows they count."""

import pytest

from monitor.models import HourCount
from monitor.models.rollup import rollup_move
from tests.conftest import counted, make_item, make_source, recount, stored_counts

pytestmark = pytest.mark.django_db


def test_an_item_is_counted_under_all_areas_and_each_of_its_areas() -> None:
    make_item(areas=["wages", "hours"])
    assert dict(HourCount.objects.values_list("area", "n")) == {"": 1, "wages": 1, "hours": 1}


def test_units_and_areas_cross() -> None:
    make_item(areas=["wages"], units=[3])
    keys = set(HourCount.objects.values_list("area", "unit"))
    assert keys == {("", 0), ("", 3), ("wages", 0), ("wages", 3)}


def test_taking_an_item_away_brings_its_counts_back_to_zero() -> None:
    item = make_item()
    rollup_move([counted(item, sign=-1)])
    assert stored_counts() == {}


def test_counts_equal_a_recount_of_the_items() -> None:
    source = make_source()
    for areas in (["wages"], ["wages", "safety"], []):
        make_item(source=source, areas=areas, in_focus=bool(areas))
    assert stored_counts() == recount()
