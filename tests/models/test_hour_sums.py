"""Hourly sums without source and place follow the hourly counts, whoever moves them, and stay the same when they are folded."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from monitor.models import HourCount, HourSum
from monitor.models.rollup import rollup_move
from monitor.upkeep.fold import sums_fold
from tests.conftest import counted, make_item, make_source

pytestmark = pytest.mark.django_db


def sums() -> dict[Any, int]:
    """What the rows add up to, zeros left out."""
    found: Counter[Any] = Counter()
    for row in HourSum.objects.all():
        found[row.hour, row.area, row.unit, row.sentiment, row.in_focus, row.original] += row.n
    return {key: n for key, n in found.items() if n}


def expected() -> dict[Any, int]:
    """The same from the hourly counts."""
    found: Counter[Any] = Counter()
    for row in HourCount.objects.all():
        tags = (row.sentiment, row.in_focus, row.original)
        if not (row.area and row.unit):
            found[row.hour, row.area, row.unit, *tags] += row.n
        if row.unit and not row.area:
            found[row.hour, "", HourSum.TAGGINGS, *tags] += row.n
    return {key: n for key, n in found.items() if n}


def some() -> list[Any]:
    first, second = make_source(), make_source()
    return [
        make_item(source=first, areas=["wages", "hours"], units=[3, 4], place="本区"),
        make_item(source=second, areas=["wages"], units=[3], place="本市"),
        make_item(source=second, areas=[], units=[], in_focus=False, sentiment="pos"),
        make_item(source=first, areas=["wages"], duplicate_of=1),
    ]


def test_sources_and_places_are_summed_up_and_areas_not_crossed_with_units() -> None:
    some()
    assert sums() == expected()
    assert sum(n for (_h, area, unit, *_), n in sums().items() if (area, unit) == ("", 0)) == 4
    assert sum(n for (_h, area, unit, *_), n in sums().items() if unit == HourSum.TAGGINGS) == 3
    assert not HourSum.objects.exclude(area="").exclude(unit=0).exists()


def test_they_move_with_whoever_changes_the_counts() -> None:
    items = some()
    rollup_move([counted(items[0], sign=-1)])
    assert sums() == expected() != {}
    HourCount.objects.filter(area="wages").update(n=7)
    assert sums() == expected()
    HourCount.objects.filter(unit=3).delete()
    assert sums() == expected() != {}


def test_with_the_counts_they_are_emptied() -> None:
    some()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE monitor_hourcount")
    assert not HourSum.objects.exists()


def test_folding_leaves_one_row_a_key_and_the_same_sums() -> None:
    items = some()
    assert sums_fold() > 0
    rollup_move([counted(items[1], sign=-1)])
    some()
    before = sums()
    sums_fold()
    assert sums() == before == expected()
    assert not HourSum.objects.filter(folded=False).exists()
    keys = list(HourSum.objects.values_list("hour", "area", "unit", "sentiment", "in_focus", "original"))
    assert len(keys) == len(set(keys))
    assert sums_fold() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_before_the_migration_is_added_by_it() -> None:
    call_command("migrate", "monitor", "0048", verbosity=0)
    try:
        items = some()
    finally:
        call_command("migrate", verbosity=0)
    assert sums() == expected() != {}
    rollup_move([counted(items[0], sign=-1)])
    assert sums() == expected()
