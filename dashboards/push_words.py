"""What a source's page says of its push subscription."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from dashboards.source_words import clock
from monitor.models import PushState, PushSubscription, Source


def push_note(source: Source, now: datetime) -> str:
    """State, since when and what to do; empty when the feed names no hub."""
    if not source.hub_url:
        return ""
    if not settings.PUSH_URL:
        return _("此来源支持推送（WebSub）。如需秒级更新，请管理员设置 TINGCHAO_PUSH_URL；不设也会按节奏定时抓取。")
    row = PushSubscription.objects.filter(source=source).first()
    if row is None or row.state == PushState.WANTED:
        return _("此来源支持推送（WebSub），一分钟内自动申请。")
    values = {"hub": row.hub, "at": clock(row.asked_at), "until": clock(row.lease_until), "error": row.error}
    if row.state == PushState.ACTIVE and row.lease_until and row.lease_until > now:
        if row.last_push_at is None:
            return _("推送（WebSub）有效，至 %(until)s，到期前自动续订；尚未收到推送。") % values
        values |= {"last": clock(row.last_push_at), "n": str(row.pushes)}
        return _("推送（WebSub）有效，至 %(until)s，到期前自动续订；共收到 %(n)s 次，最近一次 %(last)s。") % values
    if row.state == PushState.REFUSED:
        return _("推送中心 %(hub)s 拒绝了申请；每天自动再试一次，定时抓取不受影响。") % values
    if row.error:
        return (
            _(
                "%(at)s 向推送中心 %(hub)s 申请失败（%(error)s）；会自动再试，定时抓取不受影响。若持续失败，请检查外网能否访问 TINGCHAO_PUSH_URL。"
            )
            % values
        )
    return (
        _("%(at)s 已向推送中心 %(hub)s 申请推送，等待对方验证；若久无结果，请检查外网能否访问 TINGCHAO_PUSH_URL。")
        % values
    )
