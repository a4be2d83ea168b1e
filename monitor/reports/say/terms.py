"""5 Words: which rose and fell against the four weeks before, with the table; the cloud is drawn from the same words. Pure."""

from __future__ import annotations

from monitor.reports.parts import Columns, Section, Table, table_of
from monitor.reports.tell import Part, Sentence, Teller, Translate


def terms(tell: Teller, _: Translate) -> Section | None:
    """None of a report that was frozen before words were."""
    if not tell.has("terms"):
        return None
    said, tables = [], []
    if tell.get("terms.base_from") is None or not tell.get("terms.docs"):
        said.append(tell.say(_("没有可比的历史或本期没有原创内容，不列升降词。")))
    else:
        for key, some, none in (
            ("rising", _("上升最明显的词：%(words)s。"), _("没有词的占比显著上升。")),
            ("falling", _("下降最明显的词：%(words)s。"), _("没有词的占比显著下降。")),
        ):
            said.append(_words(tell, _, key, some) if tell.get(f"terms.{key}") else tell.say(none))
        method: dict[str, Part] = {"tested": ("terms.tested", "count"), "least": ("terms.least", "count")}
        template = _(
            "与前四周比较，原创每条每词计一次；至少 %(least)s 条才比较，共比较 %(tested)s 个词，"
            "按对数几率比（狄利克雷先验）检验，错误发现率控制在 %(false)s %%。"
        )
        said.append(tell.say(template, **method, false=("terms.false", "count")))
    for key, caption in (("rising", _("上升词")), ("falling", _("下降词"))):
        if tell.get(f"terms.{key}"):
            tables.append(_table(tell, _, key, caption))
    if tell.get("terms.cloud"):
        head = (_("词"), _("原创条数"))
        rows = tuple(
            (tell.show(f"terms.cloud.{n}.word", "text"), tell.show(f"terms.cloud.{n}.weight", "count"))
            for n in range(min(10, len(tell.get("terms.cloud"))))
        )
        tables.append(Table(_("词云所用的词（前十个）"), head, rows, frozenset({1})))
    return Section("terms", _("关键词变化"), tuple(said), tuple(tables), figures=("terms",))


def _words(tell: Teller, _: Translate, key: str, template: str) -> Sentence:
    named = [
        tell.say(
            _("“%(word)s”（%(before)s → %(now)s）"),
            word=(f"terms.{key}.{n}.word", "text"),
            before=(f"terms.{key}.{n}.share_before", "percent"),
            now=(f"terms.{key}.{n}.share", "percent"),
        )
        for n in range(min(5, len(tell.get(f"terms.{key}"))))
    ]
    listed = tell.join(named, _("、"))
    return Sentence(template % {"words": listed.text}, listed.figures)


def _table(tell: Teller, _: Translate, key: str, caption: str) -> Table:
    head = (_("词"), _("本期条数"), _("本期占比"), _("前四周条数"), _("前四周占比"), _("z 值"))
    columns: Columns = (
        ("word", "text"),
        ("n", "count"),
        ("share", "percent"),
        ("before", "count"),
        ("share_before", "percent"),
        ("z", "signed"),
    )
    return table_of(tell, caption, head, f"terms.{key}", columns)
