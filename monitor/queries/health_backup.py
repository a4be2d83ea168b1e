"""When the last backup was made, and when one was last proven by restoring it: from the audit log, whichever machine made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from monitor.models import AuditEntry
from monitor.queries.age_words import age_words, moment
from monitor.queries.health_check import OK, WARN, Check
from monitor.queries.together import fetch_together

LATE = timedelta(hours=36)  # one night was missed


@dataclass(frozen=True, slots=True)
class Backups:
    """Of the newest backup and the newest proven one; None: there never was one."""

    made_at: datetime | None
    proven_at: datetime | None
    rows: int = 0


def backups_known() -> Backups:
    """Two look-ups in a partial index, in one statement."""
    found = AuditEntry.objects.filter(action="backup_make").order_by("-id")
    newest, proven = fetch_together([found[:1], found.filter(detail__verified=True)[:1]])
    return Backups(
        newest[0].at if newest else None,
        proven[0].at if proven else None,
        int(proven[0].detail.get("rows", 0)) if proven else 0,
    )


def backup_check(*, now: datetime) -> Check:
    """Without a detail in an exercise, whose data nobody wants back."""
    found, title = backups_known(), _("备份")
    if settings.DRILL and found.made_at is None:
        return Check("backup", title, OK, "")
    if found.made_at is None:
        advice = _("还没有备份过。请设置 TINGCHAO_BACKUP_DIR（放在另一块磁盘上），或运行 manage.py backup。")
        return Check("backup", title, WARN, _("从未备份。"), advice)
    detail = _("上次备份 %(at)s（%(age)s前）") % {"at": moment(found.made_at), "age": age_words(now - found.made_at)}
    if found.proven_at is None:
        advice = _("没有一份备份试恢复过，不能算数。请运行 manage.py backup，不要加 --no-verify。")
        return Check("backup", title, WARN, detail, advice)
    values = {"at": moment(found.proven_at), "age": age_words(now - found.proven_at), "rows": f"{found.rows:,}"}
    detail += _("；上次试恢复通过 %(at)s（%(age)s前，%(rows)s 行）") % values
    if now - found.proven_at > LATE:
        return Check(
            "backup", title, WARN, detail, _("至少漏了一夜。请查看定时进程（或 backup 服务）的日志和磁盘空间。")
        )
    return Check("backup", title, OK, detail)
