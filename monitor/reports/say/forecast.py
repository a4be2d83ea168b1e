"""8 What comes: the stored forecast with its bands, and the last one beside what came. Pure."""

from __future__ import annotations

from monitor.reports.parts import Columns, Section, Table, table_of
from monitor.reports.tell import Sentence, Teller, Translate


def forecast(tell: Teller, _: Translate) -> Section | None:
    """None of a report that was frozen before forecasts were."""
    if not tell.has("forecast"):
        return None
    said, tables = [], []
    if tell.get("forecast.next") is None:
        said.append(tell.say(_("没有存下的下期预测：历史不足两周，或统计时下期第一天还没有预测。")))
    else:
        said.append(_coming(tell, _))
        head = (_("日期"), _("预计原创"), _("下限"), _("上限"))
        columns: Columns = (("day", "day"), ("point", "count"), ("low", "count"), ("high", "count"))
        tables.append(table_of(tell, _("今后各日原创预测（条，80 % 区间）"), head, "forecast.next.days", columns))
    if tell.get("forecast.check") is None:
        said.append(tell.say(_("没有对本期作过的预测可供核对。")))
    else:
        said.append(_came(tell, _))
        tables.append(_check(tell, _))
    return Section("forecast", _("下期预测"), tuple(said), tuple(tables), figures=("forecast",))


def _coming(tell: Teller, _: Translate) -> Sentence:
    last = len(tell.get("forecast.next.days")) - 1
    return tell.say(
        _("预计 %(first)s至 %(last)s共有原创约 %(total)s 条（%(method)s，%(at)s 作出）；各日区间见下表。"),
        first=("forecast.next.days.0.day", "day"),
        last=(f"forecast.next.days.{last}.day", "day"),
        total=("forecast.next.total", "count"),
        method=("forecast.next.method", "method"),
        at=("forecast.next.made_at", "moment"),
    )


def _came(tell: Teller, _: Translate) -> Sentence:
    return tell.say(
        _(
            "对本期的预测（%(at)s 作出）为 %(total)s 条，实际 %(came)s 条；可核对的 %(of)s 天中 %(inside)s 天落在区间内。"
        ),
        at=("forecast.check.made_at", "moment"),
        total=("forecast.check.total", "count"),
        came=("forecast.check.came", "count"),
        of=("forecast.check.of", "count"),
        inside=("forecast.check.inside", "count"),
    )


def _check(tell: Teller, _: Translate) -> Table:
    head = (_("日期"), _("预测"), _("下限"), _("上限"), _("实际"), _("落在区间内"))
    columns: Columns = (
        ("day", "day"),
        ("point", "count"),
        ("low", "count"),
        ("high", "count"),
        ("n", "count"),
        ("inside", "yes"),
    )
    return table_of(tell, _("本期预测与实际（原创，条）"), head, "forecast.check.days", columns)
