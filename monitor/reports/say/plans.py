"""The standing plans: a paragraph each and a table. Pure."""

from __future__ import annotations

from monitor.reports.parts import Section, Table
from monitor.reports.tell import Sentence, Teller, Translate


def plans(tell: Teller, _: Translate) -> Section | None:
    """None without plans, and for a report that was frozen before there were any."""
    if not tell.frozen.get("plans", {}).get("listed"):
        return None
    head = (_("专题"), _("信息量"), _("原创"), _("负面占比"), _("上期"), _("环比"))
    caption = _("专题（含不在关注范围内的内容；涉及具体单位的不列情感）")
    table = Table(caption, head, plan_rows(tell), frozenset({1, 2, 3, 4, 5}))
    return Section("plans", _("专题"), plan_sentences(tell, _), (table,), apart=True)


def plan_sentences(tell: Teller, _: Translate) -> tuple[Sentence, ...]:
    """One per plan, then what limits the numbers."""
    said = [_plan(tell, _, f"plans.listed.{n}") for n in range(len(tell.get("plans.listed")))]
    if tell.get("plans.retagging"):
        said.append(tell.say(_("统计时历史内容仍在归入专题，专题的数字可能偏小。")))
    return tuple(said)


def plan_rows(tell: Teller) -> tuple[tuple[str, ...], ...]:
    """Name, items, originals, negative share, the week before, change."""
    forms = {"items": "count", "originals": "count", "negative": "percent", "previous": "count", "change": "change"}
    return tuple(
        (plan["name"], *(tell.show(f"plans.listed.{n}.{key}", form) for key, form in forms.items()))
        for n, plan in enumerate(tell.get("plans.listed"))
    )


def _plan(tell: Teller, _: Translate, path: str) -> Sentence:
    name = {"name": (f"{path}.name", "text")}
    if not tell.get(f"{path}.items"):
        return tell.say(_("“%(name)s”：本期没有新内容。"), **name)
    said = [
        tell.say(
            _("“%(name)s”：本期 %(items)s 条，其中原创 %(originals)s 条"),
            **name,
            items=(f"{path}.items", "count"),
            originals=(f"{path}.originals", "count"),
        )
    ]
    said += _against(tell, _, path)
    if tell.get(f"{path}.negative") is not None:
        said.append(tell.say(_("原创负面占 %(share)s"), share=(f"{path}.negative", "percent")))
    said += _topics(tell, _, path)
    return tell.join(said, _("，"), _("。"))


def _against(tell: Teller, _: Translate, path: str) -> list[Sentence]:
    change = tell.get(f"{path}.change")
    if change is None:
        return []
    before = (f"{path}.previous", "count")
    if not change:
        return [tell.say(_("与上期（%(before)s 条）相同"), before=before)]
    template = _("较上期（%(before)s 条）多 %(n)s") if change > 0 else _("较上期（%(before)s 条）少 %(n)s")
    return [tell.say(template, before=before, n=(f"{path}.change", "change_size"))]


def _topics(tell: Teller, _: Translate, path: str) -> list[Sentence]:
    named = [
        tell.say(
            _("“%(title)s”（原创 %(n)s 条）"),
            title=(f"{path}.topics.{n}.title", "text"),
            n=(f"{path}.topics.{n}.n", "count"),
        )
        for n in range(len(tell.get(f"{path}.topics")))
    ]
    if not named:
        return []
    listed = tell.join(named, _("、"))
    return [Sentence(_("话题居前的是%(topics)s") % {"topics": listed.text}, listed.figures)]
