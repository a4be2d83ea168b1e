"""Details of an audit entry in words: what each key of them means, values without brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dashboards import labels
from monitor.lib.clock import SHANGHAI
from monitor.models import (
    AlertKind,
    ApiFeed,
    ApiScope,
    ChannelKind,
    CorrectionKind,
    DatesReason,
    GateBasis,
    PlaceScope,
    PlanState,
    ReportKind,
    Role,
    RouteDays,
    Sentiment,
    SourceFormat,
    SourceKind,
    SourceState,
    StepKind,
)

PLAIN = str | int | float
EMPTY: tuple[Any, ...] = (None, "", [], {})
DIGEST = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:[+-]\d\d:\d\d|Z)")
KEYS = {
    "accepted": pgettext_lazy("detail", "采用"),
    "acknowledge_minutes": pgettext_lazy("detail", "确认时限（分钟）"),
    "active": pgettext_lazy("detail", "在用"),
    "add": pgettext_lazy("detail", "新增"),
    "added": pgettext_lazy("detail", "新增"),
    "after": pgettext_lazy("detail", "改后"),
    "alert": pgettext_lazy("detail", "预警"),
    "all": pgettext_lazy("detail", "全部"),
    "analysis": pgettext_lazy("detail", "研判"),
    "area": pgettext_lazy("detail", "领域"),
    "areas": pgettext_lazy("detail", "领域"),
    "automatic": pgettext_lazy("detail", "自动起草"),
    "bad": pgettext_lazy("detail", "读不出"),
    "basis": pgettext_lazy("detail", "依据"),
    "before": pgettext_lazy("detail", "改前"),
    "began": pgettext_lazy("detail", "开始滞后"),
    "body": pgettext_lazy("detail", "正文"),
    "by_hand": pgettext_lazy("detail", "人工"),
    "change": pgettext_lazy("detail", "改动编号"),
    "changed": pgettext_lazy("detail", "改动"),
    "channel": pgettext_lazy("detail", "渠道"),
    "characters": pgettext_lazy("detail", "字数"),
    "compare_h": pgettext_lazy("detail", "对比小时"),
    "count": pgettext_lazy("detail", "次数"),
    "days": pgettext_lazy("detail", "天数"),
    "deleted": pgettext_lazy("detail", "已删旧备份"),
    "deliveries": pgettext_lazy("detail", "消息编号"),
    "deputy": pgettext_lazy("detail", "副班"),
    "digest": pgettext_lazy("detail", "摘要值"),
    "edits_dropped": pgettext_lazy("detail", "丢弃的修改"),
    "email": pgettext_lazy("detail", "邮箱"),
    "enabled": pgettext_lazy("detail", "启用"),
    "end": pgettext_lazy("detail", "结束"),
    "ends_on": pgettext_lazy("detail", "结束日期"),
    "entries": pgettext_lazy("detail", "条目"),
    "event": pgettext_lazy("detail", "经过编号"),
    "exclude": pgettext_lazy("detail", "排除词"),
    "expires_at": pgettext_lazy("detail", "到期"),
    "failed": pgettext_lazy("detail", "未成功"),
    "failed_before": pgettext_lazy("detail", "此前失败次数"),
    "feed": pgettext_lazy("detail", "订阅"),
    "file": pgettext_lazy("detail", "文件"),
    "filters": pgettext_lazy("detail", "筛选"),
    "first_id": pgettext_lazy("detail", "首个编号"),
    "focus": pgettext_lazy("detail", "范围"),
    "form": pgettext_lazy("detail", "格式"),
    "format": pgettext_lazy("detail", "格式"),
    "found": pgettext_lazy("detail", "找到"),
    "from": pgettext_lazy("detail", "从"),
    "hit_alert": pgettext_lazy("detail", "命中即预警"),
    "grave": pgettext_lazy("detail", "重大"),
    "host": pgettext_lazy("detail", "服务器"),
    "hour": pgettext_lazy("detail", "小时"),
    "hours": pgettext_lazy("detail", "小时数"),
    "in_report": pgettext_lazy("detail", "周报单列"),
    "interval_s": pgettext_lazy("detail", "停留秒数"),
    "items": pgettext_lazy("detail", "条数"),
    "kind": pgettext_lazy("detail", "种类"),
    "known": pgettext_lazy("detail", "已有"),
    "language": pgettext_lazy("detail", "语言"),
    "last_id": pgettext_lazy("detail", "末个编号"),
    "looked_at": pgettext_lazy("detail", "核对条数"),
    "lost": pgettext_lazy("detail", "打不开"),
    "member": pgettext_lazy("detail", "成员"),
    "members": pgettext_lazy("detail", "成员"),
    "min_level": pgettext_lazy("detail", "最低级别"),
    "model": pgettext_lazy("detail", "模型"),
    "n": pgettext_lazy("detail", "次数"),
    "name": pgettext_lazy("detail", "名称"),
    "named": pgettext_lazy("detail", "单位编号"),
    "names": pgettext_lazy("detail", "名称"),
    "note": pgettext_lazy("detail", "备注"),
    "number": pgettext_lazy("detail", "文号"),
    "of": pgettext_lazy("detail", "所属成员"),
    "originals": pgettext_lazy("detail", "原创"),
    "outcome": pgettext_lazy("detail", "结果"),
    "over": pgettext_lazy("detail", "不再滞后"),
    "own": pgettext_lazy("detail", "本会发布"),
    "parts": pgettext_lazy("detail", "份数"),
    "paused": pgettext_lazy("detail", "暂停"),
    "persons": pgettext_lazy("detail", "丢掉的人员列"),
    "place": pgettext_lazy("detail", "地域"),
    "places": pgettext_lazy("detail", "地域"),
    "plan": pgettext_lazy("detail", "专题"),
    "plans": pgettext_lazy("detail", "专题"),
    "polls": pgettext_lazy("detail", "抓取次数"),
    "prefix": pgettext_lazy("detail", "令牌开头"),
    "purpose": pgettext_lazy("detail", "为什么关注"),
    "query": pgettext_lazy("detail", "检索式"),
    "read_articles": pgettext_lazy("detail", "读正文"),
    "readers": pgettext_lazy("detail", "接收人"),
    "reason": pgettext_lazy("detail", "原因"),
    "recipients": pgettext_lazy("detail", "接收人"),
    "referral": pgettext_lazy("detail", "转办"),
    "refused": pgettext_lazy("detail", "未收"),
    "removed": pgettext_lazy("detail", "去掉"),
    "requests": pgettext_lazy("detail", "请求数"),
    "resolve_hours": pgettext_lazy("detail", "办结时限（小时）"),
    "role": pgettext_lazy("detail", "角色"),
    "rows": pgettext_lazy("detail", "行数"),
    "rule": pgettext_lazy("detail", "规则"),
    "rules": pgettext_lazy("detail", "规则"),
    "said": pgettext_lazy("detail", "说明"),
    "scenes": pgettext_lazy("detail", "画面"),
    "scopes": pgettext_lazy("detail", "权限"),
    "secrets": pgettext_lazy("detail", "改了的密码"),
    "sections": pgettext_lazy("detail", "小节"),
    "sentence": pgettext_lazy("detail", "句子"),
    "sentiment": pgettext_lazy("detail", "情感"),
    "sessions": pgettext_lazy("detail", "浏览器数"),
    "sha256": pgettext_lazy("detail", "摘要值"),
    "shared": pgettext_lazy("detail", "共享"),
    "shifts": pgettext_lazy("detail", "班次"),
    "show": pgettext_lazy("detail", "显示"),
    "skipped": pgettext_lazy("detail", "跳过"),
    "source": pgettext_lazy("detail", "来源"),
    "sources": pgettext_lazy("detail", "来源"),
    "spec": pgettext_lazy("detail", "内容"),
    "split": pgettext_lazy("detail", "拆分"),
    "start": pgettext_lazy("detail", "开始"),
    "starts_on": pgettext_lazy("detail", "开始日期"),
    "state": pgettext_lazy("detail", "状态"),
    "step": pgettext_lazy("detail", "步骤"),
    "step_after": pgettext_lazy("detail", "步骤改后"),
    "step_before": pgettext_lazy("detail", "步骤改前"),
    "step_kind": pgettext_lazy("detail", "预案"),
    "steps": pgettext_lazy("detail", "步骤"),
    "stored": pgettext_lazy("detail", "已存"),
    "struck": pgettext_lazy("detail", "删去"),
    "subject": pgettext_lazy("detail", "标题"),
    "tell": pgettext_lazy("detail", "发预警给接收人"),
    "tell_level": pgettext_lazy("detail", "起发级别"),
    "template": pgettext_lazy("detail", "模板"),
    "theme": pgettext_lazy("detail", "配色"),
    "thresholds": pgettext_lazy("detail", "分级界限"),
    "to": pgettext_lazy("detail", "到"),
    "told": pgettext_lazy("detail", "通知人数"),
    "topic": pgettext_lazy("detail", "话题"),
    "twice": pgettext_lazy("detail", "重复"),
    "unit": pgettext_lazy("detail", "单位"),
    "units": pgettext_lazy("detail", "单位"),
    "url": pgettext_lazy("detail", "地址"),
    "username": pgettext_lazy("detail", "用户名"),
    "verified": pgettext_lazy("detail", "已验证"),
    "version": pgettext_lazy("detail", "版本"),
    "way": pgettext_lazy("detail", "方式"),
    "ways": pgettext_lazy("detail", "方式"),
    "what": pgettext_lazy("detail", "项目"),
    "window": pgettext_lazy("detail", "时段"),
    "words": pgettext_lazy("detail", "词"),
    "working": pgettext_lazy("detail", "上班"),
}

OF_DIGESTS = {
    "said": pgettext_lazy("detail", "签发的文字"),
    "told": pgettext_lazy("detail", "签发的全文"),
}
"""What a key means where its value is the digest of something."""

CODES: Mapping[str, Sequence[type[TextChoices]]] = {
    "basis": (GateBasis,),
    "days": (RouteDays,),
    "feed": (ApiFeed,),
    "format": (SourceFormat,),
    "kind": (SourceKind, ChannelKind, AlertKind, ReportKind, CorrectionKind),
    "place": (PlaceScope,),
    "places": (PlaceScope,),
    "reason": (DatesReason,),
    "role": (Role,),
    "scopes": (ApiScope,),
    "sentiment": (Sentiment,),
    "state": (PlanState, SourceState),
    "step_kind": (StepKind,),
}
"""Whose codes the values of a key are: the first that knows one names it. A value that none knows is as it was written."""
WORDS = {
    "accepted": pgettext_lazy("detail", "已接收"),
    "code": pgettext_lazy("detail", "动态口令"),
    "link": pgettext_lazy("detail", "链接"),
    "own": pgettext_lazy("detail", "本人"),
    "password": pgettext_lazy("detail", "密码"),
}
"""Values that are nobody's choices."""
SAID = ("outcome", "way", "ways", "what")
LEVELS = ("min_level", "tell_level", "level")


def detail_words(detail: Mapping[str, Any]) -> str:
    """`名称 薪酬；版本 3`; nothing of what is empty. No and 0 are said: they are what was done. A key without words is as it was written.

    Of a digest its beginning, of a moment the minute in Shanghai: the CSV has them whole.
    """
    return _("；").join(
        f"{_key(key, value)} {_words(value, key)}" for key, value in detail.items() if value not in EMPTY
    )


def _key(key: str, value: Any) -> str:
    digested = key in OF_DIGESTS and DIGEST.fullmatch(str(value))
    return str(OF_DIGESTS[key] if digested else KEYS.get(key, key))


def _words(value: Any, key: str) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, PLAIN):
        return _plain(value, key)
    if isinstance(value, Mapping):
        return f"({detail_words(value)})"
    return _("、").join(_words(one, key) for one in value) if isinstance(value, list) else "—"


def _plain(value: PLAIN, key: str) -> str:
    text = str(value)
    if key in LEVELS and value in labels.LEVEL_MARKS:
        return labels.level_mark(int(value))
    if key in ("area", "areas"):
        return labels.area(text)
    for choices in CODES.get(key, ()):
        if text in choices.values:
            return str(choices(text).label)
    if key in SAID and text in WORDS:
        return str(WORDS[text])
    if MOMENT.fullmatch(text):
        return f"{datetime.fromisoformat(text).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{text[:12]}…" if DIGEST.fullmatch(text) else text
