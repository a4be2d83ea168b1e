"""What can go wrong with a report."""

from __future__ import annotations

from monitor.errors import TingchaoError


class ReportError(TingchaoError):
    """The report cannot do this now. Labels: report_state, report_rights, report_digest, report_reason, report_long, report_conflict,
    report_sentence (it is not there, or says something else by now), report_template, report_busy."""

    label = "report_state"
    permanent = True
