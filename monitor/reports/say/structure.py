"""3 Structure: concern areas, kinds of sources, units by volume. Pure."""

from __future__ import annotations

from monitor.reports.parts import Columns, Section, Table, table_of
from monitor.reports.tell import Sentence, Teller, Translate


def structure(tell: Teller, _: Translate) -> Section:
    areas, kinds, units = tell.get("areas"), tell.get("kinds"), tell.get("units")
    said = []
    if areas and areas[0]["n"]:
        named = [
            tell.say(
                _("%(area)s %(n)s 条（%(share)s）"),
                area=(f"areas.{n}.area", "area"),
                n=(f"areas.{n}.n", "count"),
                share=(f"areas.{n}.share", "percent"),
            )
            for n in range(min(3, sum(1 for row in areas if row["n"])))
        ]
        listed = tell.join(named, _("、"))
        said.append(Sentence(_("领域居前的是：%(areas)s。") % {"areas": listed.text}, listed.figures))
    if kinds:
        template = _("来源以%(kind)s为主，占 %(share)s。")
        said.append(tell.say(template, kind=("kinds.0.kind", "kind"), share=("kinds.0.share", "percent")))
    tables = _tables(tell, _, areas=bool(areas), kinds=bool(kinds), units=bool(units))
    if not tables:
        said.append(tell.say(_("本期没有涉工信息，无结构可述。")))
    return Section("structure", _("结构"), tuple(said), tuple(tables), figures=("areas",))


def _tables(tell: Teller, _: Translate, *, areas: bool, kinds: bool, units: bool) -> list[Table]:
    tables = [area_table(tell, _)] if areas else []
    if kinds:
        tables.append(kind_table(tell, _))
    if units:
        head = (_("单位"), _("信息量"))
        tables.append(table_of(tell, _("按所涉单位（只计数量）"), head, "units", (("name", "text"), ("n", "count"))))
    return tables


def area_table(tell: Teller, _: Translate) -> Table:
    """By area, with the period before."""
    head = (_("领域"), _("信息量"), _("占比"), _("负面占比"), _("上期"), _("环比"))
    columns: Columns = (
        ("area", "area"),
        ("n", "count"),
        ("share", "percent"),
        ("negative", "percent"),
        ("previous", "count"),
        ("change", "change"),
    )
    return table_of(tell, _("按领域（一条信息可属多个领域）"), head, "areas", columns)


def kind_table(tell: Teller, _: Translate) -> Table:
    """By kind of source."""
    head = (_("来源类型"), _("信息量"), _("占比"), _("来源数"))
    columns: Columns = (("kind", "kind"), ("n", "count"), ("share", "percent"), ("sources", "count"))
    return table_of(tell, _("按来源类型"), head, "kinds", columns)
