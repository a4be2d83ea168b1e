"""7 Analysis and advice: what the numbers suggest by the rules of monitor/reports/advice.py; the analyst's words come after. Pure."""

from __future__ import annotations

from collections.abc import Callable

from monitor.reports.parts import Section
from monitor.reports.tell import Sentence, Teller, Translate

Say = Callable[[Teller, Translate, str], Sentence]


def analysis(tell: Teller, _: Translate) -> Section:
    if not tell.has("advice"):
        return Section("analysis", _("研判与建议"), ())
    said = [
        RULES[finding["rule"]](tell, _, f"advice.{n}")
        for n, finding in enumerate(tell.get("advice"))
        if finding["rule"] in RULES
    ]
    return Section("analysis", _("研判与建议"), tuple(said or [tell.say(_("本期数字没有触发任何一条建议规则。"))]))


def _negative_rising(tell: Teller, _: Translate, path: str) -> Sentence:
    said = tell.say(
        _("“%(area)s”负面占比连续两期上升（%(first)s → %(second)s → %(third)s，本期 %(n)s 条）。"),
        area=(f"{path}.area", "area"),
        **{key: (f"{path}.{key}", "percent") for key in ("first", "second", "third")},
        n=(f"{path}.n", "count"),
    )
    return tell.join([said, _plan(tell, _, path)])


def _area_jump(tell: Teller, _: Translate, path: str) -> Sentence:
    said = tell.say(
        _("“%(area)s”信息量由 %(previous)s 条增至 %(n)s 条，增加 %(change)s。"),
        area=(f"{path}.area", "area"),
        previous=(f"{path}.previous", "count"),
        n=(f"{path}.n", "count"),
        change=(f"{path}.change", "change_size"),
    )
    return tell.join([said, _plan(tell, _, path)])


def _plan(tell: Teller, _: Translate, path: str) -> Sentence:
    """The first steps of the area's response plan."""
    steps = tell.get(f"{path}.steps")
    if not steps:
        return tell.say(_("建议查明原因。"))
    named = [tell.say("%(step)s", step=(f"{path}.steps.{n}", "step")) for n in range(len(steps))]
    listed = tell.join(named, _("、"))
    if not tell.get(f"{path}.plan"):
        return Sentence(_("建议按该领域响应预案先行：%(steps)s。") % {"steps": listed.text}, listed.figures)
    tail = tell.say(_("（预案第 %(n)s 版）"), n=(f"{path}.plan", "count"))
    text = _("建议按该领域响应预案先行：%(steps)s%(plan)s。") % {"steps": listed.text, "plan": tail.text}
    return Sentence(text, listed.figures + tail.figures)


def _unanswered_topic(tell: Teller, _: Translate, path: str) -> Sentence:
    return tell.say(
        _("“%(title)s”原创 %(n)s 条，负面占 %(negative)s，没有发布说明或转办的记录。建议核实情况，并说明进展。"),
        title=(f"{path}.title", "text"),
        n=(f"{path}.originals", "count"),
        negative=(f"{path}.negative", "percent"),
    )


def _overdue(tell: Teller, _: Translate, path: str) -> Sentence:
    return tell.say(_("有 %(n)s 起预警超过办结时限。建议逐起明确由谁办、何时办结。"), n=(f"{path}.n", "count"))


def _waiting(tell: Teller, _: Translate, path: str) -> Sentence:
    return tell.say(_("有 %(n)s 起预警尚无人回应。建议尽快确认。"), n=(f"{path}.n", "count"))


def _forecast_up(tell: Teller, _: Translate, path: str) -> Sentence:
    return tell.say(
        _("预计今后数日原创 %(total)s 条，比前同样天数（%(was)s 条）多 %(rise)s。建议提前安排值守。"),
        total=(f"{path}.total", "count"),
        was=(f"{path}.was", "count"),
        rise=(f"{path}.rise", "change_size"),
    )


def _gaps(tell: Teller, _: Translate, path: str) -> Sentence:
    template = _("来源中断占监测时长的 %(share)s，本期结论请谨慎使用。建议先恢复中断的来源。")
    return tell.say(template, share=(f"{path}.share", "percent"))


RULES: dict[str, Say] = {
    "negative_rising": _negative_rising,
    "area_jump": _area_jump,
    "unanswered_topic": _unanswered_topic,
    "overdue": _overdue,
    "waiting": _waiting,
    "forecast_up": _forecast_up,
    "gaps": _gaps,
}
