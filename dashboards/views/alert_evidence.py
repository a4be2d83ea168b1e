"""The evidence of an alert, computed again from what is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from dashboards.access import member, needs, sight_of
from monitor.alerts.recheck import evidence_recheck
from monitor.lib.clock import utc_now
from monitor.models import Alert, Role
from monitor.queries.alert_words import window_label
from monitor.queries.alerts import alerts_seen_by

CHECKED: dict[str, object] = {
    "originals": gettext_lazy("原创"),
    "items": gettext_lazy("含转载"),
    "sources": gettext_lazy("来源"),
    "negative": gettext_lazy("负面"),
    "sure": gettext_lazy("确定为负面"),
    "likely": gettext_lazy("负面按概率合计"),
    "alike": gettext_lazy("同领域负面"),
    "counted": gettext_lazy("计数"),
    "threshold": gettext_lazy("预警线"),
    "met": gettext_lazy("达到"),
    "own": gettext_lazy("话题平常"),
    "area": gettext_lazy("领域平常"),
}
CANNOT_CHECK: dict[str, object] = {
    "no_topic": gettext_lazy("话题已不在，无法重算；预警保留当时的数字。"),
    "no_version": gettext_lazy("找不到当时那一版规则，无法重算。"),
    "other_method": gettext_lazy("这条预警是用较早的算法判断的，无法重算；它保留当时的数字。"),
    "no_items": gettext_lazy("当时的内容已超过保存期限，无法重算；预警保留当时的数字。"),
}


@needs(Role.VIEWER)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence computed again from the rows: a fragment that says equal, or what differs."""
    rows = Alert.objects.select_related("topic").filter(alerts_seen_by(sight_of(member(request)).units))
    found = get_object_or_404(rows, pk=pk)
    checked = evidence_recheck(alert=found, evidence=found.evidence)
    context = {
        "checked": checked,
        "cannot": CANNOT_CHECK.get(checked.cannot, ""),
        "differences": [
            (f"{window_label(hours)} · {CHECKED.get(what, what)}", before, after)
            for hours, what, before, after in checked.differences
        ],
        "now": utc_now(),
    }
    return render(request, "alerts/_recheck.html", context)
