"""What changed since a member looked, as sentences with a link each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import Sight
from dashboards.labels import level_mark
from monitor.lib.plurals import with_plurals
from monitor.models import User
from monitor.queries.since import LONGEST, Change, changes_reading
from monitor.queries.together import Part, Reading

SHOWN = 6  # before "more"


@dataclass(frozen=True)
class Since:
    """The panel of one member; `since` None on the first visit."""

    member: User
    sight: Sight
    since: datetime | None
    now: datetime

    @Part
    def changes(self) -> Reading[list[Change]]:
        if self.since is None:
            return []
        return (yield from changes_reading(self.since, now=self.now, user=self.member, sight=self.sight.units))

    @cached_property
    def lines(self) -> list[tuple[Change, str, str]]:
        """(change, sentence, address)."""
        return [(change, sentence(change), address(change)) for change in self.changes]

    @property
    def first(self) -> list[tuple[Change, str, str]]:
        return self.lines[:SHOWN]

    @property
    def rest(self) -> list[tuple[Change, str, str]]:
        return self.lines[SHOWN:]

    @property
    def from_(self) -> datetime:
        """What the list really covers: a week at most."""
        return max(self.since or self.now, self.now - LONGEST)


def sentence(change: Change) -> str:
    """In the reader's language."""
    words = {
        "raised": _("新预警（%(level)s）：%(name)s"),
        "escalated": _("预警升级为%(level)s：%(name)s"),
        "answered": _("%(name)s 答复了您的转办"),
        "returned": _("%(name)s 退回了您的转办"),
        "rule_on": _("您提议的规则“%(name)s”已启用"),
        "rule_declined": _("您提议的规则“%(name)s”未被采纳，理由在它的历史版本里"),
        "topic_rose": _("升温：%(name)s，新增 %(n)s 条原创，此前同样时长 %(before)s 条"),
        "topic_new": _("新话题：%(name)s，%(n)s 条原创"),
        "topic_split": _("话题拆分：%(name)s"),
        "topic_merged": _("话题合并：%(name)s"),
        "source_down": _("来源失联：%(name)s"),
        "source_back": _("来源恢复：%(name)s"),
    }[change.kind]
    level = level_mark(change.n) if change.kind in ("raised", "escalated") else ""
    name = change.name or _("（标题已按保存期限清除）")
    return words % with_plurals({"name": name, "n": change.n, "before": change.before, "level": level})


def address(change: Change) -> str:
    """Where it can be seen."""
    if change.kind in ("answered", "returned"):
        return reverse("referral", args=[change.id])
    if change.kind.startswith("rule"):
        return reverse("rule", args=[change.id])
    if change.kind.startswith("topic"):
        return reverse("topic", args=[change.id])
    return reverse("source" if change.kind.startswith("source") else "alert", args=[change.id])
