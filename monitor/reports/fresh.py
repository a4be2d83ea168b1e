"""The numbers of a report counted again from live data, by the layout it was frozen with, without keeping them."""

from __future__ import annotations

from datetime import datetime

from monitor.models import Report
from monitor.reports.errors import ReportError
from monitor.reports.freeze import Progress, report_freeze, silent
from monitor.reports.freeze_dossier import dossier_freeze
from monitor.reports.freezing import Frozen
from monitor.reports.layout import SECTIONS, Layout
from monitor.reports.periods import DOSSIER, Period, days_of


def report_fresh(*, report: Report, now: datetime, progress: Progress = silent) -> Frozen:
    """As it would be frozen at `now`. Raises ReportError (report_topic) when the topic of a dossier is gone."""
    kept, layout = report.frozen.get("layout", {}), layout_kept(report)
    if report.kind == DOSSIER:
        if report.topic is None:
            raise ReportError("the topic is gone", label="report_topic")
        period = Period(DOSSIER, report.period_start, report.period_end)
        return dossier_freeze(topic=report.topic, period=period, now=now, layout=layout, progress=progress)
    period = days_of(report.kind, report.period_start, report.period_end)
    return report_freeze(period=period, now=now, layout=layout if kept else None, progress=progress)


def layout_kept(report: Report) -> Layout:
    """What stands in the frozen numbers."""
    kept = report.frozen.get("layout", {})
    plans = kept.get("plans")
    return Layout(
        tuple(kept.get("sections") or SECTIONS[report.kind]),
        kept.get("name", ""),
        kept.get("version", 0),
        tuple(plans) if plans is not None else None,
        kept.get("thresholds", {}),
    )
