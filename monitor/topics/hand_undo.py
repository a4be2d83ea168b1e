"""Taking back what was done to a topic, by a person or (a merge) by the machine: exactly what then moved moves back."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations

from monitor.models import Item, Topic, TopicChange, User
from monitor.models.topic_apart import apart_forget, apart_keep
from monitor.topics.hand import HandError, change_audit, hand_run, items_lock, topics_lock
from monitor.topics.hand_split import family_of, items_move
from monitor.topics.settle import topics_settle
from monitor.topics.threads import threads_part
from monitor.topics.unite import topic_unite

UNDOABLE = ("merge", "split", "dissolve", "rename")


def change_undo(*, change: int, by: User, now: datetime) -> TopicChange:
    """Take one change back. Raises HandError: undo_done, undo_later, undo_gone, undo_never, topic_gone, topic_busy."""
    return hand_run(lambda: _undo(change, by, now))


def _undo(pk: int, by: User, now: datetime) -> TopicChange:
    change = TopicChange.objects.get(pk=pk)
    if change.kind not in UNDOABLE or "trimmed" in change.after:
        raise HandError(label="undo_never")
    {"merge": _unmerge, "rename": _unrename}.get(change.kind, _unsplit)(change, by, now)
    # the topic is locked by now: of two presses of the button one finds it done
    if not TopicChange.objects.filter(pk=pk, undone_at=None).update(undone_at=now, undone_by=by):
        raise HandError(label="undo_done")
    change_audit(change, by=by, undo=True)
    change.refresh_from_db()
    return change


def _unmerge(change: TopicChange, by: User, now: datetime) -> None:
    winner_id, loser_id, told = change.topic_id, int(change.before["topic"]), change.before
    if "items" not in told:  # merged before it was written down which items came
        raise HandError(label="undo_never")
    rows = topics_lock([winner_id], merged=[loser_id, winner_id])
    winner, loser = rows[winner_id], rows[loser_id]
    _still_open(change)
    if winner.merged_into_id or loser.merged_into_id != winner_id:
        raise HandError(label="undo_later")
    items_lock([winner_id])
    back = family_of(winner_id, told["items"])
    if not back or len(back) == Item.objects.filter(topic_id=winner_id).count():
        raise HandError(label="undo_gone")
    items_move(back, to=loser_id)
    loser.merged_into = None
    loser.save(update_fields=["merged_into"])
    Topic.objects.filter(pk__in=told["redirects"], merged_into=winner).update(merged_into=loser)
    _give_back(winner, told.get("kept", {}), came=told.get("title", ""))
    threads_part(told["threads"], winner=winner, loser=loser, by=by, now=now)
    apart_keep(winner_id, loser_id, by=by, at=now)
    topics_settle([winner_id, loser_id], now=now)


def _give_back(winner: Topic, kept: dict[str, object], *, came: str) -> None:
    """Flags and title that the winner took over, unless a person changed the title (`came`: that of the loser) since."""
    if winner.title != came:
        kept = {name: value for name, value in kept.items() if name not in ("title", "renamed")}
    for name, value in kept.items():
        setattr(winner, name, value)
    winner.save(update_fields=[*kept] or ["updated_at"])


def _unsplit(change: TopicChange, by: User, now: datetime) -> None:
    parts = change.after["parts"]
    ids = [change.topic_id, *(part["topic"] for part in parts)]
    try:
        topics = topics_lock(ids)
    except HandError as error:
        _still_open(change)
        raise HandError(label="undo_later") from error
    _still_open(change)
    items_lock(ids)
    source, settled = topics[change.topic_id], {change.topic_id}
    for one, other in combinations(ids, 2):
        apart_forget(one, other)
    for part in parts:
        target = topics[part["topic"]]
        rest = Item.objects.filter(topic_id=target.pk)
        if not part["new"]:
            items_move(family_of(target.pk, part["items"]), to=source.pk)
        if part["new"] or not rest.exists():  # with all that came to it since
            topic_unite(source, target, now=now, by=by).delete()  # the undone split tells it
            Topic.objects.filter(pk=target.pk).update(reload=True)
        else:
            settled.add(target.pk)
    source.save()
    topics_settle(settled, now=now)


def _unrename(change: TopicChange, by: User, now: datetime) -> None:
    topic = topics_lock([change.topic_id])[change.topic_id]
    _still_open(change)
    if {"title": topic.title, "renamed": topic.renamed} != change.after and topic.renamed:
        raise HandError(label="undo_later")
    topic.title, topic.renamed, topic.updated_at = change.before["title"], change.before["renamed"], now
    topic.save(update_fields=["title", "renamed", "updated_at"])


def _still_open(change: TopicChange) -> None:
    """Look again now that the topic is locked."""
    if TopicChange.objects.filter(pk=change.pk).exclude(undone_at=None).exists():
        raise HandError(label="undo_done")
