"""Charts and the tokens they are drawn from."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import plotly

import dashboards
from dashboards.charts import Chart, _apart, merge_gaps
from dashboards.plotly_rules import plotly_css
from monitor.queries.counts import HourBar
from monitor.queries.desk import Gap, Mark

HERE = Path(dashboards.__file__).parent
CSS = HERE / "static" / "dashboards" / "css"
SATURDAY = datetime(2026, 7, 3, 16, tzinfo=UTC)  # midnight in Shanghai


def chart(**fields: object) -> Chart:
    bars = tuple(HourBar(SATURDAY + timedelta(hours=n), neg=n, neu=1) for n in range(4))
    return Chart(**{"id": "c", "title": "走势", "foot": "", "bars": bars, **fields})  # type: ignore[arg-type]


def test_the_axis_is_shanghai_wall_time() -> None:
    assert chart().json["data"][0]["x"][0] == "2026-07-04T00:00:00"


def test_the_picture_the_table_and_the_words_say_the_same() -> None:
    found = chart()
    assert [row[-1] for row in found.rows] == [4, 3, 2, 1]
    assert "共 10 条" in found.spoken
    assert "07-04 03:00" in found.spoken


def test_weekends_are_shaded_within_the_picture() -> None:
    shapes = chart().json["layout"]["shapes"]
    assert [(s["x0"], s["x1"]) for s in shapes] == [("2026-07-04T00:00:00", "2026-07-04T04:00:00")]


def test_names_of_series_keep_a_distance_from_each_other() -> None:
    heights = [label["y"] for label in chart().json["layout"]["annotations"][:3]]
    assert all(b - a >= 0.1 for a, b in pairwise(heights))


def test_names_at_the_top_are_pushed_down_not_onto_each_other() -> None:
    heights = _apart([0.5, 0.99, 0.99])
    assert all(b - a >= 0.1 for a, b in pairwise(heights))
    assert (heights[0], heights[-1]) == (0.5, 0.96)


def test_outages_are_as_high_as_the_share_of_silent_sources() -> None:
    def gap(source: str, start: int, end: int) -> Gap:
        return Gap(source, SATURDAY + timedelta(hours=start), SATURDAY + timedelta(hours=end), open=False)

    assert [names for _s, _e, names in merge_gaps([gap("甲", 0, 2), gap("乙", 1, 3)])] == [
        ("甲",),
        ("乙", "甲"),
        ("乙",),
    ]
    data = chart(gaps=(gap("甲", 0, 2), gap("乙", 1, 3)), sources=2).json["data"][0]
    assert data["y"] == [0.5, 1.0, 0.5]
    words = chart(gaps=(gap("甲", 0, 2),), sources=2).json["layout"]["annotations"][3]
    assert (words["text"], words["y"]) == ("无数据", 0.5)


def test_every_colour_of_a_chart_is_a_token() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    marks = tuple(Mark(level, SATURDAY, level, "") for level in (1, 2, 3, 4))
    found = chart(marks=marks, gaps=(Gap("甲", SATURDAY, SATURDAY + timedelta(hours=1), open=False),))
    assert len(used := set(re.findall(r"var\((--[\w-]+)\)", str(found.json)))) > 10
    assert used <= tokens


def test_every_token_used_in_a_style_sheet_is_declared() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", (CSS / "tokens.css").read_text()))
    for sheet in CSS.glob("*.css"):
        assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= tokens, sheet.name


def test_both_dark_themes_are_the_same() -> None:
    css = (CSS / "tokens.css").read_text()
    system, chosen = css.split('not([data-theme="light"])')[1].split(':root[data-theme="dark"]')
    declared = re.compile(r"--[\w-]+: [^;]+;")
    assert declared.findall(system) == declared.findall(chosen) != []


def test_plotlys_rules_in_our_file_are_those_of_the_installed_version() -> None:
    assert (CSS / "plotly.css").read_text() == plotly_css()


def test_plotly_finds_the_id_that_keeps_it_from_writing_map_styles() -> None:
    ident = re.search(r'<meta id="(\w+)"', (HERE / "templates/frame/chart_styles.html").read_text())
    bundle = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text()
    assert ident
    assert f'document.getElementById("{ident[1]}")' in bundle


def test_pages_ask_no_other_host_for_anything() -> None:
    foreign = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""")
    for file in [*HERE.glob("templates/**/*.html"), *HERE.glob("static/**/*.css"), *HERE.glob("static/**/*.js")]:
        assert not foreign.search(file.read_text()), file


def test_alert_marks_close_together_do_not_cover_each_other() -> None:
    times = [SATURDAY, SATURDAY + timedelta(minutes=2), SATURDAY + timedelta(hours=2)]
    found = chart(marks=tuple(Mark(n, at, n + 1, f"第{n}件") for n, at in enumerate(times))).json
    data = found["data"][-1]
    assert data["text"] == ["黄", "橙"]
    assert data["customdata"] == ["蓝 第0件<br>黄 第1件", "橙 第2件"]
    assert found["layout"]["annotations"][-1]["text"] == "2×"


def test_the_number_of_alerts_is_not_covered_by_the_square_before() -> None:
    after = (10, 11, 20, 21, 60, 61)  # a square takes 6 minutes
    marks = tuple(Mark(n, SATURDAY + timedelta(minutes=n), 2, "云河新城") for n in after)
    counts = [note for note in chart(marks=marks).json["layout"]["annotations"] if note["text"] == "2×"]
    assert [(note["xanchor"], note["xshift"]) for note in counts] == [("right", -11), ("left", 11), ("right", -11)]
