"""The read replica of the pages, where there is one."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from monitor.lib.replica_watch import replica_watch
from monitor.queries.health_check import OK, WARN, Check


def replica_check() -> Check:
    """Never a fault: without the replica the primary answers."""
    title, state = _("只读副本"), replica_watch().settled()
    if state.usable:
        detail = _("网页从副本读取，落后 %(lag).1f 秒（上限 %(most)d 秒）")
        return Check("replica", title, OK, detail % {"lag": state.lag_s or 0.0, "most": settings.REPLICA_LAG})
    lag = _("落后 %(lag)d 秒，上限 %(most)d 秒。") % {"lag": state.lag_s or 0, "most": settings.REPLICA_LAG}
    said = {
        "lags": lag,
        "catching_up": _("副本还在追赶主库。"),
        "not_a_replica": _("所指的服务器不是副本，可能已被提升为主库。"),
        "other_cluster": _("所指的副本属于另一套数据库。"),
        "primary_away": _("主库没有回应，无法比较。"),
    }.get(state.fault, _("副本没有回应。"))
    advice = _("网页已改从主库读取，内容照常，恢复后自动切回。请检查副本服务器和 TINGCHAO_REPLICA_URL。")
    return Check("replica", title, WARN, said, advice)
