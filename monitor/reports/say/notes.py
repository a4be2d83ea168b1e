"""9 Notes on the data: sources, gaps, method, measured accuracy, versions of models and rules. Pure."""

from __future__ import annotations

from monitor.reports.parts import Section, Table, table_of
from monitor.reports.tell import Sentence, Teller, Translate


def notes(tell: Teller, _: Translate) -> Section:
    said = [
        tell.say(
            _(
                "统计时间 %(at)s（北京时间）；监测来源 %(watched)s 家。"
                "各数均指涉工信息，含转发，不含本工会自己发布的内容。"
            ),
            at=("computed_at", "moment"),
            watched=("sources.watched", "count"),
        ),
        *_limits(tell, _),
        *gaps(tell, _),
        *_models(tell, _),
        *_rules(tell, _),
        tell.say(_("情感指文本所述内容的正负，由模型判断，可能有误；负面占比的口径：话题按原创，其余按全部信息。")),
        *_accuracy(tell, _),
    ]
    return Section("notes", _("数据说明"), tuple(said), _gap_table(tell, _))


def gaps(tell: Teller, _: Translate) -> list[Sentence]:
    """What may be missing."""
    if not tell.get("outages.n"):
        return [tell.say(_("本期没有记录到来源中断。"))]
    return [
        tell.say(
            _("%(sources)s 家来源曾中断（失联或停用），共 %(n)s 次、合计 %(time)s；期间的信息可能缺失，不按零计算。"),
            sources=("outages.sources", "count"),
            n=("outages.n", "count"),
            time=("outages.minutes", "duration"),
        )
    ]


def _limits(tell: Teller, _: Translate) -> list[Sentence]:
    said = []
    if not tell.get("complete"):
        said.append(tell.say(_("统计时本期尚未结束，数字不完整。")))
    if tell.get("data_from"):
        said.append(tell.say(_("数据自 %(at)s 起才有，此前不等于没有信息。"), at=("data_from", "moment")))
    if tell.get("unplaced"):
        said.append(tell.say(_("另有 %(n)s 条信息统计时尚未归入话题。"), n=("unplaced", "count")))
    return said


def _models(tell: Teller, _: Translate) -> list[Sentence]:
    named = [
        tell.say(_("%(model)s（%(n)s 条）"), model=(f"models.{n}.model", "text"), n=(f"models.{n}.n", "count"))
        for n in range(len(tell.get("models")))
    ]
    if not named:
        return []
    listed = tell.join(named, _("、"))
    return [Sentence(_("标注所用模型版本：%(models)s。") % {"models": listed.text}, listed.figures)]


def _rules(tell: Teller, _: Translate) -> list[Sentence]:
    if not tell.has("versions"):
        return []
    head = tell.say(_("启用的关键词规则 %(n)s 条"), n=("versions.rules", "count"))
    named = [
        tell.say(
            _("%(kind)s第 %(n)s 版"),
            kind=(f"versions.alert_rules.{k}.kind", "rule"),
            n=(f"versions.alert_rules.{k}.version", "count"),
        )
        for k in range(len(tell.get("versions.alert_rules")))
    ]
    if not named:
        return [tell.join([head], "", _("。"))]
    listed = tell.join(named, _("、"))
    text = _("%(head)s；预警规则：%(rules)s。") % {"head": head.text, "rules": listed.text}
    return [Sentence(text, head.figures + listed.figures)]


def _accuracy(tell: Teller, _: Translate) -> list[Sentence]:
    if not tell.has("accuracy"):
        return []
    if not tell.get("accuracy.n"):
        return [tell.say(_("近 %(weeks)s 周没有盲检，准确率未知。"), weeks=("accuracy.weeks", "count"))]
    said = tell.say(
        _("近 %(weeks)s 周盲检 %(n)s 条：情感判对 %(right)s（置信区间 %(low)s 至 %(high)s），领域判对 %(areas)s"),
        weeks=("accuracy.weeks", "count"),
        n=("accuracy.n", "count"),
        right=("accuracy.sentiment", "percent"),
        low=("accuracy.low", "percent"),
        high=("accuracy.high", "percent"),
        areas=("accuracy.areas", "percent"),
    )
    end = _("。") if tell.get("accuracy.enough") else _("；检查数还少，仅供参考。")
    return [tell.join([said], "", end)]


def _gap_table(tell: Teller, _: Translate) -> tuple[Table, ...]:
    if not tell.get("outages.n"):
        return ()
    head = (_("来源"), _("自"), _("至"), _("时长"))
    keys = (("source", "text"), ("from", "moment"), ("to", "moment"), ("minutes", "duration"))
    return (table_of(tell, _("数据缺口"), head, "outages.listed", keys),)
