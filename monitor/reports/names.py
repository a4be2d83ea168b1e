"""Names of codes that reports use, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.models import AlertLevel, AlertStatus, SourceKind
from monitor.reports.tell import Names


def report_names() -> Names:
    """{form: {code: name}} for areas, sentiments, source kinds, alert levels and statuses, and the life of a topic."""
    return {
        "area": {
            "wages": _("工资报酬"),
            "safety": _("劳动安全"),
            "insurance": _("社会保险"),
            "hours": _("工时休假"),
            "employment": _("就业裁员"),
            "platform": _("平台用工"),
            "skills": _("技能培训"),
            "union": _("工会服务"),
            "other_labour": _("其他劳动"),
        },
        "sentiment": {"neg": _("负面"), "neu": _("中性"), "pos": _("正面")},
        "kind": {kind.value: str(kind.label) for kind in SourceKind} | {"removed": _("已删除的来源")},
        "level": {str(level.value): str(level.label) for level in AlertLevel},
        "status": {status.value: str(status.label) for status in AlertStatus},
        "life": {"new": _("新出现"), "continuing": _("延续"), "revived": _("再起")},
    }
