"""What a source's page says of its push subscription."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dashboards.source_words import clock
from monitor.models import PushState, PushSubscription, Source

SHORT = {
    "dns": gettext_noop("找不到地址"),
    "refused": gettext_noop("拒绝连接"),
    "timeout": gettext_noop("没有回应"),
    "too_slow": gettext_noop("传输太慢"),
    "tls": gettext_noop("安全证书有问题"),
    "proxy": gettext_noop("代理没有接通"),
    "redirect_loop": gettext_noop("来回跳转"),
    "blocked_address": gettext_noop("指向内部网络地址"),
}


def push_note(source: Source, now: datetime) -> str:
    """State, since when and what to do; empty when the feed names no hub."""
    if not source.hub_url:
        return ""
    if not settings.PUSH_URL:
        return _("此来源支持推送（WebSub）。如需秒级更新，请管理员设置 TINGCHAO_PUSH_URL；不设也会按节奏定时抓取。")
    row = PushSubscription.objects.filter(source=source).first()
    if row is None or row.state == PushState.WANTED:
        return _("此来源支持推送（WebSub），一分钟内自动申请。")
    return "\n".join(sentence for sentence in (_state(row, now), _ignored(row)) if sentence)


def _state(row: PushSubscription, now: datetime) -> str:
    error = _(SHORT[row.error]) if row.error in SHORT else row.error
    values = {"hub": row.hub, "at": clock(row.asked_at), "until": clock(row.lease_until), "error": error}
    if row.state == PushState.ACTIVE and row.lease_until and row.lease_until > now:
        return _active(row, values)
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


def _active(row: PushSubscription, values: dict[str, str]) -> str:
    if row.error:
        return (
            _("推送（WebSub）有效，至 %(until)s；%(at)s 续订失败（%(error)s），会自动再试，定时抓取不受影响。") % values
        )
    if row.last_push_at is None:
        return _("推送（WebSub）有效，推送中心 %(hub)s，至 %(until)s，到期前自动续订；尚未收到推送。") % values
    counted = values | {"last": clock(row.last_push_at), "n": str(row.pushes)}
    return (
        _("推送（WebSub）有效，推送中心 %(hub)s，至 %(until)s，到期前自动续订；共收到 %(n)s 次，最近一次 %(last)s。")
        % counted
    )


def _ignored(row: PushSubscription) -> str:
    if not row.ignored:
        return ""
    return _("另有 %(n)s 次推送的签名缺失或不符，未予理会；若一直只有这样的推送，请停用再启用此来源，重新申请。") % {
        "n": str(row.ignored)
    }
