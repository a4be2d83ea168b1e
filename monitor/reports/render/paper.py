"""A report as one stream of numbered parts, the same for every form of file. Pure.

Headings, figures and tables get their numbers here, so that 图 3 is the same picture in Word, PDF and mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.reports.render.charts import Chart
from monitor.reports.tell import Translate
from monitor.reports.week import Section, Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title with its numeral: 一、总体情况 or 1. Overview."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Subheading:
    """A part of a section: （一）数据所示."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `quiet`: something said about the report rather than by it."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """图 n: a chart and its caption."""

    number: int
    label: str
    caption: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Grid:
    """表 n: a table and its caption."""

    number: int
    label: str
    caption: str
    table: Table
    key: str


Block = Heading | Subheading | Paragraph | Figure | Grid


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text."""

    title: str  # 职工舆情周报
    issue: str  # 2026 年第 10 期
    unit: str
    period: str
    day: str  # date of the document
    marks: tuple[str, ...]  # 内部资料, 演练…
    state: str  # 草稿——未签发; empty once signed
    notice: str  # withdrawn, and why; numbers that do not fit their digest


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below: who signed, and the digest of the numbers."""

    signed: str
    digest: str
    window: str  # period and moment of counting, for figures and sheets


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole report in one language. `moment` dates the file; `frozen` are the numbers that it was written from."""

    language: str
    head: Head
    blocks: tuple[Block, ...]
    foot: Foot
    moment: datetime
    words: dict[str, str]  # 图, 表, … as the forms need them
    frozen: dict[str, Any] = field(repr=False)

    @property
    def subject(self) -> str:
        """Title, issue and period in one line."""
        return f"{self.head.title}　{self.head.issue}（{self.head.period}）"


def when(paper: Paper) -> str:
    """The line below the title: the period and the day of the document, each by name."""
    head, words = paper.head, paper.words
    return f"{words['period']} {head.period}　{words['day']} {head.day}"


def blocks_of(
    sections: Sequence[Section], charts: dict[str, Chart], analysis: str, _: Translate, *, english: bool, final: bool
) -> tuple[Block, ...]:
    """The sections in order, each: heading, text, figures, tables. `final`: signed, so nothing is still to be written."""
    found: list[Block] = []
    counts = {"figure": 0, "table": 0}
    for at, section in enumerate(sections, 1):
        found.append(
            Heading(f"{at}. {section.title}" if english else f"{section.numeral}、{section.title}", section.key)
        )
        found += (
            _analysis(section, analysis, _, english=english, final=final)
            if section.key == "analysis"
            else _text(section, english=english)
        )
        for chart in _charts(section, charts):
            counts["figure"] += 1
            label = _("图 %(n)s") % {"n": counts["figure"]}
            found.append(Figure(counts["figure"], label, chart.title, chart))
        for table in section.tables:
            counts["table"] += 1
            label = _("表 %(n)s") % {"n": counts["table"]}
            found.append(Grid(counts["table"], label, table.caption, table, section.key))
    return tuple(found)


SECTION_FIGURES = {
    "trend": ("daily", "sentiment"),
    "structure": ("areas",),
    "topics": ("topics",),
    "terms": ("terms",),
    "forecast": ("forecast",),
}
TOGETHER = {"areas": ("areas", "kinds"), "terms": ("movers", "terms")}  # one name that stands for several charts


def _charts(section: Section, charts: dict[str, Chart]) -> Iterable[Chart]:
    named = section.figures or SECTION_FIGURES.get(section.key, ())
    keys = [key for name in named for key in TOGETHER.get(name, (name,))]
    return [charts[key] for key in keys if key in charts]


def _text(section: Section, *, english: bool) -> list[Block]:
    said = [sentence.text.strip() for sentence in section.sentences]
    if section.apart:
        return [Paragraph(text) for text in said]
    return [Paragraph((" " if english else "").join(said))] if said else []


def _analysis(section: Section, analysis: str, _: Translate, *, english: bool, final: bool) -> list[Block]:
    """What was drafted from the numbers, and what the analyst wrote: under titles of their own when there is both."""
    drafted: list[Block] = [Paragraph(sentence.text.strip()) for sentence in section.sentences]
    lines = [line.strip() for line in analysis.splitlines() if line.strip()]
    written: list[Block] = [Paragraph(line) for line in lines] or [Paragraph(_("（分析员尚未撰写）"), quiet=True)]
    if final and drafted and not lines:
        return drafted
    if not drafted:
        return written
    first, second = _("数据所示"), _("分析员意见")
    if english:
        return [Subheading(first), *drafted, Subheading(second), *written]
    return [Subheading(f"（一）{first}"), *drafted, Subheading(f"（二）{second}"), *written]
