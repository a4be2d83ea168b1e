"""Is it working? One list of checks for the health page and `manage.py doctor`; each fault says what to do.

Every check has a short time-out and survives the failure of what it checks: with PostgreSQL down the checks that
need it are left out, with Valkey down the others go on.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI, utc_now
from monitor.lib.plurals import with_plurals
from monitor.models import (
    ANSWERING_STATES,
    POISON_TRIES,
    Channel,
    Delivery,
    Item,
    PoisonedEntry,
    ProcessBeat,
    PushState,
    PushSubscription,
    Recipient,
    Source,
    SourceState,
)
from monitor.queries import site
from monitor.queries.age_words import age_words, moment
from monitor.queries.channel_words import channel_fault
from monitor.queries.health_backup import backup_check
from monitor.queries.health_check import FAULT, OK, WARN, Check
from monitor.queries.health_replica import replica_check
from monitor.queries.health_web import web_asked, web_here
from monitor.queries.together import fetch_together

__all__ = ["FAULT", "OK", "WARN", "Check", "age_words", "health_checks", "health_line", "moment"]

BEAT_LATE = timedelta(seconds=60)
LAG_WARN, LAG_FAULT = timedelta(minutes=5), timedelta(minutes=30)
MAIL_LATE = timedelta(minutes=10)
DEAD_SHOWN = timedelta(days=7)
OVERDUE = timedelta(minutes=10)
DISK_WARN, DISK_FAULT = 2 * 1024**3, 500 * 1024**2
CLOCK_WARN, CLOCK_FAULT = timedelta(seconds=5), timedelta(seconds=60)
BUILT = datetime(2025, 1, 1, tzinfo=UTC)  # no clock of a working machine shows an earlier time
VAIN_TRIES = 3  # requests to a WebSub hub in a row, over half an hour
SET_ASIDE = timedelta(days=30)
ODD = ANSWERING_STATES - {SourceState.HEALTHY, SourceState.PARTIAL, SourceState.MOVED}


def health_checks(*, now: datetime, workers: Sequence[str] | None = None, ask_web: bool = False) -> list[Check]:
    """All checks in reading order. `workers`: names that answered a ping, None when nobody asked (pages do not). `ask_web`:
    ask the web server at its own address, as `doctor` does; a page needs not."""
    database, apart = _database()
    checks = [web_asked() if ask_web else web_here(), database, _broker()]
    if checks[1].ok:
        needing: tuple[Callable[[], list[Check]], ...] = (
            lambda: _processes(now, workers),
            lambda: [_mail(now)],
            lambda: [_queue(now)],
            lambda: [_sources(now)],
            lambda: [_push(now)] if settings.PUSH_URL else [],
            lambda: [check for check in [_channels()] if check.detail],
            lambda: [check for check in [backup_check(now=now)] if check.detail],
        )
        checks += [check for asked in needing for check in _guarded(asked)]
    checks += [replica_check()] if settings.REPLICA_URL else []
    return [*checks, _disk(), _clock(now, apart)]


def health_line(checks: Sequence[Check]) -> tuple[str, str]:
    """(level, sentence): is it working? `fault`: it does not do its work; `warn`: it does, with limits; `ok`."""
    faults = [check.title for check in checks if check.level == FAULT]
    warnings = [check.title for check in checks if check.level == WARN]
    if faults:
        return FAULT, _("没有在正常工作，有故障：%(names)s。") % {"names": _("、").join(faults)}
    if warnings:
        return WARN, _("在工作，但受限：%(names)s。") % {"names": _("、").join(warnings)}
    return OK, _("在工作，一切正常。")


def _guarded(checks: Callable[[], list[Check]]) -> list[Check]:
    try:
        return checks()
    except DatabaseError as error:
        return [Check("database", _("数据库"), FAULT, type(error).__name__, _("数据库刚刚中断。请稍后重试。"))]


def _database() -> tuple[Check, timedelta | None]:
    """Also how far its clock is from ours; None where it did not answer."""
    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), pg_database_size(current_database()), clock_timestamp()"
            )
            version, size, at = cursor.fetchone()
            apart = abs(at - utc_now())
    except DatabaseError as error:
        advice = _("数据库没有回应。请检查 PostgreSQL 是否在运行、DATABASE_URL 是否正确；已入库的数据不受影响。")
        return Check("database", _("数据库"), FAULT, _first_line(error), advice), None
    detail = _("PostgreSQL %(version)s，%(size)s，响应 %(ms)d 毫秒")
    values = {"version": version, "size": _bytes(size), "ms": round((time.monotonic() - began) * 1000)}
    return Check("database", _("数据库"), OK, detail % values), apart


def _first_line(error: Exception) -> str:
    """What the driver said, without anything that looks like a password."""
    text = str(error).strip().splitlines()
    return text[0][:200] if text else type(error).__name__


def _broker() -> Check:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    began = time.monotonic()
    try:
        client.ping()
        prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("global_keyprefix", "")
        waiting = client.llen(f"{prefix}{settings.CELERY_TASK_DEFAULT_QUEUE}")
    except (redis.RedisError, ValueError) as error:
        advice = _(
            "消息服务没有回应：抓取、预警和实时更新会停，网页照常可读，恢复后自动补上。"
            "请检查 Valkey 或 Redis 是否在运行、REDIS_URL 是否正确。"
        )
        return Check("broker", _("消息服务"), FAULT, type(error).__name__, advice)
    finally:
        client.close()
    values = {"ms": round((time.monotonic() - began) * 1000), "n": waiting}
    return Check("broker", _("消息服务"), OK, _("响应 %(ms)d 毫秒，排队任务 %(n)d 个") % values)


def _processes(now: datetime, workers: Sequence[str] | None) -> list[Check]:
    """Those that report: worker, beat and topics."""
    beats = list(ProcessBeat.objects.order_by("-at").values_list("name", "at"))
    return [_worker(now, workers, beats), _beat(now, beats), _topics(now, beats)]


def _worker(now: datetime, answered: Sequence[str] | None, beats: list[tuple[str, datetime]]) -> Check:
    title, advice = _("后台工作进程"), _("请启动工作进程：celery -A tasks worker。")
    if answered is not None:
        if not answered:
            return Check("worker", title, FAULT, _("没有工作进程回应。"), advice)
        return Check(
            "worker", title, OK, _("%(n)d 个有回应：%(names)s") % {"n": len(answered), "names": ", ".join(answered)}
        )
    today = now - timedelta(days=1)
    workers = [(name.partition(":")[2], at) for name, at in beats if name.startswith("worker:") and at >= today]
    return _alive("worker", title, workers, now, advice)


def _beat(now: datetime, beats: list[tuple[str, datetime]]) -> Check:
    advice = _("请启动定时进程：celery -A tasks beat（它还需要一个工作进程）。")
    return _alive("beat", _("定时进程"), [(name, at) for name, at in beats if name == "beat"], now, advice)


def _topics(now: datetime, beats: list[tuple[str, datetime]]) -> Check:
    advice = _("请启动聚类进程：manage.py topics；新信息会先排队，不会丢失。")
    writers = [(name, at) for name, at in beats if name.partition(":")[0] == "topics"]
    return _alive("topics", _("聚类进程"), writers, now, advice)


def _alive(name: str, title: str, beats: list[tuple[str, datetime]], now: datetime, advice: str) -> Check:
    """The freshest of these decides."""
    if not beats:
        return Check(name, title, FAULT, _("从未报到。"), advice)
    age = max(now - max(at for _name, at in beats), timedelta())
    if age > BEAT_LATE:
        return Check(name, title, FAULT, _("最近一次报到在 %(age)s前。") % {"age": age_words(age)}, advice)
    alive = [who for who, at in beats if now - at <= BEAT_LATE]
    detail = _("%(age)s前报到") % {"age": age_words(age)}
    if len(alive) > 1:
        detail = _("%(n)d 个在运行，%(detail)s") % {"n": len(alive), "detail": detail}
    return Check(name, title, OK, detail)


def _mail(now: datetime) -> Check:
    title = _("预警邮件")
    due = Q(status=Delivery.Status.PENDING) & (Q(waits_for="") | Q(event=None))  # not what waits for quiet hours to end
    dead = Q(status=Delivery.Status.DEAD, created_at__gte=now - DEAD_SHOWN)
    state = Delivery.objects.filter(channel=Recipient.Channel.EMAIL).aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("created_at", filter=due),
        dead=Count("pk", filter=dead),
        last=Max("accepted_at", filter=Q(status=Delivery.Status.ACCEPTED)),
    )
    last = state.pop("last")
    said = _("上次投递 %(at)s") % {"at": moment(last)} if last else _("尚未投递过")
    detail = _("%(last)s，待发 %(waiting)d 封，7 日内投递失败 %(dead)d 封") % {"last": said, **state}
    server = site.mail_server()
    if not server.host:
        advice = _("没有设置邮件服务器，预警邮件会一直等待。请管理员在“设置”页填写，或由运维设置 TINGCHAO_SMTP_HOST。")
        return Check("mail", title, WARN, detail, advice)
    if server.password_lost:
        advice = _("已存的邮箱密码无法解密。请在“设置”页重新填写，或由运维恢复 TINGCHAO_SEAL_KEYS。")
        return Check("mail", title, FAULT, detail, advice)
    if state["oldest"] and now - state["oldest"] > MAIL_LATE:
        advice = _("最早的一封已等待 %(age)s。请检查邮件服务器 %(host)s 和工作进程；会自动重试。")
        values = {"age": age_words(now - state["oldest"]), "host": server.host}
        return Check("mail", title, FAULT, detail, advice % values)
    if state["dead"]:
        return Check("mail", title, WARN, detail, _("有邮件投递失败。请在预警详情中查看原因，并核对收件地址。"))
    return Check("mail", title, OK, detail)


def _channels() -> Check:
    """Group channels whose last message was refused; without a detail where none is listed."""
    rows = list(Channel.objects.filter(enabled=True, retired_at=None))
    title, broken = _("通知渠道"), [row for row in rows if row.error_label and row.error_label != "paced"]
    if not broken:
        detail = _("%(n)d 个渠道，没有已知的问题") % with_plurals({"n": len(rows)}) if rows else ""
        return Check("channels", title, OK, detail)
    detail = _("有问题：%(names)s") % {"names": _("、").join(row.name for row in broken)}
    return Check("channels", title, WARN, detail, channel_fault(broken[0].error_label) + "。")


def _queue(now: datetime) -> Check:
    title = _("处理积压")
    waiting = Item.objects.filter(topic_id=None, set_aside="").order_by().values_list("set_aside")
    items = Item.objects.exclude(set_aside="").filter(topic_id=None, at__gte=now - SET_ASIDE).order_by()
    entries = PoisonedEntry.objects.filter(tries__gte=POISON_TRIES, last_at__gte=now - SET_ASIDE).order_by()
    rows, failed, poisoned = fetch_together(
        [
            waiting.annotate(n=Count("*"), oldest=Min("first_seen")),
            items.values_list("set_aside").annotate(n=Count("*")),
            entries.values_list("reason").annotate(n=Count("pk")),
        ]
    )
    _none, n, oldest = rows[0] if rows else ("", 0, None)
    aside = Counter(dict(failed))
    aside.update(dict(poisoned))
    detail = _("没有积压。")
    if oldest:
        detail = _("%(n)d 条信息等待聚类，最早的已等 %(age)s") % {"n": n, "age": age_words(now - oldest)}
    lag = now - oldest if oldest else timedelta()
    if lag > LAG_WARN:
        level = FAULT if lag > LAG_FAULT else WARN
        return Check("queue", title, level, detail, _("请检查聚类进程；若它在运行，稍后会自行赶上。"))
    if aside:
        values = {"n": sum(aside.values()), "why": _("、").join(f"{name} {n}" for name, n in aside.most_common(5))}
        advice = _("30 日内有 %(n)d 条信息三次处理失败，已搁置，不影响其他信息。原因：%(why)s。请把日志交给管理员。")
        return Check("queue", title, WARN, detail, advice % values)
    return Check("queue", title, OK, detail)


def _sources(now: datetime) -> Check:
    title = _("来源")
    state = Source.objects.aggregate(
        total=Count("pk"),
        healthy=Count("pk", filter=Q(state=SourceState.HEALTHY)),
        bad=Count("pk", filter=Q(enabled=True, state__in=[SourceState.FAILING, SourceState.GONE])),
        partial=Count("pk", filter=Q(enabled=True, state=SourceState.PARTIAL)),
        odd=Count("pk", filter=Q(enabled=True, state__in=ODD)),
        overdue=Count("pk", filter=Q(enabled=True, next_check_at__lt=now - OVERDUE)),
    )
    if not state["total"]:
        return Check("sources", title, WARN, _("还没有来源。"), _("请管理员在“来源”页添加第一个来源。"))
    detail = (
        _("共 %(total)d 家：正常 %(healthy)d，部分可读 %(partial)d，需留意 %(odd)d，失联 %(bad)d，逾期未抓 %(overdue)d")
        % state
    )
    if state["overdue"]:
        return Check("sources", title, FAULT, detail, _("有来源到期未抓取。请检查工作进程和定时进程。"))
    if state["bad"] or state["partial"]:
        return Check("sources", title, WARN, detail, _("请在“来源”页查看每个来源的原因和处理办法。"))
    return Check("sources", title, OK, detail)


def _push(now: datetime) -> Check:
    title = _("推送")
    state = PushSubscription.objects.aggregate(
        total=Count("pk"),
        active=Count("pk", filter=Q(state=PushState.ACTIVE, lease_until__gt=now)),
        refused=Count("pk", filter=Q(state=PushState.REFUSED)),
        vain=Count("pk", filter=Q(tries__gte=VAIN_TRIES) & ~Q(state=PushState.REFUSED)),
    )
    detail = _("推送订阅 %(total)d 个：有效 %(active)d，多次申请无果 %(vain)d，被拒 %(refused)d") % state
    if state["vain"]:
        advice = _(
            "请从外网访问 TINGCHAO_PUSH_URL 核实反向代理放行 /push/；来源页写有每个推送中心的回应。定时抓取不受影响。"
        )
        return Check("push", title, WARN, detail, advice)
    return Check("push", title, OK, detail)


def _disk() -> Check:
    folder = Path(settings.DATA_DIR)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    values = {"free": _bytes(usage.free), "total": _bytes(usage.total), "folder": folder}
    detail = _("%(folder)s 可用 %(free)s，共 %(total)s") % values
    level = FAULT if usage.free < DISK_FAULT else WARN if usage.free < DISK_WARN else OK
    if level == OK and not os.access(folder, os.W_OK):
        return Check("disk", _("磁盘"), WARN, detail, _("数据目录不可写。请检查目录权限。"))
    advice = "" if level == OK else _("磁盘快满了。请清理日志和旧备份，或扩大磁盘。")
    return Check("disk", _("磁盘"), level, detail, advice)


def _clock(now: datetime, apart: timedelta | None) -> Check:
    title, local = _("时钟"), f"{now.astimezone(SHANGHAI):%F %T}"
    if now < BUILT:
        return Check("clock", title, FAULT, local, _("本机时间明显不对。请校准系统时间。"))
    if apart is None:
        return Check("clock", title, OK, _("本机时间 %(at)s（北京时间）") % {"at": local})
    detail = _("本机时间 %(at)s（北京时间），与数据库相差 %(s).1f 秒") % {"at": local, "s": apart.total_seconds()}
    level = FAULT if apart > CLOCK_FAULT else WARN if apart > CLOCK_WARN else OK
    advice = "" if level == OK else _("本机与数据库的时间不一致。请让两台机器使用同一时间服务器。")
    return Check("clock", title, level, detail, advice)


def _bytes(n: int) -> str:
    return f"{n / 1024**3:.1f} GB" if n >= 1024**3 else f"{n / 1024**2:.0f} MB"
