"""How far each stage is behind: the age of the oldest row that it has not worked off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from monitor.models import Delivery, Item, Source, Topic


def stage_lags(*, now: datetime) -> dict[str, float]:
    """Seconds by stage, in the order of the data's way; 0 where nothing waits."""
    due = Source.objects.filter(enabled=True, next_check_at__lt=now)
    oldest = {
        "fetch": due.aggregate(at=Min("next_check_at"))["at"],
        "topics": unclustered().aggregate(at=Min("first_seen"))["at"],
        "decide": Topic.objects.filter(needs_decision=True).aggregate(at=Min("updated_at"))["at"],
        "deliver": deliveries_due(now).aggregate(at=Min("next_try_at"))["at"],
    }
    return {stage: max(0.0, (now - at).total_seconds()) if at else 0.0 for stage, at in oldest.items()}


def stages_waiting(*, now: datetime) -> dict[str, int]:
    """Rows by stage that wait to be worked off."""
    return {
        "fetch": Source.objects.filter(enabled=True, next_check_at__lt=now).count(),
        "topics": unclustered().count(),
        "decide": Topic.objects.filter(needs_decision=True).count(),
        "deliver": deliveries_due(now).count(),
    }


def unclustered() -> QuerySet[Item]:
    """Items that wait for a topic; not those that were set aside."""
    return Item.objects.filter(topic_id=None, set_aside="")


def deliveries_due(now: datetime) -> QuerySet[Delivery]:
    """Messages whose time has come."""
    return Delivery.objects.filter(status="pending", waits_for="", next_try_at__lte=now)


def stage_name(stage: str) -> str:
    """For people, in the language that is active."""
    names: dict[str, Callable[[], str]] = {
        "fetch": lambda: _("抓取来源"),
        "topics": lambda: _("归入话题"),
        "decide": lambda: _("判断预警"),
        "deliver": lambda: _("发送消息"),
        "backup": lambda: _("备份"),
    }
    return names[stage]()
