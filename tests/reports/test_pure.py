"""What is decided about a report without a database: periods, levels, words, advice, edits, differences."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.lib.workdays import day_of
from monitor.reports.advice import advice_find
from monitor.reports.changes import changes_find
from monitor.reports.edits import edited, edits_standing, keyed, numbers_foreign
from monitor.reports.level import Measured, level_set
from monitor.reports.movers import cloud_of, movers_find
from monitor.reports.parts import Section
from monitor.reports.periods import (
    DAILY,
    MONTHLY,
    WEEKLY,
    brief_of,
    due_now,
    month_period,
    remind_again,
    remind_first,
)
from monitor.reports.tell import Figure, Sentence
from tests.each import each


def working(day: date) -> bool:
    return day_of(day).working


def beijing(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC)


def test_a_brief_is_of_every_day_since_the_last_working_day() -> None:
    monday, tuesday = brief_of(date(2026, 3, 9), working), brief_of(date(2026, 3, 10), working)
    assert (monday.start, monday.end) == (date(2026, 3, 6), date(2026, 3, 8))
    assert (tuesday.start, tuesday.end) == (date(2026, 3, 9), date(2026, 3, 9))
    assert monday.before == (date(2026, 2, 27), date(2026, 3, 1))


def test_briefs_follow_holidays_and_make_up_days() -> None:
    after = brief_of(date(2026, 10, 8), working)
    assert (after.start, after.end) == (date(2026, 9, 30), date(2026, 10, 7))
    assert due_now(DAILY, beijing("2026-10-10", "10:30"), working) is not None  # a Saturday on which people work
    assert due_now(DAILY, beijing("2026-10-11", "12:00"), working) is None


@each(
    "kind at start",
    [
        (WEEKLY, ("2026-03-09", "07:59"), date(2026, 2, 23)),
        (WEEKLY, ("2026-03-09", "08:00"), date(2026, 3, 2)),
        (WEEKLY, ("2026-03-13", "01:00"), date(2026, 3, 2)),
        (MONTHLY, ("2026-03-01", "08:00"), date(2026, 2, 1)),
        (MONTHLY, ("2026-01-01", "07:00"), date(2025, 11, 1)),
    ],
)
def test_what_is_due_is_caught_up_after_a_missed_morning(kind: str, at: tuple[str, str], start: date) -> None:
    period = due_now(kind, beijing(*at), working)
    assert period is not None
    assert period.start == start


def test_a_month_is_compared_with_the_month_before() -> None:
    period = month_period(date(2026, 3, 1))
    assert (period.end, period.before) == (date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28)))


def test_reminders_come_at_two_in_the_afternoon_and_the_next_morning() -> None:
    first = remind_first(beijing("2026-03-09", "08:00"))
    assert first == beijing("2026-03-09", "14:00")
    assert remind_again(first) == beijing("2026-03-10", "09:00")


CALM = Measured(items=100, red=0, orange=0, yellow=0, points=0.0, change=0.0)


@each(
    "measured level measure",
    [
        (CALM, 1, ""),
        (Measured(100, 1, 0, 0, None, None), 4, "red"),
        (Measured(100, 0, 2, 9, 20.0, 200.0), 3, "orange"),
        (Measured(100, 0, 0, 0, 8.0, None), 2, "points"),
        (Measured(29, 0, 0, 0, 90.0, 900.0), 1, ""),  # too few for shares
    ],
)
def test_the_level_names_the_rule_that_set_it(measured: Measured, level: int, measure: str) -> None:
    found = level_set(measured)
    assert (found["level"], found["measure"]) == (level, measure)


def test_a_template_moves_the_bounds_and_they_are_kept() -> None:
    found = level_set(CALM, {"change_2": 0.5, "red_4": -1, "points_2": "x"})
    assert found["level"] == 1
    assert (found["bounds"]["change_2"], found["bounds"]["red_4"], found["bounds"]["points_2"]) == (0.5, 1, 8)


def test_words_that_rose_are_found_and_steady_or_rare_ones_are_not() -> None:
    steady = {f"词{n}": 200 for n in range(40)}
    now = {**{w: n // 4 for w, n in steady.items()}, "欠薪": 60, "罕见": 3, "公司": 90}
    moved = movers_find(now, {**steady, "欠薪": 20, "补贴": 90}, docs=250, docs_before=1000)
    assert [mover.word for mover in moved.rising] == ["欠薪"]
    assert [mover.word for mover in moved.falling] == ["补贴"]
    assert (moved.rising[0].share, moved.rising[0].share_before) == (24.0, 2.0)
    assert "公司" not in dict(cloud_of(now))


def test_nothing_moves_against_nothing() -> None:
    assert movers_find({"欠薪": 50}, {}, docs=50, docs_before=0).tested == 0


def area(**fields: Any) -> dict[str, Any]:
    row = {"area": "wages", "n": 40, "negative": 63.0, "previous": 38, "change": 5.3}
    history = [{"n": 35, "negative": 41.0}, {"n": 38, "negative": 52.0}]
    return {**row, "history": history, **fields}


def frozen(**fields: Any) -> dict[str, Any]:
    return {"alerts": {"overdue": 0, "unanswered": 0}, "outages": {"share": None}, **fields}


def test_a_negative_share_that_rose_twice_leads_to_the_first_steps_of_the_plan() -> None:
    [found] = advice_find(frozen(areas=[area()]), {"wages": (2, ["verify", "employer"])})
    assert (found["rule"], found["first"], found["third"]) == ("negative_rising", 41.0, 63.0)
    assert (found["plan"], found["steps"]) == (2, ["verify", "employer"])


@pytest.mark.parametrize(
    "fields",
    [{"n": 19}, {"history": []}, {"negative": 51.0}, {"history": [{"n": 35, "negative": 60.0}] * 2}],
)
def test_no_advice_without_two_rises_on_enough_items(fields: dict[str, Any]) -> None:
    assert advice_find(frozen(areas=[area(**fields)]), {}) == []


def test_what_was_answered_is_not_called_unanswered() -> None:
    topic = {"id": 7, "title": "云河新城项目欠薪", "originals": 12, "negative": 80.0, "answer": "none"}
    rules = [row["rule"] for row in advice_find(frozen(topics={"top": [topic]}), {})]
    assert rules == ["unanswered_topic"]
    assert advice_find(frozen(topics={"top": [{**topic, "answer": "referred"}]}), {}) == []


def parts(*texts: str) -> list[Section]:
    said = tuple(Sentence(text, (Figure(f"volume.{n}", "count", "1"),)) for n, text in enumerate(texts))
    return keyed([Section("overview", "总体情况", said)])


def test_edits_find_their_sentence_and_keep_the_drafted_one() -> None:
    first, second = (sentence.key for sentence in parts("甲", "乙")[0].sentences)
    edits = {first: {"text": "改", "original": "甲"}, second: {"text": "", "original": "乙"}}
    [shown] = edited(parts("甲", "乙"), edits, struck=True)
    assert [(s.text, s.drafted, s.struck) for s in shown.sentences] == [("改", "甲", False), ("乙", "", True)]
    assert [s.text for s in edited(parts("甲", "乙"), edits)[0].sentences] == ["改"]


def test_an_edit_does_not_outlive_the_numbers_it_was_written_over() -> None:
    key = parts("共 5 条")[0].sentences[0].key
    edits = {key: {"text": "共五条", "original": "共 5 条"}}
    assert edits_standing(parts("共 5 条"), edits) == edits
    assert edits_standing(parts("共 6 条"), edits) == {}


def test_numbers_that_nobody_counted_are_noticed() -> None:
    assert numbers_foreign("约 1,200 条，占 40 %", "共 1,204 条，占 40 %") == ["1,200"]


def test_differences_are_told_by_what_a_row_is_of() -> None:
    before = {
        "computed_at": "a",
        "volume": {"items": 5},
        "topics": {"top": [{"id": 1, "rank": 1}, {"id": 2, "rank": 2}]},
    }
    after = {
        "computed_at": "b",
        "volume": {"items": 7},
        "topics": {"top": [{"id": 2, "rank": 1}, {"id": 1, "rank": 2}]},
    }
    found = [(change.path, change.difference) for change in changes_find(before, after)]
    assert found == [("volume.items", 2), ("topics.top[1].rank", 1), ("topics.top[2].rank", -1)]


def test_rows_that_came_or_went_are_one_difference_each() -> None:
    [found] = changes_find({"areas": []}, {"areas": [{"area": "wages", "n": 3}]})
    assert (found.path, found.before, found.after) == ("areas[wages]", None, 3)


def test_what_was_not_counted_when_it_was_frozen_is_no_difference() -> None:
    assert (
        changes_find({"daily": [{"day": "a", "n": 1}]}, {"daily": [{"day": "a", "n": 1, "gap": 3}], "terms": {}}) == []
    )
