"""How each shape of chart is drawn on a matplotlib figure: labels at the marks, hatches beside colours, few lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monitor.fonts import REGULAR, shown
from monitor.lib.colours import COLOURS
from monitor.reports.render.charts import Chart, Series

HATCH = {"neg": "////", "neu": "", "pos": "....", "accent": "", "outage": "xxxx"}
ON = {"neg": "#ffffff", "neu": "#1d2126", "pos": "#ffffff"}
GAP_FLOOR = 0.06
MANY = 16  # columns: more carry no numbers of their own, but the highest
CLOUD = (1220, 520)  # pixels
PAPER = {"facecolor": COLOURS["surface"], "edgecolor": "none", "pad": 0.6}  # behind words that lines would cross


def columns(figure: Any, chart: Chart) -> None:
    """Days side by side, tones stacked, outages hatched behind them, alerts as marks above."""
    axes = _plain(figure.subplots())
    count = len(chart.labels)
    totals = [sum(one.values[n] for one in chart.series) for n in range(count)]
    top = max(4.0, max(totals, default=0) * (1.42 if chart.marks else 1.14))
    for n in chart.weekend:
        axes.axvspan(n - 0.5, n + 0.5, color=COLOURS["weekend"], zorder=0, linewidth=0)
    _gaps(axes, chart, top)
    base = [0.0] * count
    for one in chart.series:
        axes.bar(range(count), one.values, bottom=base, width=0.62, zorder=3, **_paint(one))
        base = [low + value for low, value in zip(base, one.values, strict=True)]
    for n, total in enumerate(totals):
        if total and (count <= MANY or total == max(totals)):
            axes.text(
                n, total + top * 0.015, f"{total:,.0f}", ha="center", va="bottom", fontsize=8, zorder=5, bbox=PAPER
            )
    _marks(axes, chart, top)
    _side_labels(axes, chart, top)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(0, top)
    every = 1 + count // 16
    axes.set_xticks(range(count)[::every], [shown(label) for label in chart.labels][::every])
    axes.grid(axis="y", color=COLOURS["line"], linewidth=0.6, zorder=1)


def share(figure: Any, chart: Chart) -> None:
    """One bar of a hundred percent, each part named above it."""
    axes = figure.subplots()
    axes.axis("off")
    left = 0.0
    for one in chart.series:
        value = one.values[0]
        axes.barh(0, value, left=left, height=0.8, **_paint(one))
        left += value
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.45, 1.5)
    for at, one in zip((0.0, 0.5, 1.0), chart.series, strict=True):
        words = f"{_sign(one.token)} {one.name} {one.values[0]:g} %"
        align = {0.0: "left", 0.5: "center", 1.0: "right"}[at]
        axes.text(at * 100, 0.75, shown(words), ha=align, va="bottom", color=COLOURS[f"{one.token}-ink"], fontsize=9)


def rows(figure: Any, chart: Chart) -> None:
    """A bar a row with its number; a second series (the period before) thinner below it."""
    axes = _bars(figure, chart)
    two = len(chart.series) > 1
    most = max((max(one.values, default=0) for one in chart.series), default=0) or 1
    for k, one in enumerate(chart.series):
        height, shift = (0.42, -0.2) if two and not k else (0.24, 0.2) if two else (0.62, 0.0)
        places = [n + shift for n in range(len(chart.labels))]
        axes.barh(places, one.values, height=height, zorder=3, **_paint(one))
        for place, value in zip(places, one.values, strict=True):
            size = 8 if not k else 6.5
            axes.text(
                value + most * 0.01, place, f"{_number(value)}", va="center", fontsize=size, color=COLOURS["ink-2"]
            )
    axes.set_xlim(0, most * 1.12)
    if two:
        _named(axes, chart)


def stacked(figure: Any, chart: Chart) -> None:
    """A bar a row made of parts, with the whole at its end."""
    axes = _bars(figure, chart)
    base = [0.0] * len(chart.labels)
    for one in chart.series:
        axes.barh(range(len(chart.labels)), one.values, left=base, height=0.62, zorder=3, **_paint(one))
        base = [low + value for low, value in zip(base, one.values, strict=True)]
    most = max(base, default=0) or 1
    for n, value in enumerate(base):
        axes.text(value + most * 0.01, n, f"{_number(value)}", va="center", fontsize=8, color=COLOURS["ink-2"])
    axes.set_xlim(0, most * 1.12)
    _named(axes, chart)


def _bars(figure: Any, chart: Chart) -> Any:
    axes = _plain(figure.subplots())
    axes.set_yticks(range(len(chart.labels)), [shown(label) for label in chart.labels])
    axes.set_ylim(len(chart.labels) - 0.4, -0.6)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return axes


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _plain(axes: Any) -> Any:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=8)
    return axes


def _paint(one: Series) -> dict[str, Any]:
    white = one.token in {"neg", "pos"}
    return {
        "facecolor": COLOURS[one.token],
        "hatch": HATCH.get(one.token, ""),
        "edgecolor": COLOURS["surface"] if white else COLOURS["ink-3"] if HATCH.get(one.token) else COLOURS[one.token],
        "linewidth": 0,
    }


def _sign(token: str) -> str:
    return {"neg": "▼", "neu": "■", "pos": "●"}.get(token, "")


def _gaps(axes: Any, chart: Chart, top: float) -> None:
    """As high as the share of sources that were away; named where there is room."""
    for gap in chart.gaps:
        height = top * max(GAP_FLOOR, gap.share)
        left, width = gap.start - 0.5, max(gap.end - gap.start, 0.03)
        style = {"facecolor": "none", "hatch": "\\\\\\\\", "edgecolor": COLOURS["ink-3"], "linewidth": 0}
        axes.bar(left + width / 2, height, width=width, zorder=2, **style)
        if width >= len(chart.labels) / 16 and gap.share >= 0.25:
            place = top * 0.5 if gap.share > 0.5 else height
            words = {"ha": "center", "va": "bottom", "fontsize": 8, "zorder": 6, "bbox": PAPER}
            axes.text(left + width / 2, place, shown(chart.no_data), **words)


def _marks(axes: Any, chart: Chart, top: float) -> None:
    """The first character of the level in a square; those that would cover an earlier one stand lower."""
    room, taken = len(chart.labels) / 26, [-9.0, -9.0, -9.0]
    for mark in sorted(chart.marks, key=lambda one: one.at):
        row = next((n for n, last in enumerate(taken) if mark.at - last >= room), None)
        if row is None:
            continue  # a fourth at the same hour: the table below lists it
        taken[row] = mark.at
        box = {
            "boxstyle": "square,pad=0.22",
            "facecolor": COLOURS[f"level-{mark.level}"],
            "edgecolor": COLOURS["ink-2"],
            "linewidth": 0.5,
        }
        ink = COLOURS[f"level-{mark.level}-ink"]
        height = top * (0.955 - 0.085 * row)
        axes.axvline(
            mark.at - 0.5, ymax=0.93 - 0.085 * row, color=COLOURS["ink-3"], linewidth=0.6, linestyle=":", zorder=2
        )
        axes.text(
            mark.at - 0.5,
            height,
            shown(mark.name[:1]),
            ha="center",
            va="center",
            fontsize=6.5,
            color=ink,
            bbox=box,
            zorder=7,
        )


def _side_labels(axes: Any, chart: Chart, top: float) -> None:
    """Names of the tones at the right edge, at the height of the last bar's parts, a line apart."""
    base, floor = 0.0, 0.02 * top
    for one in chart.series:
        value = one.values[-1]
        place = max(base + value / 2, floor)
        base, floor = base + value, place + top * 0.09
        words, ink = f"{_sign(one.token)} {one.name}", COLOURS.get(f"{one.token}-ink", COLOURS["ink-2"])
        axes.annotate(
            shown(words), (1, place), xycoords=("axes fraction", "data"), xytext=(5, 0), textcoords="offset points",
            va="center", ha="left", fontsize=8, color=ink, annotation_clip=False,
        )  # fmt: skip


def _named(axes: Any, chart: Chart) -> None:
    """Which bar is which, in a small key below the last row."""
    from matplotlib.patches import Patch

    patches = [Patch(label=shown(one.name), **_paint(one)) for one in chart.series]
    axes.legend(handles=patches, loc="lower right", fontsize=8, frameon=False, ncols=len(patches), handlelength=1.4)


def band(figure: Any, chart: Chart) -> None:
    """What came as columns, what was foretold as a line in its band."""
    axes = _plain(figure.subplots())
    came, point, low, high = (one.values for one in chart.series)
    places, count = range(len(chart.labels)), len(chart.labels)
    for n in chart.weekend:
        axes.axvspan(n - 0.5, n + 0.5, color=COLOURS["weekend"], zorder=0, linewidth=0)
    edge = {"edgecolor": COLOURS["accent"], "linewidth": 0.6, "linestyle": "--"}
    axes.fill_between(places, low, high, facecolor=COLOURS["accent-soft"], zorder=2, label=shown(_span(chart)), **edge)
    axes.bar(range(len(came)), came, width=0.5, zorder=3, color=COLOURS["neu"], label=shown(chart.series[0].name))
    axes.plot(
        places, point, color=COLOURS["accent"], linewidth=1.4, marker="o", markersize=3.5, zorder=4, label=shown(chart.series[1].name)
    )  # fmt: skip
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(0, max(4.0, *high, *came) * 1.25 if came else max(4.0, *high) * 1.25)
    every = max(1, count // 14)
    axes.set_xticks(list(places)[::every], [shown(label) for label in chart.labels][::every])
    axes.grid(axis="y", color=COLOURS["line"], linewidth=0.6, zorder=1)
    axes.legend(loc="upper left", fontsize=8, frameon=False, ncols=3)


def _span(chart: Chart) -> str:
    return f"{chart.series[2].name}–{chart.series[3].name}"


def cloud(figure: Any, chart: Chart) -> None:
    """Words by weight, level ones only, darkest first: size says it in black and white too."""
    from wordcloud import WordCloud

    inks = [COLOURS["accent"], COLOURS["ink-2"], COLOURS["ink-3"]]
    weights = dict(zip((shown(word) for word in chart.labels), chart.series[0].values, strict=True))
    ranks = {word: n for n, word in enumerate(sorted(weights, key=lambda word: (-weights[word], word)))}
    drawn = WordCloud(
        font_path=str(REGULAR), width=CLOUD[0], height=CLOUD[1], random_state=7, prefer_horizontal=1.0, margin=6,
        background_color=COLOURS["surface"], max_font_size=150, min_font_size=22, relative_scaling=0.5,
        color_func=lambda word, **_: inks[min(2, 3 * ranks[word] // max(1, len(ranks)))],
    ).generate_from_frequencies(weights)  # fmt: skip
    axes = figure.subplots()
    axes.axis("off")
    axes.imshow(drawn.to_array(), interpolation="none")


DRAW: dict[str, Callable[[Any, Chart], None]] = {
    "columns": columns,
    "share": share,
    "rows": rows,
    "stacked": stacked,
    "band": band,
    "cloud": cloud,
}
