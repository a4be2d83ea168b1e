"""What people do to topics, in one place: errors, locks, and the row that says who did what and why.

Locks are taken as everybody takes them: topics by id, then items, alerts, counts, the audit chain. Whoever edits an item holds it
before its topic; so nobody here waits for an item: `hand_run` gives all locks back and tries again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from monitor.errors import TingchaoError
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Item, Topic, TopicChange, User, audit_record
from monitor.text.mask import mask

TRIES = 8
PAUSE = 0.05  # seconds before the second try, doubled each time
BUSY = ("55P03", "40P01")  # lock not available, deadlock
REASON_MAX = 500
T = TypeVar("T")


class HandError(TingchaoError):
    """It cannot be done; the label says why (see SENTENCES), `detail` what it is about."""

    label = "topic_gone"
    permanent = True


SENTENCES = {
    "topic_gone": gettext_noop("话题刚刚被合并或改动过，请刷新页面后再试。"),
    "topic_busy": gettext_noop("话题正在被其他操作占用，请几秒后再试。"),
    "merge_nothing": gettext_noop("请至少选两个话题。"),
    "merge_unseen": gettext_noop("选择变了：请看过新的预览再确认。"),
    "merge_many": gettext_noop("一次最多合并 20 个话题。"),
    "split_nothing": gettext_noop("请先勾选要移出的报道。"),
    "split_all": gettext_noop("全部报道都勾选了，拆不出两个话题；要整体移走请用「合并」。"),
    "reason_missing": gettext_noop("请写明原因，以后查得到。"),
    "title_length": gettext_noop("标题要有 4 到 60 个字。"),
    "title_masked": gettext_noop("标题里不能有电话、证件号或账号。"),
    "personal_name": gettext_noop(
        "标题里有人名（{detail}）。本系统只看事，不看人，请改用单位、地点或事由，或写作「张某」。"
    ),
    "undo_done": gettext_noop("已经撤回过了。"),
    "undo_later": gettext_noop("这之后话题又有改动，请先撤回后来的那一步。"),
    "undo_gone": gettext_noop("涉及的报道已不在这个话题里，无法撤回。"),
    "undo_never": gettext_noop("这一步不能撤回，用相反的操作即可。"),
}


class _AgainError(Exception):
    """Something changed while a lock was waited for."""


def hand_run(work: Callable[[], T]) -> T:
    """Run `work` in a transaction, again when what it needs is locked by somebody. Raises HandError: topic_busy."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in BUSY or connection.in_atomic_block:
                raise
        except _AgainError:
            pass
        time.sleep(PAUSE * 2**attempt)
    raise HandError(label="topic_busy")


def topics_lock(ids: Collection[int], *, merged: Collection[int] = ()) -> dict[int, Topic]:
    """These topics, locked, and with them those that were merged into one of them (not returned).

    `merged` may have been merged away. Raises HandError when one is gone, or another was merged away.
    """
    wanted = Q(pk__in={*ids, *merged}) | Q(merged_into__in=ids)
    rows = Topic.objects.select_for_update().filter(wanted).defer("vector").order_by("pk")
    locked = {topic.pk: topic for topic in rows}
    if Topic.objects.filter(merged_into__in=ids).exclude(pk__in=locked).exists():
        raise _AgainError
    topics = {pk: locked[pk] for pk in sorted({*ids, *merged}) if pk in locked}
    if len(topics) < len({*ids, *merged}) or any(topics[pk].merged_into_id for pk in set(ids) - set(merged)):
        raise HandError
    return topics


def items_lock(topics: Collection[int]) -> list[int]:
    """Ids of these topics' items, locked without waiting; the topics are locked, so that none can come or go."""
    rows = Item.objects.select_for_update(nowait=True).filter(topic_id__in=topics)
    return list(rows.order_by("month", "id").values_list("id", flat=True))


def reason_clean(reason: str, *, needed: bool = False) -> str:
    """As it is stored: numbers of persons masked. Raises HandError when one is `needed` and none is given."""
    reason = mask(reason.strip()[:REASON_MAX])[0]
    if needed and not reason:
        raise HandError(label="reason_missing")
    return reason


def change_record(
    topic: Topic,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> TopicChange:
    """The row in the topic's history, the entry in the audit log (of what persons do), the notice on commit."""
    change = TopicChange.objects.create(
        topic=topic, kind=kind, before=before or {}, after=after or {}, reason=reason, by=by, at=now
    )
    if by is None:
        _tell(change)
    else:
        change_audit(change, by=by)
    return change


def change_audit(change: TopicChange, *, by: User, undo: bool = False) -> None:
    """A change in the audit log: its ids, without lists of items, titles and reason, which the log would keep for ever.

    Call it last: everybody shares the chain's lock.
    """
    told = {"change": change.pk, **{side: _short(getattr(change, side)) for side in ("before", "after")}}
    action = "topic_undo" if undo else f"topic_{change.kind}"
    audit_record(actor=by, action=action, target=f"topic:{change.topic_id}", detail=told)
    _tell(change)


def _tell(change: TopicChange) -> None:
    notice_publish_on_commit({"topics": sorted({change.topic_id, *_topics_of(change)})})


def _short(value: object) -> object:
    """Lists of ids as how many they are."""
    if isinstance(value, dict):
        return {key: _short(part) for key, part in value.items() if key != "title"}
    if isinstance(value, list) and all(isinstance(part, int) for part in value):
        return len(value)
    return [_short(part) for part in value] if isinstance(value, list) else value


def _topics_of(change: TopicChange) -> set[int]:
    found = {side.get("topic") for side in (change.before, change.after)}
    found |= {part["topic"] for part in change.after.get("parts", ())}
    return {pk for pk in found if isinstance(pk, int)}
