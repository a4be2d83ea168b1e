"""From the Report row to a Paper, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI
from monitor.lib.plurals import with_plurals
from monitor.models import Report
from monitor.queries.reports import report_withdrawal
from monitor.reports.freeze import digest
from monitor.reports.names import report_names
from monitor.reports.render.charts import charts_of
from monitor.reports.render.paper import Foot, Head, Paper, blocks_of
from monitor.reports.told import report_sections


def paper_of(report: Report, language: str) -> Paper:
    """The report's words, numbers and marks, ready to be set in any form."""
    with translation.override(language):
        frozen, english = report.frozen, language.startswith("en")
        names = report_names()
        moment = report.signed_at or datetime.fromisoformat(frozen["computed_at"])
        window, final = _window(report), report.status != Report.Status.DRAFT
        charts = charts_of(frozen, _, names, window)
        return Paper(
            language="en" if english else "zh-Hans",
            head=_head(report, moment),
            blocks=blocks_of(
                report_sections(report, _, names), charts, report.analysis, _, english=english, final=final
            ),
            foot=Foot(_signed(report), _("数字摘要（SHA-256）：%(digest)s") % {"digest": report.digest}, window),
            moment=moment,
            words=_words() | {"day": _("签发日期") if final else _("统计日期")},
            frozen=frozen,
        )


def _titles() -> dict[str, str]:
    return {
        "weekly": _("职工舆情周报"),
        "daily": _("职工舆情日报"),
        "monthly": _("职工舆情月报"),
        "dossier": _("职工舆情专报"),
    }


def _head(report: Report, moment: datetime) -> Head:
    frozen: dict[str, Any] = report.frozen
    marks = [_("内部资料")] + ([_("演练，内容全部虚构")] if frozen["drill"] else [])
    title = _titles().get(report.kind, _titles()["dossier"])
    if subject := frozen.get("title"):
        title = _("%(title)s：%(subject)s") % {"title": title, "subject": subject}
    return Head(
        title=title,
        issue=_("%(year)s 年第 %(n)s 期") % {"year": report.period_start.year, "n": report.number},
        unit=frozen["organisation"],
        period=_period(report),
        day=f"{moment.astimezone(SHANGHAI):%Y-%m-%d}",
        marks=tuple(marks),
        state=_state(report),
        notice=_notice(report),
    )


def _period(report: Report) -> str:
    start, end = f"{report.period_start:%Y-%m-%d}", f"{report.period_end:%Y-%m-%d}"
    return start if start == end else f"{start} – {end}"


def _window(report: Report) -> str:
    at = datetime.fromisoformat(report.frozen["computed_at"]).astimezone(SHANGHAI)
    return _("时段 %(period)s　统计于 %(at)s（北京时间）　监测来源 %(n)s 家") % with_plurals(
        {
            "period": _period(report),
            "at": f"{at:%Y-%m-%d %H:%M}",
            "n": report.frozen["sources"]["watched"],
        }
    )


def _state(report: Report) -> str:
    if report.status == Report.Status.DRAFT:
        return _("草稿，未签发")
    return _("已撤回") if report.status == Report.Status.WITHDRAWN else ""


def _notice(report: Report) -> str:
    said = []
    if digest(report.frozen) != report.digest:
        said.append(_("冻结的数字与摘要值不符：请勿使用本期，并联系管理员。"))
    if report.status == Report.Status.WITHDRAWN:
        entry = report_withdrawal(report) if report.pk else None
        reason = entry.detail.get("reason", "") if entry else ""
        said.append(_("本期已撤回。") + (_("原因：") + reason if reason else ""))
    return " ".join(said)


def _signed(report: Report) -> str:
    if report.signed_at is None:
        return _("签发：（未签发）")
    at = f"{report.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return _("签发：%(who)s　%(at)s") % {"who": report.signature or report.signed_by or "—", "at": at}


def _words() -> dict[str, str]:
    return {
        "figure": _("图"),
        "table": _("表"),
        "period": _("时段"),
        "missing": _("〓 表示字库中没有的字。"),
        "numbers": _("数字"),
        "notes": _("说明"),
        "path": _("位置"),
        "value": _("值"),
        "more": _("另有 %(n)s 行，见完整报告。"),
    }
