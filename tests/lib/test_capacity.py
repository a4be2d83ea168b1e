"""The capacity model: it grows where it must, names what gives way first, and docs/scaling.md shows what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from monitor.lib.capacity import MEASURED, Load, need, slower
from monitor.lib.capacity_words import LOADS, load_table, measured_table, step_after, step_table

DOCS = Path(settings.BASE_DIR) / "docs"


def share(load: Load, name: str) -> float:
    return next(part.share for part in need(load).parts if part.name == name)


def test_a_district_fits_a_machine_of_two_cores() -> None:
    found = need(Load(3_000, 120))
    assert (found.cores, found.first.share < 0.5) == (2, True)


def test_ten_times_the_items_need_ten_times_the_workers_and_more_than_that_of_the_topics_writer() -> None:
    small, large = Load(10_000, 1, people=1), Load(100_000, 1, people=1)
    assert share(large, "worker") == pytest.approx(10 * share(small, "worker"), rel=0.02)
    assert share(large, "topics") == pytest.approx(10 * MEASURED["topics_growth"].value * share(small, "topics"))


def test_the_topics_writer_costs_at_the_size_it_was_measured_at_what_was_measured() -> None:
    assert slower(MEASURED["topics_live"].value) == 1.0


def test_feeds_alone_fill_the_ledger_and_polling_half_as_often_halves_it() -> None:
    assert need(Load(1_000, 3_000_000)).first.name == "ledger"
    often, seldom = share(Load(1_000, 100_000, 30), "ledger"), share(Load(1_000, 100_000, 60), "ledger")
    assert often == pytest.approx(2 * seldom)


def test_what_can_be_added_is_never_what_gives_way_first() -> None:
    assert all(not need(load).first.many for load in LOADS)


def test_every_part_has_a_step_after_it_and_every_figure_a_command() -> None:
    assert all(step_after(part) for part in need(LOADS[0]).parts)
    assert all(one.command and one.unit for one in MEASURED.values())


@pytest.mark.parametrize(("name", "language"), [("scaling.md", "en"), ("scaling.zh-CN.md", "zh-hans")])
def test_the_tables_of_the_docs_are_what_the_model_says(name: str, language: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    with translation.override(language):
        assert [table in text for table in (load_table(), step_table(), measured_table())] == [True] * 3


def test_the_command_says_it_in_words_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("capacity", items_per_day=555_556, feeds=100_000)
    assert "下一步：" in capsys.readouterr().out
    call_command("capacity", items_per_day=555_556, feeds=100_000, json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["stored"], found["first"]) == (100_000_080, need(LOADS[3]).first.name)


def test_a_load_of_nothing_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("capacity", feeds=0)
