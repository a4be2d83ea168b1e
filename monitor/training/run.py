"""Services of a training run. Whoever calls them has found the run by its own member: nothing here looks at others'.

The audit log says that a training was begun or ended, never what came of it (SCOPE 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from monitor.errors import TingchaoError
from monitor.models import FirstStep, Sentiment, Topic, Training, TrainingNote, TrainingTag, User, audit_record
from monitor.text.areas import AREAS
from monitor.text.mask import mask
from monitor.training.gather import Sight, result_of
from monitor.training.truth import paper_read, storylines_begin, there_is_a_world

LENGTH = timedelta(minutes=15)
LINE_MAX = 200


class TrainingError(TingchaoError):
    """The step is not possible now. Labels: the keys of SENTENCES."""

    label = "training_over"
    permanent = True


SENTENCES = {
    "training_no_world": gettext_noop("这台机器上找不到演练的题目，暂时不能训练或评分。"),
    "training_over": gettext_noop("这次训练已经结束，不能再改。"),
    "training_unanswered": gettext_noop("请先选择要不要预警。"),
    "training_untagged": gettext_noop("请选择基调，以及领域或“与职工无关”。"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the trainee says about a topic; codes that do not exist are dropped."""

    needs_alert: bool | None
    areas: tuple[str, ...] = ()
    tone: str = ""
    first_step: str = ""
    line: str = ""


def training_open(user: User) -> Training | None:
    """The member's run that has no result yet (its time may be up)."""
    return Training.objects.filter(user=user, finished_at=None).first()


def training_start(*, user: User, now: datetime) -> Training:
    """Begin a run of fifteen minutes and let the exercise tell more; a second press finds the run that is open.

    Raises TrainingError(training_no_world) without an exercise.
    """
    if not there_is_a_world():
        raise TrainingError(label="training_no_world")
    try:
        with transaction.atomic():
            training = Training.objects.create(user=user, started_at=now, ends_at=now + LENGTH)
            audit_record(actor=user, action="training_begin", target="training")
            storylines_begin(now=now)
    except IntegrityError:
        return Training.objects.get(user=user, finished_at=None)
    except OSError as error:
        raise TrainingError(label="training_no_world") from error
    return training


def is_running(training: Training, *, now: datetime) -> bool:
    """Whether the trainee may still write."""
    return training.finished_at is None and now < training.ends_at


def note_add(*, training: Training, topic: Topic, now: datetime) -> tuple[TrainingNote, bool]:
    """Note a topic; (note, whether it is new). The first time stands. Raises TrainingError(training_over)."""
    _running(training, now)
    return TrainingNote.objects.get_or_create(training=training, topic=topic, defaults={"noted_at": now})


def note_answer(*, note: TrainingNote, answer: Answer, now: datetime) -> TrainingNote:
    """Say what the topic needs; may be changed until the time is up. Own words are masked before they are stored."""
    _running(note.training, now)
    if answer.needs_alert is None:
        raise TrainingError(label="training_unanswered")
    note.needs_alert, note.answered_at = answer.needs_alert, now
    note.areas = _areas(answer.areas)
    note.tone = answer.tone if answer.tone in Sentiment else ""
    note.first_step = answer.first_step if answer.first_step in FirstStep else ""
    note.line = mask(answer.line.replace("\x00", "").strip()[:LINE_MAX])[0][:LINE_MAX]
    note.save()
    return note


def note_remove(*, note: TrainingNote, now: datetime) -> None:
    """Take a note back."""
    _running(note.training, now)
    note.delete()


def tag_save(*, tag: TrainingTag, areas: tuple[str, ...], unrelated: bool, tone: str, now: datetime) -> TrainingTag:
    """Tag an item with areas, or as not about working people, and a tone. Raises TrainingError."""
    _running(tag.training, now)
    found = [] if unrelated else _areas(areas)
    if tone not in Sentiment or not (found or unrelated):
        raise TrainingError(label="training_untagged")
    tag.areas, tag.tone, tag.tagged_at = found, tone, now
    tag.save()
    return tag


def training_finish(*, training: Training, sight: Sight, now: datetime) -> Training:
    """Freeze the score, up to `now` or the end of the time. Twice is once. Raises TrainingError(training_no_world)."""
    end = min(now, training.ends_at)
    with transaction.atomic():
        row = Training.objects.select_for_update().get(pk=training.pk)
        if row.finished_at is not None:
            return row
        paper = paper_read(start=row.started_at, end=end)
        if paper is None:
            raise TrainingError(label="training_no_world")
        row.result, row.finished_at = result_of(row, end=end, paper=paper, sight=sight), end
        row.save(update_fields=["result", "finished_at"])
        audit_record(actor=row.user, action="training_end", target="training")
    return row


def training_delete(*, training: Training) -> None:
    """Delete a run with all that belongs to it; an open one is thereby given up."""
    with transaction.atomic():
        if training.finished_at is None:
            audit_record(actor=training.user, action="training_end", target="training")
        training.delete()


def _running(training: Training, now: datetime) -> None:
    if not is_running(training, now=now):
        raise TrainingError(label="training_over")


def _areas(areas: tuple[str, ...]) -> list[str]:
    return [code for code in AREAS if code in areas]
