"""Small words on pages: times in Shanghai, shares, names of codes, links to pages that may not exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import render_value_in_context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.clocks import clock, percent
from dashboards.item_rows import row_html
from monitor.lib.clock import SHANGHAI, shanghai_date, utc_now
from monitor.queries.alert_words import level_label
from monitor.queries.items import ItemRow
from monitor.queries.topics import TopicLine

register = template.Library()


register.filter("clock", clock)
register.filter("percent", percent)


@register.filter
def tenths(share: float | None) -> str:
    """0.2345 -> 23.5 %; None and "" -> —."""
    return f"{share * 100:.1f} %" if isinstance(share, int | float) else "—"


@register.filter
def points_exact(difference: float) -> str:
    """0.0123 -> +1.2, −0.4: percentage points."""
    return f"{_sign(round(difference * 1000))}{abs(difference) * 100:.1f}"


@register.filter
def glued(sentence: str) -> str:
    """No line break before a per cent sign."""
    return sentence.replace(" %", "\u00a0%")


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
def stamp(at: datetime) -> str:
    """09:41 today, 11-24 09:41 before; plain text, Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{local:%H:%M}" if local.date() == utc_now().astimezone(SHANGHAI).date() else f"{local:%m-%d %H:%M}"


@register.filter
def stamp_after(at: datetime, start: datetime) -> str:
    """The end of a span that begins at `start`: with its day where that is another one, today too."""
    local = at.astimezone(SHANGHAI)
    return stamp(at) if local.date() == start.astimezone(SHANGHAI).date() else f"{local:%m-%d %H:%M}"


@register.filter
def iso_stamp(raw: str) -> str:
    """The same for an ISO time from stored JSON; what is no time is shown as it is."""
    try:
        return stamp(datetime.fromisoformat(raw))
    except (TypeError, ValueError):
        return str(raw)


@register.filter
def local_field(at: datetime | None) -> str:
    """As a `datetime-local` field holds it: Asia/Shanghai, to the second; "" for None."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}" if at else ""


@register.filter
def thousands(n: int) -> str:
    """1,204."""
    return f"{n:,}"


@register.filter
def change(relative: float | None) -> str:
    """+12 %, −4 %, 持平; 无可比 when there was nothing before. Words and signs, never red or green."""
    if relative is None:
        return _("无可比数据")
    rounded = round(relative * 100)
    return f"{_sign(rounded)}{abs(rounded)} %" if rounded else _("持平")


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


@register.filter
def heat_parts(parts: Mapping[str, object]) -> list[dict[str, object]]:
    """The four parts of a heat with name, most and what each means."""
    return [
        {"name": gettext(name), "value": parts.get(key, 0), "most": most, "help": gettext(help_)}
        for key, (most, name, help_) in labels.HEAT_PARTS.items()
    ]


@register.filter
def topic_items_href(line: TopicLine) -> str:
    """The items behind a topic's counts."""
    start = line.window_start.isoformat().replace("+00:00", "Z")
    return f"{reverse('items')}?{urlencode({'topic': line.id, 'from': start, 'focus': 'everything'})}"


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
    """A row of a table of topics. Rendered once for all who are shown the same."""
    pick, keyed, drill = (context.get(name) for name in ("pick", "keyed", "drill"))
    return _topic_row(
        _Whole(line), get_language() or "", bool(pick), keyed or "topic", bool(drill), shanghai_date(utc_now())
    )


class _Whole:
    """A value that equals another when all that it holds does; for those with dictionaries in them."""

    __slots__ = ("said", "value")

    def __init__(self, value: object) -> None:
        self.value, self.said = value, repr(value)

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self.said == other.said


@lru_cache(maxsize=500)
def _topic_row(line: _Whole, _language: str, pick: bool, keyed: str, drill: bool, _today: date) -> SafeString:
    shown = {"topic": line.value, "pick": pick, "keyed": keyed, "drill": drill}
    return render_to_string("topics/row.html", shown)


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
def spark(values: Sequence[int], width: int, height: int) -> SafeString:
    """A sparkline: no axis, the last point marked; its numbers stand beside it in words."""
    top, step = max([*values, 1]), width / max(1, len(values) - 1)
    spots = [(round(i * step, 1), round(height - 2 - (height - 5) * v / top, 1)) for i, v in enumerate(values)]
    line = " ".join(f"{'L' if i else 'M'}{x} {y}" for i, (x, y) in enumerate(spots))
    x, y = spots[-1] if spots else (0, height)
    return format_html(
        '<svg class="spark" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">'
        '<path class="spark-area" d="{2} L{0} {1} L0 {1}Z"/><path d="{2}"/><circle cx="{3}" cy="{4}" r="2"/></svg>',
        width,
        height,
        line,
        x,
        y,
    )


@register.simple_tag
def tone(neg: int, neu: int, pos: int) -> SafeString | str:
    """Share of negative, neutral, positive as one bar with the negative share in words."""
    total = neg + neu + pos
    if not total:
        return "—"
    a, b = 72 * neg / total, 72 * neu / total
    said = _("负面 %(neg)d，中性 %(neu)d，正面 %(pos)d") % {"neg": neg, "neu": neu, "pos": pos}
    return format_html(
        '<span class="tone" title="{5}"><span class="stack-bar"><svg viewBox="0 0 72 8" preserveAspectRatio="none" '
        'role="img" aria-label="{5}"><rect class="fill-neg" width="{0}" height="8"/>'
        '<rect class="fill-neu" x="{0}" width="{1}" height="8"/><rect class="fill-pos" x="{2}" width="{3}" height="8"/>'
        '</svg></span><span class="tone-n">{4}</span></span>',
        f"{a:.1f}",
        f"{b:.1f}",
        f"{a + b:.1f}",
        f"{72 - a - b:.1f}",
        _("负 %(share)s") % {"share": percent(neg / total)},
        said,
    )


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
def meter(value: float, most: float) -> SafeString:
    """A plain bar: value of most."""
    width = f"{80 * min(1.0, (value or 0) / most):.1f}"
    return format_html(
        '<svg class="meter" width="80" height="8" viewBox="0 0 80 8" aria-hidden="true">'
        '<rect class="meter-rest" width="80" height="8"/><rect class="meter-value" width="{}" height="8"/></svg>',
        width,
    )


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
    return _("%(n)d 天前") % {"n": minutes // 1440}
