"""Items stored before there were entries get them; what is emptied gets none; it goes on where it stopped."""

from datetime import date

import pytest
from django.db import connection

from monitor.lib.clock import utc_now
from monitor.models import ItemSearch
from monitor.models.partitions import partitions_ensure
from monitor.searches import fill
from monitor.searches.fill import search_fill, search_fill_new
from monitor.upkeep.retention import partitions_drop
from tests.conftest import make_item

pytestmark = pytest.mark.django_db


def test_items_without_entries_get_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "BATCH", 2)
    for _ in range(5):
        make_item()
    make_item(title="", text="")
    assert (search_fill(), search_fill()) == (5, 0)
    assert ItemSearch.objects.count() == 5


def test_entries_of_another_version_are_written_anew_and_no_time_means_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    make_item()
    search_fill()
    monkeypatch.setattr(fill, "search_version", lambda: 7)
    assert (search_fill(seconds=-1), search_fill()) == (0, 1)
    assert ItemSearch.objects.get().made == 7


def test_new_items_get_theirs_and_one_that_was_committed_late_is_not_missed() -> None:
    early, late = make_item(), make_item()
    ItemSearch.objects.filter(id=early.id).delete()
    assert search_fill_new() == 2
    ItemSearch.objects.filter(id=early.id).delete()  # as if its transaction ended after the other's
    assert search_fill_new() == 1
    assert set(ItemSearch.objects.values_list("id", flat=True)) == {early.id, late.id}


def test_a_months_index_comes_and_goes_with_its_items() -> None:
    def there() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('monitor_itemsearch_2019_03') IS NOT NULL")
            return bool(cursor.fetchone()[0])

    partitions_ensure([date(2019, 3, 1)])
    made = there()
    partitions_drop(before=utc_now().replace(year=2019, month=6))
    assert (made, there()) == (True, False)
