"""What a page shows of a subject's forecasts, read when the template asks for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.clocks import stamp
from dashboards.forecast_chart import ForecastChart
from dashboards.forecast_words import came_words, error_words, hours_words, method_name, next_words
from monitor.lib.clock import DAY, HOUR, shanghai_date, shanghai_day_start
from monitor.lib.plurals import with_plurals
from monitor.models import Forecast, ForecastStep
from monitor.queries.forecast import DRAWN, Outlook, outlook_reading
from monitor.queries.together import Part, Reading


@dataclass(frozen=True, slots=True)
class Trial:
    """How one method did in the back-test of one step."""

    step: str
    method: str
    shown: bool
    mae: float
    interval_score: float
    coverage: float
    n: int


@dataclass(frozen=True)
class ForecastPanel:
    """Forecasts of a topic, of an area, or ('' and None) of all originals in focus, at one moment (aware)."""

    now: datetime
    area: str = ""
    topic_id: int | None = None

    @Part
    def outlook(self) -> Reading[Outlook]:
        """Everything that it shows."""
        return outlook_reading(topic_id=self.topic_id, area=self.area, now=self.now)

    @property
    def rows(self) -> dict[str, Forecast]:
        return self.outlook.latest

    @property
    def sentences(self) -> list[str]:
        """What is expected, and what came of yesterday's forecast; empty when nothing was computed yet."""
        found = [next_words(row)] if (row := self.rows.get(ForecastStep.NEXT)) else []
        hours = self.rows.get(ForecastStep.HOUR)
        if hours and not hours.method:
            found.append(hours_words(hours))
        came = self.outlook.came
        return [*found, came_words(came)] if found and came else found

    @property
    def computed_at(self) -> datetime | None:
        """When the newest of them was made."""
        return max((row.made_at for row in self.rows.values()), default=None)

    @property
    def trials(self) -> list[Trial]:
        """Every method's errors in the back-test, by step, the smallest mean error first."""
        names = {ForecastStep.NEXT: _("24 小时总数"), ForecastStep.HOUR: _("每小时"), ForecastStep.DAY: _("每天")}
        return [
            Trial(names[step], method_name(code), code == row.method, **found)
            for step in names
            if (row := self.rows.get(step))
            for code, found in sorted(row.errors.items(), key=lambda tried: (tried[1]["mae"], tried[0]))
        ]

    @cached_property
    def charts(self) -> list[ForecastChart]:
        """Hours, then days; of what there is."""
        shown = {
            ForecastStep.HOUR: _("预判：未来 24 小时，每小时原创条数"),
            ForecastStep.DAY: _("预判：今天起 7 天，每天原创条数"),
        }
        made = [(row, shown[step]) for step in shown if (row := self.rows.get(step)) and row.method]
        return [
            ForecastChart(
                f"forecast-{row.step}",
                title,
                self._foot(row),
                row,
                self._came(row, row.starts_at - DRAWN[ForecastStep(row.step)]),
                self._csv_href(f"forecast-{row.step}"),
            )
            for row, title in made
        ]

    def _csv_href(self, chart: str) -> str:
        asked = {"id": chart, "area": self.area, "topic": str(self.topic_id or "")}
        return f"{reverse('forecast_csv')}?{urlencode({name: value for name, value in asked.items() if value})}"

    def _foot(self, row: Forecast) -> str:
        history = _("%(n)d 天历史") if row.step == ForecastStep.DAY else _("%(n)d 小时历史")
        return _("%(at)s 计算 · %(errors)s（每步）· n = %(history)s · 色带：80%% 区间") % {
            "at": stamp(row.made_at),
            "errors": error_words(row),
            "history": history % with_plurals({"n": row.known}),
        }

    def _came(self, row: Forecast, since: datetime) -> list[tuple[datetime, int | None]]:
        """Counts of the steps before the forecast, from the first hour with any on; hours of outage are None."""
        counts = {hour: n for hour, n in self.outlook.counts.items() if since <= hour < row.starts_at}
        if not counts:
            return []
        if row.step == ForecastStep.DAY:
            return _by_day(counts, row.starts_at)
        first, unknown = min(counts), self.outlook.unknown
        hours = [first + i * HOUR for i in range((row.starts_at - first) // HOUR)]
        return [(hour, None if hour in unknown else counts.get(hour, 0)) for hour in hours]


def _by_day(counts: dict[datetime, int], end: datetime) -> list[tuple[datetime, int | None]]:
    days: dict[datetime, int] = defaultdict(int)
    for hour, n in counts.items():
        days[shanghai_day_start(shanghai_date(hour))] += n
    first = min(days)
    return [(first + i * DAY, days[first + i * DAY]) for i in range((end - first) // DAY)]
