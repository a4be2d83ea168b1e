"""2 Trend: every day, the peak day explained by its topics, days with gaps marked. Pure."""

from __future__ import annotations

from monitor.reports.parts import Section, Table, table_of
from monitor.reports.tell import Sentence, Teller, Translate

TONES = ("neg", "neu", "pos")


def trend(tell: Teller, _: Translate) -> Section:
    return Section("trend", _("走势"), tuple(_peak(tell, _)), (day_table(tell, _),), figures=("daily",))


def day_table(tell: Teller, _: Translate) -> Table:
    """Every day of the period."""
    head = [_("日期"), _("信息量"), *(tell.names["sentiment"][tone] for tone in TONES)]
    columns = [("day", "day"), *((key, "count") for key in ("n", *TONES))]
    if tell.has("daily.0.gap"):
        head.append(_("来源中断"))
        columns.append(("gap", "gap"))
    return table_of(tell, _("每日信息量（条）"), tuple(head), "daily", tuple(columns))


def _peak(tell: Teller, _: Translate) -> list[Sentence]:
    if tell.get("peak") is None:
        return [tell.say(_("本期没有涉工信息，无走势可述。"))]
    day, n = ("peak.day", "day"), ("peak.n", "count")
    if tell.get("peak.times") is None:
        said = [tell.say(_("信息集中在 %(day)s，共 %(n)s 条，其余各日没有。"), day=day, n=n)]
    else:
        said = [
            tell.say(
                _("%(day)s最高，共 %(n)s 条，为其余各日日均（%(mean)s 条）的 %(times)s 倍。"),
                day=day,
                n=n,
                mean=("peak.others_mean", "number"),
                times=("peak.times", "number"),
            )
        ]
    said += _explained(tell, _) if tell.has("peak.excess") else _named(tell, _)
    if tell.get("outages.n"):
        said.append(tell.say(_("走势受数据缺口影响，见“数据说明”。")))
    return said


def _explained(tell: Teller, _: Translate) -> list[Sentence]:
    """Which topics brought more than usual; says so when none did."""
    if tell.get("peak.excess") <= 0:
        return [tell.say(_("各日相差不大，没有需要解释的高点。"))]
    head = tell.say(
        _("比日中位数（%(median)s 条）多 %(excess)s 条"),
        median=("peak.median", "number"),
        excess=("peak.excess", "number"),
    )
    named = [_contribution(tell, _, f"peak.topics.{k}") for k in range(len(tell.get("peak.topics")))]
    if not named:
        return [tell.join([head], "", _("，没有哪个话题明显多于平日，较为分散。"))]
    listed = tell.join(named, _("、"))
    text = _("%(head)s，主要来自：%(topics)s。") % {"head": head.text, "topics": listed.text}
    return [Sentence(text, head.figures + listed.figures)]


def _contribution(tell: Teller, _: Translate, path: str) -> Sentence:
    parts = {"title": (f"{path}.title", "text"), "n": (f"{path}.n", "count"), "more": (f"{path}.more", "number")}
    if tell.get(f"{path}.share") is None:
        return tell.say(_("“%(title)s”（当日 %(n)s 条，比其平日多 %(more)s 条）"), **parts)
    template = _("“%(title)s”（当日 %(n)s 条，比其平日多 %(more)s 条，占多出部分的 %(share)s）")
    return tell.say(template, **parts, share=(f"{path}.share", "percent"))


def _named(tell: Teller, _: Translate) -> list[Sentence]:
    """Of reports that were frozen before peaks were explained."""
    named = [
        tell.say(
            _("“%(title)s”（当日 %(n)s 条）"),
            title=(f"peak.topics.{k}.title", "text"),
            n=(f"peak.topics.{k}.n", "count"),
        )
        for k in range(len(tell.get("peak.topics")))
    ]
    if not named:
        return [tell.say(_("当日的信息没有聚成话题，较为分散。"))]
    listed = tell.join(named, _("、"))
    return [Sentence(_("当日的量主要来自：%(topics)s。") % {"topics": listed.text}, listed.figures)]
