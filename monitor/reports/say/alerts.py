"""6 Matters of concern: what was raised, how soon it was taken up, how far it is, what was handed to units. Pure."""

from __future__ import annotations

from monitor.reports.parts import Columns, Section, Table, table_of
from monitor.reports.say.overview import alert_line
from monitor.reports.tell import Sentence, Teller, Translate


def alerts(tell: Teller, _: Translate) -> Section:
    said = [alert_line(tell, _)]
    listed = tell.get("alerts.listed")
    if listed:
        said += handling(tell, _)
    tables = [_table(tell, _)] if listed else []
    if tell.has("handed") and tell.get("handed"):
        head = (_("承办单位"), _("转办件数"), _("已答复"), _("答复用时（中位数）"))
        columns: Columns = (("name", "text"), ("sent", "count"), ("answered", "count"), ("minutes", "duration"))
        tables.append(table_of(tell, _("转办及答复用时"), head, "handed", columns))
    return Section("alerts", _("重点关注与处置"), tuple(said), tuple(tables))


def handling(tell: Teller, _: Translate) -> list[Sentence]:
    """Times and what is still open."""
    said = []
    if tell.get("alerts.acknowledged"):
        template = _("其中 %(n)s 起已有人回应，从发出到回应的中位时间为 %(time)s。")
        said.append(tell.say(template, n=("alerts.acknowledged", "count"), time=("alerts.median_minutes", "duration")))
    else:
        said.append(tell.say(_("截至统计时尚无人回应。")))
    if tell.has("alerts.median_close") and tell.get("alerts.median_close") is not None:
        template = _("已办结的从发出到办结的中位时间为 %(time)s。")
        said.append(tell.say(template, time=("alerts.median_close", "duration")))
    if tell.get("alerts.open"):
        said.append(tell.say(_("尚有 %(n)s 起未办结。"), n=("alerts.open", "count")))
    if tell.has("alerts.overdue") and tell.get("alerts.overdue"):
        said.append(tell.say(_("其中 %(n)s 起已超过办结时限。"), n=("alerts.overdue", "count")))
    return said


def _table(tell: Teller, _: Translate) -> Table:
    listed, rows = tell.get("alerts.listed"), []
    whole = "steps" in listed[0]
    for n, alert in enumerate(listed):
        path = f"alerts.listed.{n}"
        row = [
            tell.show(f"{path}.level", "level"),
            alert["title"] or _("（话题已不存在）"),
            tell.show(f"{path}.raised_at", "moment"),
            tell.show(f"{path}.minutes_to_acknowledge", "duration"),
            tell.show(f"{path}.closed_at", "moment"),
            tell.show(f"{path}.status", "status"),
        ]
        if whole:
            row.append(f"{tell.show(f'{path}.steps_done', 'count')}/{tell.show(f'{path}.steps', 'count')}")
            row.append(f"{tell.show(f'{path}.answered', 'count')}/{tell.show(f'{path}.referred', 'count')}")
        rows.append(tuple(row))
    head = [_("级别"), _("话题"), _("发出"), _("回应用时"), _("办结于"), _("状态")]
    if whole:
        head += [_("预案步骤（已办/共）"), _("转办（答复/共）")]
    links = tuple(alert["id"] for alert in listed)
    return Table(_("预警及处置"), tuple(head), tuple(rows), frozenset({2, 3, 4, 6, 7} & set(range(len(head)))), links)
