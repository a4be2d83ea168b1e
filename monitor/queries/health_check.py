"""One thing that was looked at, and what it means for people when it is not well."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

OK, WARN, FAULT = "ok", "warn", "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `level`: ok, warn, fault. `advice` says what to do, empty when ok."""

    name: str
    title: str
    level: str
    detail: str
    advice: str = ""

    @property
    def ok(self) -> bool:
        return self.level != FAULT

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}

    @property
    def effect(self) -> str:
        """What people notice while it is not well."""
        effects = {
            "web": _("页面打不开或很慢。"),
            "database": _("页面和抓取都停。"),
            "broker": _("抓取、预警和实时更新停，网页还能看。"),
            "worker": _("不再抓取来源，也不再发送预警。"),
            "beat": _("到点的工作不会开始：抓取、提醒、周报、清理。"),
            "topics": _("新内容不归入话题，也就不会有预警。"),
            "mail": _("预警邮件发不出去，或有人收不到。"),
            "channels": _("有的群收不到预警。"),
            "queue": _("新内容进入话题变慢，预警会晚。"),
            "sources": _("看到的内容不全。"),
            "push": _("来源的更新会晚一些到。"),
            "replica": _("网页由主库回应，人多时可能变慢。"),
            "backup": _("机器坏了，数据找不回来。"),
            "disk": _("磁盘写满后，入库会停。"),
            "clock": _("时间和时段会算错。"),
        }
        return effects.get(self.name, "")
