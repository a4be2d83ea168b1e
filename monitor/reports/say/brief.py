"""The daily brief: about five hundred characters that can be read out, no tables. Pure."""

from __future__ import annotations

from dataclasses import replace

from monitor.reports.parts import Section
from monitor.reports.say.advice import analysis
from monitor.reports.say.notes import gaps
from monitor.reports.say.overview import TONES, alert_line, level_said
from monitor.reports.tell import Sentence, Teller, Translate

NAMED = 3
ADVISED = 2
NO_FIGURE = ("",)  # it is to be read out


def overview(tell: Teller, _: Translate) -> Section:
    said = [_volume(tell, _), *_against(tell, _), *level_said(tell, _)]
    if tell.get("volume.items"):
        template = _("负面占 %(neg)s，中性 %(neu)s，正面 %(pos)s。")
        said.insert(1, tell.say(template, **{tone: (f"sentiment.{tone}.share", "percent") for tone in TONES}))
    if tell.get("areas") and tell.get("areas.0.n"):
        template = _("最多的领域是%(area)s（%(n)s 条）。")
        said.append(tell.say(template, area=("areas.0.area", "area"), n=("areas.0.n", "count")))
    template = _("今日截至 %(to)s 又有 %(n)s 条。")
    said.append(tell.say(template, to=("morning.to", "moment"), n=("morning.n", "count")))
    return Section("overview", _("概况"), tuple(said), figures=("sentiment",))


def topics(tell: Teller, _: Translate) -> Section:
    top = tell.get("topics.top")[:NAMED]
    if not top:
        return Section("topics", _("热点话题"), (tell.say(_("没有形成涉工话题。")),))
    said = tuple(_topic(tell, _, f"topics.top.{n}") for n in range(len(top)))
    return Section("topics", _("热点话题"), said, figures=NO_FIGURE, apart=True)


def alerts(tell: Teller, _: Translate) -> Section:
    said = [alert_line(tell, _)]
    if tell.get("alerts.unanswered"):
        said.append(tell.say(_("其中 %(n)s 起尚无人回应。"), n=("alerts.unanswered", "count")))
    if tell.get("alerts.overdue"):
        said.append(tell.say(_("其中 %(n)s 起已超过办结时限。"), n=("alerts.overdue", "count")))
    if tell.has("alerts.open_now") and tell.get("alerts.open_now"):
        said.append(tell.say(_("目前尚未办结的预警共 %(n)s 起。"), n=("alerts.open_now", "count")))
    return Section("alerts", _("预警与处置"), tuple(said))


def advised(tell: Teller, _: Translate) -> Section:
    """The first findings only: a brief is read in a minute, and has no words of an analyst but what is added."""
    whole = analysis(tell, _)
    return replace(whole, sentences=whole.sentences[:ADVISED])


def notes(tell: Teller, _: Translate) -> Section:
    template = _("统计时间 %(at)s（北京时间），监测来源 %(watched)s 家；含转发，不含本工会自己发布的内容。")
    said = [tell.say(template, at=("computed_at", "moment"), watched=("sources.watched", "count"))]
    if not tell.get("complete"):
        said.append(tell.say(_("统计时本期尚未结束，数字不完整。")))
    return Section("notes", _("数据说明"), (*said, *gaps(tell, _)))


def _volume(tell: Teller, _: Translate) -> Sentence:
    start, end = ("period.start", "day"), ("period.end", "day")
    parts = {"items": ("volume.items", "count"), "originals": ("volume.originals", "count")}
    if tell.get("period.start") == tell.get("period.end"):
        return tell.say(_("%(day)s监测到涉工信息 %(items)s 条，其中原创 %(originals)s 条。"), day=start, **parts)
    template = _("%(start)s至 %(end)s监测到涉工信息 %(items)s 条，其中原创 %(originals)s 条。")
    return tell.say(template, start=start, end=end, **parts)


def _against(tell: Teller, _: Translate) -> list[Sentence]:
    """With the same days a week before."""
    change = tell.get("volume.change")
    if change is None:
        return [tell.say(_("上周同日没有可比数据。"))]
    before = ("volume.previous", "count")
    if not change:
        return [tell.say(_("与上周同日（%(before)s 条）持平。"), before=before)]
    up = _("较上周同日（%(before)s 条）增加 %(n)s。")
    template = up if change > 0 else _("较上周同日（%(before)s 条）减少 %(n)s。")
    return [tell.say(template, before=before, n=("volume.change", "change_size"))]


def _topic(tell: Teller, _: Translate, path: str) -> Sentence:
    parts = {
        "title": (f"{path}.title", "text"),
        "life": (f"{path}.status", "life"),
        "n": (f"{path}.originals", "count"),
        "items": (f"{path}.items", "count"),
        "sources": (f"{path}.sources", "count"),
        "neg": (f"{path}.negative", "percent"),
        "answer": (f"{path}.answer", "answer"),
    }
    return tell.say(
        _(
            "“%(title)s”（%(life)s）：原创 %(n)s 条，含转发 %(items)s 条，%(sources)s 家来源，原创负面占 %(neg)s；回应：%(answer)s。"
        ),
        **parts,
    )
