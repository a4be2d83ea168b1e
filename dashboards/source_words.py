"""What is wrong with a source, in words: what happened, since when, what to do. "No news" is told from "feed broken"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitor.feeds.labels import label_sentence
from monitor.lib.clock import SHANGHAI
from monitor.lib.plurals import with_plurals
from monitor.models import ANSWERING_STATES, DOWN_STATES, POISON_TRIES, PoisonedEntry, Source, SourceState

SOON = timedelta(minutes=1)


def source_trouble(source: Source, now: datetime) -> str:
    """What happened, since when and what to do; empty when nothing is wrong."""
    if not source.enabled:
        return _("已停用，不再抓取；停用期间按“无数据”处理。")
    if source.state == SourceState.NEW and not source.failures:
        return _first_poll(source, now)
    if source.state in DOWN_STATES or source.failures or source.state not in ANSWERING_STATES:
        return _broken(source)
    parts = [_partial(source), _concern(source), _slow(source), _silent(source, now)]
    if source.error_label and not source.concern:
        parts.insert(1, label_sentence(source.error_label))
    return run_on(parts)


def run_on(sentences: Iterable[str]) -> str:
    """One after the other: with a blank between them where the language has one."""
    blank = " " if (get_language() or "").startswith("en") else ""
    return blank.join(filter(None, sentences))


def poison_note(source: Source) -> str:
    """Entries that our own analysis failed on; empty when there are none."""
    rows = list(PoisonedEntry.objects.filter(source=source).order_by("-last_at")[:50])
    if not rows:
        return ""
    values = {
        "n": len(rows),
        "aside": sum(row.tries >= POISON_TRIES for row in rows),
        "why": _("、").join(sorted({row.reason for row in rows})),
        "at": clock(rows[0].last_at),
    }
    return (
        _(
            "有 %(n)d 条内容本系统处理失败（%(why)s，最近一次 %(at)s），其中 %(aside)d 条试过三次，已搁置；其他内容照常。问题在本系统，请把这句话告诉管理员。"
        )
        % values
    )


def source_move_note(source: Source) -> str:
    """What became of a permanent redirect; empty when there was none."""
    if source.moved_why_not:
        why = {
            "downgrade": _("新地址不是加密的（http），出于安全没有自动改用"),
            "back": _("新地址就是它原来的地址，两边互相跳转"),
            "known": _("新地址已经是另一个来源"),
            "long": _("新地址太长"),
        }[source.moved_why_not]
        values = {"since": clock(source.moved_first_at), "url": source.moved_to, "why": why}
        return (
            _("网站自 %(since)s 起声明地址已永久变更为 %(url)s，但%(why)s。请核实后手工修改网址，或停用此来源。")
            % values
        )
    if source.moved_from:
        values = {"at": clock(source.moved_at), "before": source.moved_from}
        return _("网站多次声明地址已永久变更，已于 %(at)s 自动改用现在的网址（原为 %(before)s）。无需处理。") % values
    return ""


def clock(at: datetime | None) -> str:
    """A moment in Beijing time, or a dash."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else "—"


def _first_poll(source: Source, now: datetime) -> str:
    if source.next_check_at and source.next_check_at - now > SOON:
        return _("等待首次抓取，安排在 %(at)s。") % {"at": f"{source.next_check_at.astimezone(SHANGHAI):%H:%M}"}
    return _("等待首次抓取，通常在几秒内。")


def _broken(source: Source) -> str:
    """The way to it is broken: that nothing new came says nothing about what it published."""
    said = label_sentence(source.error_label) if source.error_label else ""
    if source.state in DOWN_STATES and source.failing_since:
        since = _("自 %(since)s 起抓不到（连续失败 %(n)s 次），此后按“无数据”处理，不等于没有新消息。")
        return since % with_plurals({"since": clock(source.failing_since), "n": source.failures}) + said
    return f"{_partial(source)}{said}"


def _partial(source: Source) -> str:
    if not source.partial:
        return ""
    return _("只能读出一部分条目（%(partial)s）。请联系网站维护者检查其订阅源。") % {"partial": source.partial}


def _concern(source: Source) -> str:
    kind, _space, figures = source.concern.partition(" ")
    values = {"since": clock(source.concern_at), "figures": figures}
    if kind == "empty":
        return _("抓取正常，但自 %(since)s 起订阅源里没有条目。若长期如此，请核实地址。") % values
    if kind == "future":
        return _(
            "抓取正常，但自 %(since)s 起多数条目标注的时间还没有到（%(figures)s），入库时以首次看到的时间为准。"
            "请核实来源的时区和日期；若一直如此，请在来源设置里改为不采用其时间。"
        ) % {**values}
    if kind == "all_new":
        return _(
            "抓取正常，但 %(since)s 那次抓取时几乎全部条目都是新的（%(figures)s），与平时的节奏不符。"
            "可能是网站改版、换了编号或内容被替换；请打开网址核实，并留意重复信息。"
        ) % {**values}
    return ""


def _slow(source: Source) -> str:
    if source.state != SourceState.SLOW:
        return ""
    values = {
        "since": clock(source.state_since),
        "s": f"{sorted(source.recent_ms)[len(source.recent_ms) // 2] / 1000:.1f}",
    }
    return (
        _("能抓到，但自 %(since)s 起回应很慢（近几次居中约 %(s)s 秒）。暂时无需处理；若持续多日，请联系网站维护者。")
        % values
    )


def _silent(source: Source, now: datetime) -> str:
    """It answers: nothing is broken that we can see, it has no news."""
    if source.quiet_at is None or source.quiet_at > now or not source.recent_times:
        return ""
    values = {"last": clock(source.recent_times[-1]), "since": clock(source.quiet_at)}
    return (
        _(
            "抓取正常，只是没有新消息：最近一条在 %(last)s，按它自己的发布节奏，到 %(since)s 就该有新内容了。"
            "可能是停更或换了地址；请打开网址看看网站上有没有更新的内容。这不算中断，图表照常计数。"
        )
        % values
    )
