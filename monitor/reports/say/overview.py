"""1 Overview: volume against the period before, tones, the topics in front, the level and the rule that set it. Pure."""

from __future__ import annotations

from monitor.reports.parts import Section
from monitor.reports.tell import Sentence, Teller, Translate

TONES = ("neg", "neu", "pos")


def overview(tell: Teller, _: Translate) -> Section:
    if not tell.get("volume.items"):
        nothing = tell.say(
            _("本期 %(everything)s 条信息中没有涉及劳动关系和工会工作的内容。"),
            everything=("volume.everything", "count"),
        )
        return Section("overview", _("总体情况"), (nothing, *level_said(tell, _)))
    said = [
        *level_said(tell, _),
        tell.say(
            _(
                "本期共监测到涉工信息 %(items)s 条，其中原创 %(originals)s 条、转发 %(reposts)s 条，"
                "来自 %(sources)s 家来源。"
            ),
            items=("volume.items", "count"),
            originals=("volume.originals", "count"),
            reposts=("volume.reposts", "count"),
            sources=("sources.with_items", "count"),
        ),
        _against_before(tell, _),
        *tones_said(tell, _),
        *leading_topics(tell, _),
        alert_line(tell, _),
    ]
    return Section("overview", _("总体情况"), tuple(said), figures=("sentiment",))


def tones_said(tell: Teller, _: Translate) -> list[Sentence]:
    """Shares, and how the negative one moved."""
    said = [
        tell.say(
            _("情感分布：负面 %(neg)s，中性 %(neu)s，正面 %(pos)s。"),
            **{tone: (f"sentiment.{tone}.share", "percent") for tone in TONES},
        )
    ]
    points = tell.get("sentiment.neg.points")
    if points:
        template = _("负面占比较上期上升 %(n)s 个百分点。") if points > 0 else _("负面占比较上期下降 %(n)s 个百分点。")
        said.append(tell.say(template, n=("sentiment.neg.points", "size")))
    return said


def level_said(tell: Teller, _: Translate) -> list[Sentence]:
    """The level, and the rule with its bound; nothing in reports that were frozen before there were levels."""
    if not tell.has("level"):
        return []
    level = ("level.level", "week_level")
    measure = tell.get("level.measure")
    if not measure:
        return [tell.say(_("本期舆情等级：%(level)s（没有达到更高等级的任何一条标准）。"), level=level)]
    return [
        tell.say(
            _level_template(measure, _),
            level=level,
            measure=("level.measure", "measure"),
            value=("level.value", "number"),
            bound=("level.bound", "number"),
        )
    ]


def _level_template(measure: str, _: Translate) -> str:
    if measure == "points":
        return _("本期舆情等级：%(level)s。依据：%(measure)s %(value)s 个百分点，达到不少于 %(bound)s 个百分点的标准。")
    if measure == "change":
        return _("本期舆情等级：%(level)s。依据：%(measure)s %(value)s %%，达到不少于 %(bound)s %% 的标准。")
    return _("本期舆情等级：%(level)s。依据：%(measure)s %(value)s 起，达到不少于 %(bound)s 起的标准。")


def leading_topics(tell: Teller, _: Translate) -> list[Sentence]:
    """The three with most originals."""
    named = [
        tell.say(
            _("“%(title)s”（原创 %(n)s 条）"),
            title=(f"topics.top.{n}.title", "text"),
            n=(f"topics.top.{n}.originals", "count"),
        )
        for n in range(len(tell.get("topics.top")[:3]))
    ]
    if not named:
        return []
    listed = tell.join(named, _("、"))
    return [Sentence(_("关注度居前的话题：%(topics)s。") % {"topics": listed.text}, listed.figures)]


def alert_line(tell: Teller, _: Translate) -> Sentence:
    """How many alerts of which level."""
    if not tell.get("alerts.n"):
        return tell.say(_("本期没有发出话题预警。"))
    levels = [level for level in "4321" if tell.get(f"alerts.levels.{level}")]
    named = [
        Sentence(tell.names["level"][level] + said.text, said.figures)
        for level in levels
        for said in [tell.say(_(" %(n)s 起"), n=(f"alerts.levels.{level}", "count"))]
    ]
    head = tell.say(
        _("本期发出话题预警 %(n)s 起，已办结 %(closed)s 起"), n=("alerts.n", "count"), closed=("alerts.closed", "count")
    )
    listed = tell.join(named, _("、"))
    text = _("%(head)s（%(levels)s）。") % {"head": head.text, "levels": listed.text}
    return Sentence(text, head.figures + listed.figures)


def _against_before(tell: Teller, _: Translate) -> Sentence:
    previous, change = tell.get("volume.previous"), tell.get("volume.change")
    if previous is None:
        return tell.say(_("上期没有完整数据，不作环比。"))
    if change is None:
        return tell.say(_("上期没有涉工信息，不作环比。"))
    before = ("volume.previous", "count")
    if not change:
        return tell.say(_("与上期（%(before)s 条）持平。"), before=before)
    template = _("较上期（%(before)s 条）增加 %(n)s。") if change > 0 else _("较上期（%(before)s 条）减少 %(n)s。")
    return tell.say(template, before=before, n=("volume.change", "change_size"))
