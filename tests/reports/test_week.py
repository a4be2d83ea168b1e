"""What a report says: every figure stands in the frozen numbers."""

import ast
import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from monitor.reports import say
from monitor.reports.names import report_names
from monitor.reports.tell import FORMS, Sentence, lookup
from monitor.reports.week import NUMERALS, Section, sections
from tests.each import each
from tests.reports.corners import corners
from tests.reports.numbers import days, dossiers, weeks

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # such large values take minutes to shrink
ANY = st.one_of(weeks(), days(), dossiers())


def same(text: str) -> str:
    return text


def told(frozen: dict[str, Any]) -> list[Section]:
    return sections(frozen, same, report_names())


def sentences(parts: list[Section]) -> Iterator[Sentence]:
    for part in parts:
        yield from part.sentences


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@hypothesis_settings(max_examples=20, phases=PHASES)
@given(frozen=ANY)
def test_every_figure_in_every_sentence_is_a_frozen_number(language: str, frozen: dict[str, Any]) -> None:
    figures_stand(frozen, language)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_so_is_every_figure_of_each_sentence_that_there_is(language: str) -> None:
    for frozen in corners():
        figures_stand(frozen, language)


def test_the_corners_lead_to_every_sentence_that_there_is() -> None:
    said: set[str] = set()
    for frozen in corners():
        sections(frozen, lambda text: said.add(text) or text, report_names())  # type: ignore[func-returns-value]
    assert sorted(written() - said) == []
    assert len(said) > 200


def figures_stand(frozen: dict[str, Any], language: str) -> None:
    """Every figure of every sentence is the frozen number in its form, and no sentence holds another digit."""
    with translation.override(language):
        names = report_names()
        for sentence in sentences(sections(frozen, gettext, names)):
            rest = sentence.text
            for figure in sorted(sentence.figures, key=lambda figure: -len(figure.shown)):
                value, form = lookup(frozen, figure.path), names.get(figure.form)
                shown = form.get(str(value), str(value)) if form else FORMS[figure.form](value, gettext)
                assert figure.shown == shown
                assert figure.shown in rest
                rest = rest.replace(figure.shown, "", 1)
            assert not re.search(r"[0-9]", rest), sentence.text


def written() -> set[str]:
    """All that monitor/reports/say can say, as it stands in the source."""
    calls = (
        node
        for file in Path(say.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    )
    return {node.args[0].value for node in calls if isinstance(node.args[0], ast.Constant)}


@hypothesis_settings(max_examples=8, phases=PHASES)
@given(ANY)
def test_the_same_numbers_are_told_the_same_way_and_left_alone(frozen: dict[str, Any]) -> None:
    before = copy.deepcopy(frozen)
    assert told(frozen) == told(before)
    assert frozen == before


@hypothesis_settings(max_examples=8, phases=PHASES)
@given(ANY)
def test_sections_are_numbered_in_chinese_none_is_empty_and_tables_are_whole(frozen: dict[str, Any]) -> None:
    parts = told(frozen)
    assert "".join(part.numeral for part in parts) == NUMERALS[: len(parts)]
    assert all(part.sentences or part.tables or part.key == "analysis" for part in parts)
    for table in (table for part in parts for table in part.tables):
        assert {len(row) for row in table.rows} <= {len(table.head)}


@hypothesis_settings(max_examples=5, phases=PHASES)
@given(weeks())
def test_no_comparison_is_claimed_without_a_week_to_compare_with(frozen: dict[str, Any]) -> None:
    frozen["volume"].update(items=5, previous=None, change=None)
    text = "".join(sentence.text for sentence in told(frozen)[0].sentences)
    assert "不作环比" in text
    assert "较上期（" not in text


@hypothesis_settings(max_examples=5, phases=PHASES)
@given(weeks())
def test_what_was_frozen_before_a_section_existed_is_still_told(frozen: dict[str, Any]) -> None:
    for key in ("layout", "level", "terms", "forecast", "advice", "accuracy", "versions", "handed"):
        del frozen[key]
    keys = [part.key for part in told(frozen)]
    assert keys[:4] == ["overview", "trend", "structure", "topics"]
    assert keys[-3:] == ["alerts", "analysis", "notes"]


@hypothesis_settings(max_examples=5, phases=PHASES)
@given(weeks())
def test_a_layout_says_which_sections_in_which_order_and_the_notes_always_stay(frozen: dict[str, Any]) -> None:
    frozen["layout"] = {"sections": ["topics", "nonsense", "overview", "topics"]}
    assert [part.key for part in told(frozen)] == ["topics", "overview", "notes"]


@each(
    "value form shown",
    [
        (12345, "count", "12,345"),
        (None, "percent", "—"),
        (-12.5, "change", "−12.5 %"),
        (12.0, "change_size", "12 %"),
        (0, "duration", "不到 1 分钟"),
        (125, "duration", "2 小时 5 分"),
        (4320, "duration", "3 天 0 小时"),
        ("2026-03-05", "day", "3 月 5 日（周四）"),
        ("2026-03-05T02:00:00+00:00", "moment", "03-05 10:00"),
        (-2.5, "signed", "−2.50"),
        (0, "gap", ""),
        (True, "yes", "是"),
    ],
)
def test_values_are_shown_as_people_read_them(value: object, form: str, shown: str) -> None:
    assert FORMS[form](value, same) == shown
