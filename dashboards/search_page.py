"""What the search page shows of one search: marked rows, the chart above them, figures with their window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.charts import Chart
from dashboards.rule_marks import Marked, marked
from dashboards.search_filters import SearchAddress
from monitor.lib.clock import DAY, SHANGHAI
from monitor.lib.plurals import with_plurals
from monitor.queries.search import SearchPage, SearchRow
from monitor.queries.search_ask import SearchAsk
from monitor.queries.search_tally import SearchTally
from monitor.rules.reading import Stored


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list. `row` as item lists know it; `marks` with the hits."""

    found: SearchRow
    marks: Marked

    @property
    def source_marked(self) -> bool:
        return bool(self.marks.source)


def lines(page: SearchPage) -> list[Line]:
    """The rows with their hits marked."""
    return [Line(row, marked(Stored(row.item.title, row.text, row.item.source), row.match)) for row in page.rows]


def passage_text(row: SearchRow) -> str:
    """What stands around the first hits, for a file."""
    marks = marked(Stored(row.item.title, row.text, row.item.source), row.match)
    return " ".join("".join(text for text, _hit in passage) for passage in marks.text)


def chart(tally: SearchTally, ask: SearchAsk, address: SearchAddress, *, now: datetime, sources: int) -> Chart:
    """Volume over time."""
    title = _("每天条数") if tally.step == DAY else _("每小时条数")
    foot = _("%(from)s 至 %(to)s · %(computed)s 计算 · %(sources)s 家来源 · n = %(n)s")
    return Chart(
        id="search-volume",
        title=title,
        foot=foot
        % with_plurals(
            {
                "from": _stamp(ask.scope.start),
                "to": _stamp(ask.scope.end),
                "computed": f"{now.astimezone(SHANGHAI):%H:%M:%S}",
                "sources": sources,
                "n": count_words(tally),
            }
        ),
        bars=tally.bars,
        sources=sources,
        step=tally.step,
        csv_href=reverse("search_volume") + address.query,
    )


def count_words(tally: SearchTally) -> str:
    """1,204; 10,000+; 至少 300."""
    if tally.capped:
        return f"{tally.total:,}+"
    return _("至少 %(n)s") % {"n": f"{tally.total:,}"} if tally.read_to else f"{tally.total:,}"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"
