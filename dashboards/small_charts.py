"""Small pictures in rows: a sparkline, a share of tones, a bar. Their numbers stand beside them in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.clocks import percent


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


def meter(value: float, most: float) -> SafeString:
    """A plain bar: value of most."""
    width = f"{80 * min(1.0, (value or 0) / most):.1f}"
    return format_html(
        '<svg class="meter" width="80" height="8" viewBox="0 0 80 8" aria-hidden="true">'
        '<rect class="meter-rest" width="80" height="8"/><rect class="meter-value" width="{}" height="8"/></svg>',
        width,
    )
