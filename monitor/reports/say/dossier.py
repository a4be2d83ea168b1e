"""The dossier of one topic (专报): how it began and grew, who wrote of it, what was done, what comes. Pure."""

from __future__ import annotations

from monitor.reports.parts import Columns, Section, table_of
from monitor.reports.say.notes import gaps
from monitor.reports.say.structure import kind_table
from monitor.reports.say.trend import day_table
from monitor.reports.tell import Sentence, Teller, Translate

TONES = ("neg", "neu", "pos")
ANSWERS = ("published", "referred", "answered")


def overview(tell: Teller, _: Translate) -> Section:
    said = [
        tell.say(
            _("“%(title)s”于 %(first)s 首次出现，最近一条在 %(last)s，目前%(state)s，热度 %(heat)s。"),
            title=("topic.title", "text"),
            first=("topic.first_at", "moment"),
            last=("topic.last_at", "moment"),
            state=("topic.state", "state"),
            heat=("topic.heat", "count"),
        ),
        tell.say(
            _("本期内共 %(items)s 条，其中原创 %(originals)s 条、转发 %(reposts)s 条，来自 %(sources)s 家来源。"),
            items=("volume.items", "count"),
            originals=("volume.originals", "count"),
            reposts=("volume.reposts", "count"),
            sources=("sources.with_items", "count"),
        ),
    ]
    if tell.get("volume.originals"):
        template = _("原创中负面 %(neg)s，中性 %(neu)s，正面 %(pos)s。")
        said.append(tell.say(template, **{tone: (f"sentiment.{tone}.share", "percent") for tone in TONES}))
    areas = [tell.say("%(area)s", area=(f"topic.areas.{n}", "area")) for n in range(len(tell.get("topic.areas")))]
    if areas:
        listed = tell.join(areas, _("、"))
        said.append(Sentence(_("涉及领域：%(areas)s。") % {"areas": listed.text}, listed.figures))
    said.append(_answer(tell, _))
    return Section("overview", _("基本情况"), tuple(said), figures=("sentiment",))


def trend(tell: Teller, _: Translate) -> Section:
    if tell.get("peak") is None:
        return Section("trend", _("走势"), (tell.say(_("本期内没有信息，无走势可述。")),))
    said = [
        tell.say(_("%(day)s最多，共 %(n)s 条。"), day=("peak.day", "day"), n=("peak.n", "count")),
    ]
    if tell.get("outages.n"):
        said.append(tell.say(_("走势受数据缺口影响，见“数据说明”。")))
    return Section("trend", _("走势"), tuple(said), (day_table(tell, _),), figures=("daily",))


def spread(tell: Teller, _: Translate) -> Section:
    """Kinds of sources, and in which order sources took it up: media, never people."""
    said, tables = [], []
    if tell.get("kinds"):
        template = _("来源以%(kind)s为主，占 %(share)s。")
        said.append(tell.say(template, kind=("kinds.0.kind", "kind"), share=("kinds.0.share", "percent")))
        tables.append(kind_table(tell, _))
    if tell.get("spread"):
        template = _("最早由%(source)s于 %(at)s 发出。")
        said.append(tell.say(template, source=("spread.0.source", "text"), at=("spread.0.first_at", "moment")))
        columns: Columns = (("source", "text"), ("first_at", "moment"), ("n", "count"))
        head = (_("来源"), _("首次发布"), _("条数"))
        tables.append(table_of(tell, _("各来源首次发布的时间"), head, "spread", columns))
    return Section("spread", _("传播情况"), tuple(said or [tell.say(_("本期内没有信息。"))]), tuple(tables))


def terms(tell: Teller, _: Translate) -> Section:
    cloud = tell.get("terms.cloud")
    if not cloud:
        return Section("terms", _("关键词"), (tell.say(_("原创太少，不列关键词。")),))
    named = [
        tell.say(
            _("“%(word)s”（%(n)s 条）"), word=(f"terms.cloud.{n}.word", "text"), n=(f"terms.cloud.{n}.weight", "count")
        )
        for n in range(min(10, len(cloud)))
    ]
    listed = tell.join(named, _("、"))
    said = Sentence(_("原创中最常见的词：%(words)s。") % {"words": listed.text}, listed.figures)
    return Section("terms", _("关键词"), (said,), figures=("terms",))


def forecast(tell: Teller, _: Translate) -> Section:
    if tell.get("forecast.next") is None:
        return Section("forecast", _("短期预测"), (tell.say(_("没有这个话题的预测：历史太短，或话题已经平息。")),))
    said = tell.say(
        _("预计自 %(start)s 起一昼夜内原创约 %(point)s 条（区间 %(low)s 至 %(high)s 条，%(at)s 作出）。"),
        start=("forecast.next.starts_at", "moment"),
        point=("forecast.next.point", "count"),
        low=("forecast.next.low", "count"),
        high=("forecast.next.high", "count"),
        at=("forecast.next.made_at", "moment"),
    )
    return Section("forecast", _("短期预测"), (said,), figures=("forecast",))


def notes(tell: Teller, _: Translate) -> Section:
    said = [
        tell.say(
            _("统计时间 %(at)s（北京时间）；监测来源 %(watched)s 家。情感按原创计算，由模型判断，可能有误。"),
            at=("computed_at", "moment"),
            watched=("sources.watched", "count"),
        )
    ]
    if tell.get("cut"):
        said.append(tell.say(_("话题更早的内容没有列入本期。")))
    if not tell.get("complete"):
        said.append(tell.say(_("统计时本期尚未结束，数字不完整。")))
    return Section("notes", _("数据说明"), (*said, *gaps(tell, _)))


def _answer(tell: Teller, _: Translate) -> Sentence:
    if not any(tell.get(f"topic.{key}") for key in ANSWERS):
        return tell.say(_("尚没有发布说明或转办的记录。"))
    return tell.say(
        _("已发布说明 %(published)s 条，转办 %(referred)s 件，答复 %(answered)s 件。"),
        **{key: (f"topic.{key}", "count") for key in ANSWERS},
    )
