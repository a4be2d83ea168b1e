"""Small words on pages: times in Shanghai, shares, names of codes, links to pages that may not exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import render_value_in_context
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.clocks import clock, iso_stamp, percent, stamp
from dashboards.item_rows import row_html
from dashboards.small_charts import meter, spark, tone
from dashboards.topic_rows import heat_html, topic_row_html
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.lib.plurals import with_plurals
from monitor.queries.alert_words import level_label
from monitor.queries.items import ItemRow
from monitor.queries.topics import TopicLine, TopicSource

register = template.Library()
COUNTED = re.compile(
    r"(?<=\bn) (?== )|(?<=\bn =) (?=\d)|(?<=\d) (?=[%\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[\d.]+ %)"
)
ON_A_LINE = re.compile(
    r"(?<=，)[^，；：。<>]{2,8}(?=[，；。]|$)|\d[\d,.]*\u00a0(?:[\u4e00-\u9fff]{1,4}(?![\u4e00-\u9fff])|小时|分钟)"
)
FEW = 10


register.filter("clock", clock)
register.filter("percent", percent)
register.filter("stamp", stamp)
register.filter("iso_stamp", iso_stamp)
register.simple_tag(spark)
register.simple_tag(tone)
register.simple_tag(meter)


@register.filter
def tenths(share: float | None) -> str:
    """0.2345 -> 23.5 %; None and "" -> —."""
    return f"{share * 100:.1f} %" if isinstance(share, int | float) else "—"


@register.filter
def points_exact(difference: float) -> str:
    """0.0123 -> +1.2, −0.4: percentage points."""
    return f"{_sign(round(difference * 1000))}{abs(difference) * 100:.1f}"


@register.filter
def glued(sentence: str) -> SafeString:
    """No line break before a per cent sign, between a number and its Chinese counter (9 家), within what is counted (24 小时, 13 条原创) and
    short clauses (负面 82 %, 仍在上升)."""
    escaped = sentence if isinstance(sentence, SafeString) else escape(sentence)
    return SafeString(ON_A_LINE.sub(r'<span class="nowrap">\g<0></span>', COUNTED.sub("\u00a0", escaped)))


@register.filter
def area(code: str) -> str:
    """Name of a concern area."""
    return labels.area(code)


@register.filter
def place(code: str) -> str:
    """本区, 本市, 外地 in the user's language."""
    return labels.place(code)


@register.filter
def sentiment(code: str) -> str:
    """Name of a sentiment."""
    return labels.sentiment(code)


@register.filter
def lookup(mapping: Mapping[object, object], key: object) -> object:
    """mapping[key], or "" when it is not there."""
    return mapping.get(key, "")


@register.filter
def pairs(mapping: Mapping[str, object]) -> list[tuple[str, object]]:
    """Keys and values; a template's `mapping.items` is the value of the key "items" where there is one."""
    return list(mapping.items())


@register.filter
def stamp_after(at: datetime, start: datetime) -> str:
    """The end of a span that begins at `start`: with its day where that is another one, today too."""
    local = at.astimezone(SHANGHAI)
    return stamp(at) if local.date() == start.astimezone(SHANGHAI).date() else f"{local:%m-%d %H:%M}"


@register.filter
def local_field(at: datetime | None) -> str:
    """As a `datetime-local` field holds it: Asia/Shanghai, to the second; "" for None."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}" if at else ""


@register.filter
def thousands(n: int) -> str:
    """1,204."""
    return f"{n:,}"


@register.filter
def change(relative: float) -> str:
    """+12 %, −4 %, 持平. Words and signs, never red or green."""
    rounded = round(relative * 100)
    return f"{_sign(rounded)}{abs(rounded)} %" if rounded else _("持平")


@register.simple_tag
def changed(now: int, before: int, label: str = "") -> str:
    """较前 24 小时 +12 %, with `label` before it; 此前 3 条 where so few were there before that a percentage of them says nothing."""
    if before < FEW:
        return ngettext("此前 %(n)s 条", "此前 %(n)s 条", before) % {"n": before}
    return f"{label} {change(now / before - 1)}".lstrip()


@register.filter
def points(difference: float | None) -> str:
    """+4 点: percentage points."""
    if difference is None:
        return _("无可比数据")
    rounded = round(difference)
    return _("%(sign)s%(n)d 点") % {"sign": _sign(rounded), "n": abs(rounded)} if rounded else _("持平")


def _sign(n: int) -> str:
    return "+" if n > 0 else "−"


@register.filter
def n_items(n: int) -> str:
    """3 条报道; in English "1 report", "3 reports"."""
    return labels.n_items(n)


@register.filter
def n_originals(n: int) -> str:
    """2 条原创; in English "1 original"."""
    return labels.n_originals(n)


@register.filter
def n_sources(n: int) -> str:
    """4 家来源; in English "1 source"."""
    return labels.n_sources(n)


@register.filter
def level_name(level: int) -> str:
    """橙色."""
    return level_label(level)


@register.filter
def level_mark(level: int) -> str:
    """蓝、黄、橙、红."""
    return labels.level_mark(level)


@register.filter
def trend(state: str) -> str:
    """A topic's state as the end of a sentence."""
    return labels.trend(state)


@register.simple_tag(takes_context=True)
def stream_row(context: Context, row: ItemRow) -> SafeString:
    """A row of the desk's stream."""
    return _row(context, row, compact=True)


@register.simple_tag(takes_context=True)
def topic_row(context: Context, row: ItemRow) -> SafeString:
    """A row of a topic's page, where nobody need be told which topic it is of."""
    return _row(context, row, hide_topic=True)


@register.simple_tag(takes_context=True)
def item_row(context: Context, row: ItemRow, plan_pk: int = 0) -> SafeString:
    """A row of any other list; `plan_pk`: of that standing plan's."""
    return _row(context, row, plan_pk=plan_pk)


def _row(context: Context, row: ItemRow, **shown: int) -> SafeString:
    return row_html(row, may_correct=bool(context.get("may_correct")), **shown)


@register.simple_tag(takes_context=True)
def topic_table_row(context: Context, line: TopicLine) -> SafeString:
    """A row of a table of topics."""
    pick, keyed, drill = (context.get(name) for name in ("pick", "keyed", "drill"))
    return topic_row_html(line, pick=bool(pick), keyed=keyed or "topic", drill=bool(drill))


@register.simple_tag(takes_context=True)
def heat_parts(context: Context) -> list[dict[str, object]]:
    """The four parts of a heat with name, most and what each means; bar and value as topics/heat.html is given them."""
    return [
        {
            "name": gettext(name),
            "bar": context[f"{key}_bar"],
            "value": context[f"{key}_value"],
            "most": most,
            "help": gettext(help_),
        }
        for key, (most, name, help_) in labels.HEAT_PARTS.items()
    ]


@register.simple_tag
def heat(parts: Mapping[str, object], value: float) -> SafeString:
    """What a heat is made of."""
    return heat_html(parts, value)


@register.simple_tag
def pick_rows(rows: Sequence[ItemRow], picked: Collection[int]) -> SafeString:
    """Items to be ticked. Written here: there are up to 300 of them."""
    gone, see = escape(_("（标题已按保存期限清除）")), escape(_("查看"))
    own = f' <span class="tag">{escape(_("本会发布"))}</span>'
    return SafeString(
        "".join(
            f'<li class="item pick-item" data-item="{row.id}" tabindex="-1"><label class="pick">'
            f'<input type="checkbox" name="item" value="{row.id}" data-tick{" checked" if row.id in picked else ""}> '
            f'<span class="item-title">{escape(row.title) or gone}</span></label><span class="item-facts">'
            f'<span>{clock(row.at)}</span> <span class="item-source">{escape(row.source)}</span>{own if row.own else ""} '
            f'<a href="{href("item", row.id)}" target="_blank" rel="noopener">{see}</a></span></li>'
            for row in rows
        )
    )


@register.simple_tag
def source_rows(sources: Sequence[TopicSource]) -> SafeString:
    """Who wrote about a topic. Written here: a large one has more than a hundred."""
    return SafeString("".join(map(_source_row, sources)))


def _source_row(source: TopicSource) -> str:
    name, address = escape(source.name), href("source", source.id)
    named = f'<a href="{escape(address)}">{name}</a>' if address else name
    return f'<tr><td>{named}</td><td class="muted nowrap">{escape(source.kind)}</td><td class="num">{source.items}</td></tr>'


@register.simple_tag
def chart_rows(rows: Sequence[Sequence[object]]) -> SafeString:
    """The rows of a chart's table. Written here: a week of hours is 840 cells, which a template takes a fifth of the desk's time for."""
    lines = ('</td><td class="num">'.join(map(_cell, row)) for row in rows)
    return SafeString("".join(f"<tr><td>{line}</td></tr>" for line in lines))


def _cell(value: object) -> str:
    """As a template writes it."""
    return str(value) if type(value) is int else render_value_in_context(value, _PLAIN)


_PLAIN = Context()


@register.simple_tag
def href(name: str, *args: object) -> str:
    """Address of a named page, or "" when no such page is installed."""
    return _href(name, args, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=5000)
def _href(name: str, args: tuple[object, ...], _urls: str | None, _prefix: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def plotly_src() -> str:
    """Address of Plotly's script; its version is in it."""
    return static(f"{settings.PLOTLY_ROOM}/plotly.min.js")


@register.simple_tag
def ago(at: datetime | None) -> str:
    """How long ago, in the reader's language: 刚刚, 5 分钟前, 3 小时前, 2 天前."""
    if at is None:
        return _("从未")
    minutes = int((utc_now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(n)d 分钟前") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d 小时前") % {"n": minutes // 60}
    return _("%(n)d 天前") % with_plurals({"n": minutes // 1440})
