"""Corrections in words: the buttons with their keys, and what was changed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dashboards import labels
from monitor.models import CorrectionKind, Item
from monitor.models.correcting import NOISE
from monitor.queries.corrections import CorrectionLine, corrections_reading
from monitor.queries.together import Reading, read_alone

SENTIMENT_KEYS = {"neg": "q", "neu": "w", "pos": "e"}
NOISE_KEY = "0"


@dataclass(frozen=True, slots=True)
class Button:
    """One label: `change` is what the form sends (what is then to be so, as somebody else may press the same button), `key` the key that presses it, `on` whether the item has it."""

    change: str
    key: str
    words: str
    on: bool
    tone: str = ""


def correcting(item: Item) -> dict[str, Any]:
    """What the fragment needs. One query."""
    return read_alone(correcting_reading(item))


def correcting_reading(item: Item) -> Reading[dict[str, Any]]:
    """The same; one round."""
    lines = yield from corrections_reading(item)
    return {
        "item": item,
        "gone": not (item.title or item.text),
        "sentiments": [
            Button(f"sentiment:{code}", key, labels.sentiment(code), item.sentiment == code, tone=code)
            for code, key in SENTIMENT_KEYS.items()
        ],
        "areas": [
            Button(
                f"area:{code}:{'off' if code in item.areas else 'on'}", str(n), labels.area(code), code in item.areas
            )
            for n, code in enumerate(labels.AREAS, start=1)
        ],
        "noise": Button(
            f"business:{NOISE}", NOISE_KEY, _("与我们无关"), item.corrected and not item.areas and not item.in_focus
        ),
        "corrections": [(line, change_words(line)) for line in lines],
    }


def change_words(line: CorrectionLine) -> str:
    """中性 → 负面; 确认为中性 (it was unsure); 加上 工资报酬; 去掉 工时休假; 与我们无关."""
    if line.what == CorrectionKind.SENTIMENT and line.before == line.after:
        return _("确认为%(label)s") % {"label": labels.sentiment(line.after)}
    if line.what == CorrectionKind.SENTIMENT:
        return f"{labels.sentiment(line.before)} → {labels.sentiment(line.after)}"
    if line.what == CorrectionKind.BUSINESS:
        return _("与我们无关")
    if line.after:
        return _("加上 %(area)s") % {"area": labels.area(line.after)}
    return _("去掉 %(area)s") % {"area": labels.area(line.before)}
