"""Names of codes that reports use, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.models import AlertLevel, AlertStatus, SourceKind
from monitor.queries.area_words import AREAS, area_label
from monitor.reports.tell import Names


def report_names() -> Names:
    """{form: {code: name}} for areas, sentiments, source kinds, alert levels and statuses, and the life of a topic."""
    return {
        "area": {code: area_label(code) for code in AREAS},
        "sentiment": {"neg": _("负面"), "neu": _("中性"), "pos": _("正面")},
        "kind": {kind.value: str(kind.label) for kind in SourceKind} | {"removed": _("已删除的来源")},
        "level": {str(level.value): str(level.label) for level in AlertLevel},
        "status": {status.value: str(status.label) for status in AlertStatus},
        "life": {"new": _("新出现"), "continuing": _("延续"), "revived": _("再起")},
    }
