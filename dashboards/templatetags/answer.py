"""Words of the pages on which alerts are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dashboards.answer import Choice
from dashboards.answer_words import day_words
from dashboards.clocks import span
from monitor.lib.clock import SHANGHAI
from monitor.lib.shares import Share
from monitor.lib.workdays import Day
from monitor.models import StepKind

register = template.Library()


@register.filter
def said(text: str) -> str:
    """A step's text: the shipped ones in the reader's language, a team's own as it was written."""
    return gettext(text) if text else ""


@register.simple_tag
def choices(rows: Sequence[Choice], note: str) -> SafeString:
    """Options of a list, with ` · note` at those that are marked. Written here: a team has dozens of members and units."""
    mark = f" · {escape(note)}"
    return SafeString(
        "".join(
            f'<option value="{row.pk}"{" selected" if row.chosen else ""}>{escape(row.name)}{mark if row.marked else ""}</option>'
            for row in rows
        )
    )


@register.filter
def step_kind(code: str) -> str:
    """What kind of step, in words."""
    return str(StepKind(code).label)


@register.filter
def lasting(length: timedelta | None) -> str:
    """45 分钟; — for None."""
    return "—" if length is None else span(length.total_seconds())


@register.filter
def of_n(share: Share) -> str:
    """83 % (5/6); — when there is nothing to count."""
    return "—" if share.value is None else f"{share.value * 100:.0f} % ({share.hits}/{share.n})"


@register.filter
def between(share: Share) -> str:
    """44–97 %."""
    return "—" if share.value is None else f"{share.low * 100:.0f}–{share.high * 100:.0f} %"


@register.filter
def day_said(day: Day) -> str:
    """What is special about a day."""
    return day_words(day)


@register.filter
def shanghai_hm(at: datetime) -> str:
    """08:30, in Shanghai."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"
