"""Names of the concern areas in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

AREAS = {
    "wages": gettext_noop("工资报酬"),
    "safety": gettext_noop("劳动安全"),
    "insurance": gettext_noop("社会保险"),
    "hours": gettext_noop("工时休假"),
    "employment": gettext_noop("就业裁员"),
    "platform": gettext_noop("平台用工"),
    "skills": gettext_noop("技能培训"),
    "union": gettext_noop("工会服务"),
    "other_labour": gettext_noop("其他劳动"),
}


def area_label(code: str) -> str:
    """Name of a concern area; an unknown code is its own name."""
    return gettext(AREAS[code]) if code in AREAS else code
