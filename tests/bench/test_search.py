"""Searches are asked as a browser asks them, and each kind has its figures."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from bench import search
from bench.search_items import items_seed
from monitor.lib.clock import utc_now


@pytest.mark.django_db(transaction=True)
def test_each_kind_of_search_has_its_figures(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
    kept = (
        "in 30 % of all, everything",
        "in 10 %",
        "rare",
        "phrase",
        "near",
        "synonym group",
        "three characters in 30 %",
    )
    monkeypatch.setattr(search, "SEARCHES", {name: search.SEARCHES[name] for name in kept})
    monkeypatch.setattr(search, "DEEP", 20)
    monkeypatch.setattr(search, "settle", lambda: None)
    now = utc_now()
    items_seed(600, now=now)
    found = search.searches(now=now, rounds=2)
    names = set(found["searches"])
    assert names >= {*kept, "long phrase", "phrase, deep", "near (limited sight)"}
    assert set(found["apart"]) == {"file rare", "file in 10 %", "counts near", "counts three characters in 30 %"}
    assert set(found["over_200_ms"]) <= names
    assert all(0 < one["median_ms"] <= one["p95_ms"] for one in found["searches"].values())
    assert found["p95_cost_ms"] > 0
