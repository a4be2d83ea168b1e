"""What a report says: every figure stands in the frozen numbers."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reports.names import report_names
from monitor.reports.tell import FORMS, Sentence, lookup
from monitor.reports.week import Section, sections

counts = st.integers(0, 99_999)
maybe_share = st.none() | st.floats(-400, 400).map(lambda x: round(x, 1))
shares = st.floats(0, 100).map(lambda x: round(x, 1))
moments = st.datetimes().map(lambda at: f"{at.replace(microsecond=0).isoformat()}+00:00")
days = st.dates().map(lambda day: day.isoformat())
titles = st.text(st.sampled_from("云河新城项目欠薪38号12"), min_size=1, max_size=9)


def same(text: str) -> str:
    return text


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, Any]:
    topic = st.fixed_dictionaries(
        {
            "rank": counts,
            "id": counts,
            "title": titles,
            "areas": st.lists(st.sampled_from(["wages", "odd"]), max_size=3),
            "status": st.sampled_from(["new", "continuing", "revived"]),
            **dict.fromkeys(("items", "originals", "sources"), counts),
            "negative": st.none() | shares,
        }
    )
    alert = st.fixed_dictionaries(
        {
            "id": counts,
            "title": st.just("") | titles,
            "level": st.integers(1, 4),
            "raised_at": moments,
            "minutes_to_acknowledge": st.none() | counts,
            "closed_at": st.none() | moments,
            "status": st.sampled_from(["open", "resolved"]),
        }
    )
    area = st.fixed_dictionaries(
        {
            "area": st.sampled_from(["wages", "union"]),
            "n": counts,
            "share": st.none() | shares,
            "negative": st.none() | shares,
            "previous": st.none() | counts,
            "change": maybe_share,
        }
    )
    tone = st.fixed_dictionaries({"n": counts, "share": st.none() | shares, "points": maybe_share})
    peak = st.fixed_dictionaries(
        {
            "day": days,
            "n": counts,
            "others_mean": shares,
            "times": st.none() | shares,
            "topics": st.lists(st.fixed_dictionaries({"id": counts, "title": titles, "n": counts}), max_size=3),
        }
    )
    plan = st.fixed_dictionaries(
        {
            "id": counts,
            "name": titles,
            **dict.fromkeys(("items", "originals"), counts),
            "negative": st.none() | shares,
            "previous": st.none() | counts,
            "change": maybe_share,
            "topics": st.lists(st.fixed_dictionaries({"id": counts, "title": titles, "n": counts}), max_size=3),
        }
    )
    outage = st.fixed_dictionaries({"source": titles, "from": moments, "to": moments, "minutes": counts})
    return draw(
        st.fixed_dictionaries(
            {
                "computed_at": moments,
                "complete": st.booleans(),
                "data_from": st.none() | moments,
                "unplaced": counts,
                "volume": st.fixed_dictionaries(
                    {
                        **dict.fromkeys(("items", "originals", "reposts", "everything"), counts),
                        "previous": st.none() | counts,
                        "change": maybe_share,
                    }
                ),
                "sentiment": st.fixed_dictionaries(dict.fromkeys(("neg", "neu", "pos"), tone)),
                "areas": st.lists(area, max_size=4),
                "kinds": st.lists(
                    st.fixed_dictionaries({"kind": st.just("news"), "n": counts, "share": shares, "sources": counts}),
                    max_size=2,
                ),
                "units": st.lists(st.fixed_dictionaries({"unit": counts, "name": titles, "n": counts}), max_size=2),
                "daily": st.lists(
                    st.fixed_dictionaries({"day": days, **dict.fromkeys(("n", "neg", "neu", "pos"), counts)}),
                    min_size=7,
                    max_size=7,
                ),
                "peak": st.none() | peak,
                "topics": st.fixed_dictionaries(
                    {
                        **dict.fromkeys(("n", "new", "continuing", "revived"), counts),
                        "top": st.lists(topic, max_size=4),
                    }
                ),
                "plans": st.fixed_dictionaries({"retagging": st.booleans(), "listed": st.lists(plan, max_size=2)}),
                "alerts": st.fixed_dictionaries(
                    {
                        **dict.fromkeys(("n", "acknowledged", "closed", "open"), counts),
                        "levels": st.fixed_dictionaries(dict.fromkeys("4321", counts)),
                        "median_minutes": st.none() | counts,
                        "listed": st.lists(alert, max_size=3),
                    }
                ),
                "sources": st.fixed_dictionaries({"watched": counts, "with_items": counts}),
                "outages": st.fixed_dictionaries(
                    {
                        **dict.fromkeys(("n", "sources", "minutes"), counts),
                        "listed": st.lists(outage, max_size=2),
                    }
                ),
                "models": st.lists(st.fixed_dictionaries({"model": st.just("snb-1/areas-1"), "n": counts}), max_size=2),
            }
        )
    )


def told(frozen: dict[str, Any]) -> list[Section]:
    return sections(frozen, same, report_names())


def sentences(frozen: dict[str, Any]) -> Iterator[Sentence]:
    for section in told(frozen):
        yield from section.sentences


@given(weeks())
def test_every_figure_in_every_sentence_is_a_frozen_number(frozen: dict[str, Any]) -> None:
    names = report_names()
    for sentence in sentences(frozen):
        rest = sentence.text
        for figure in sentence.figures:
            value = lookup(frozen, figure.path)
            form = names.get(figure.form)
            assert figure.shown == (form.get(str(value), str(value)) if form else FORMS[figure.form](value, same))
            assert figure.shown in rest
            rest = rest.replace(figure.shown, "", 1)
        assert not re.search(r"[0-9]", rest), sentence.text


@given(weeks())
def test_the_same_numbers_are_told_the_same_way_and_left_alone(frozen: dict[str, Any]) -> None:
    before = copy.deepcopy(frozen)
    assert told(frozen) == told(before)
    assert frozen == before


@given(weeks())
def test_sections_are_numbered_in_chinese_and_tables_are_whole(frozen: dict[str, Any]) -> None:
    parts = told(frozen)
    assert "".join(part.numeral for part in parts) == "一二三四五六七八"[: 8 if frozen["plans"]["listed"] else 7]
    for table in (table for part in parts for table in part.tables):
        assert {len(row) for row in table.rows} <= {len(table.head)}


@given(weeks())
def test_no_comparison_is_claimed_without_a_week_to_compare_with(frozen: dict[str, Any]) -> None:
    frozen["volume"].update(items=5, previous=None, change=None)
    text = "".join(sentence.text for sentence in told(frozen)[0].sentences)
    assert "不作环比" in text
    assert "较上周（" not in text


@pytest.mark.parametrize(
    ("value", "form", "shown"),
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
    ],
)
def test_values_are_shown_as_people_read_them(value: object, form: str, shown: str) -> None:
    assert FORMS[form](value, same) == shown
