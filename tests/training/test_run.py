"""A run from start to frozen score, over rows and a real exercise."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.answer import alert_acknowledge
from monitor.lib.clock import utc_now
from monitor.models import Alert, AuditEntry, Item, Topic, Training, TrainingNote, User
from monitor.training.gather import training_score
from monitor.training.run import (
    Answer,
    TrainingError,
    note_add,
    note_answer,
    note_remove,
    tag_save,
    training_delete,
    training_finish,
    training_open,
    training_start,
)
from monitor.training.sheet import tags_top_up, topics_newest
from monitor.upkeep.retention import retention_apply
from tests.conftest import make_topic
from tests.training.world import begin, exercise, paper

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=15)


@pytest.fixture
def began(present: datetime, duty: User) -> tuple[Training, dict[str, Topic]]:
    pk, topics = begin(duty, now=present)
    return Training.objects.get(pk=pk), topics


def finish(training: Training, after: timedelta = LATER) -> Training:
    return training_finish(training=training, sight=None, now=training.started_at + after)


def answered(training: Training, topic: Topic, answer: Answer, *, minutes: int = 4) -> TrainingNote:
    at = training.started_at + timedelta(minutes=minutes)
    note, _new = note_add(training=training, topic=topic, now=at)
    return note_answer(note=note, answer=answer, now=at + timedelta(minutes=1))


def counted(training: Training) -> list[str]:
    """Names of the storylines that count for this run, without freezing anything."""
    truth = paper(training.started_at)
    return [story.name for story in training_score(training, end=training.ends_at, paper=truth, sight=None).stories]


def test_a_member_has_one_open_run(present: datetime, duty: User) -> None:
    first = training_start(user=duty, now=present)
    assert training_start(user=duty, now=present + timedelta(minutes=1)) == first
    assert training_open(duty) == first
    assert first.ends_at - first.started_at == timedelta(minutes=15)


def test_without_an_exercise_nothing_begins(duty: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGCHAO_DATA", str(tmp_path))
    with pytest.raises(TrainingError) as refused:
        training_start(user=duty, now=utc_now())
    assert refused.value.label == "training_no_world"
    assert not Training.objects.exists()


def test_what_was_noticed_and_answered_is_scored(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    for topic in topics.values():
        answered(training, topic, Answer(needs_alert=True, areas=("wages",), tone="neg", first_step="verify"))
    result = finish(training).result
    counts = result["counts"]
    assert counts["stories"] >= 3
    assert counts["noticed"] == counts["answered"] == counts["stories"]
    assert counts["judged"] == sum(story["judged_right"] for story in result["stories"])
    assert {story["wait"] <= 4 for story in result["stories"]} == {True}
    assert len(result["advice"]) == 3


def test_a_trainee_who_did_nothing_missed_everything(began: tuple[Training, dict[str, Topic]]) -> None:
    result = finish(began[0]).result
    assert result["counts"]["noticed"] == 0
    assert result["advice"][0]["code"] == "missed"


def test_a_note_on_everyday_news_is_a_false_note(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    known = {topic.pk for topic in topics.values()}
    everyday = Topic.objects.exclude(pk__in=known).first()
    assert everyday is not None
    answered(training, everyday, Answer(needs_alert=True))
    assert finish(training).result["counts"]["false_notes"] == 1


def test_a_topic_that_was_merged_is_what_it_became(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    name = counted(training)[0]
    answered(training, make_topic(merged_into=topics[name]), Answer(needs_alert=True))
    result = finish(training).result
    assert [story["name"] for story in result["stories"] if story["noticed_at"]] == [name]
    assert result["others"] == []


def test_only_the_trainees_own_acknowledgement_is_an_answer(
    began: tuple[Training, dict[str, Topic]], duty: User, lead: User
) -> None:
    training, topics = began
    at = training.started_at + timedelta(minutes=6)
    mine, theirs = counted(training)[:2]
    for who, name in ((duty, mine), (lead, theirs)):
        alert = Alert.objects.create(kind="topic_rising", level=3, topic=topics[name], raised_at=at, changed_at=at)
        alert_acknowledge(alert=alert, by=who, now=at)
    noticed = {story["name"]: story["noticed_at"] for story in finish(training).result["stories"] if story["by_alert"]}
    assert noticed == {mine: at.isoformat()}


def test_only_items_of_the_run_are_tagged_and_what_was_said_is_judged(
    began: tuple[Training, dict[str, Topic]],
) -> None:
    training, _topics = began
    tags_top_up(training, sight=None, now=training.ends_at)
    tags = list(training.tags.all())
    items = {item.id: item for item in Item.objects.filter(id__in=[tag.item_id for tag in tags])}
    assert 6 <= len(tags) <= 10
    assert all(item.at >= training.started_at for item in items.values())
    for tag in tags[:-1]:
        item = items[tag.item_id]
        areas = tuple(item.areas)
        tag_save(tag=tag, areas=areas, unrelated=not areas, tone=item.sentiment, now=training.started_at)
    counts = finish(training).result["counts"]
    assert (counts["tags"], counts["tags_right"], counts["untagged"]) == (len(tags) - 1, len(tags) - 1, 1)


def test_topping_up_twice_adds_nothing(began: tuple[Training, dict[str, Topic]]) -> None:
    training, _topics = began
    for _ in range(2):
        tags_top_up(training, sight=None, now=training.ends_at)
    assert training.tags.count() == len({tag.item_id for tag in training.tags.all()}) <= 10


def test_a_tag_needs_a_tone_and_areas_or_unrelated(began: tuple[Training, dict[str, Topic]]) -> None:
    training, _topics = began
    tags_top_up(training, sight=None, now=training.ends_at)
    tag = training.tags.all()[0]
    for areas, unrelated, tone in (((), False, "neg"), (("wages",), False, ""), (("nonsense",), False, "neg")):
        with pytest.raises(TrainingError):
            tag_save(tag=tag, areas=areas, unrelated=unrelated, tone=tone, now=training.started_at)
    saved = tag_save(tag=tag, areas=("wages",), unrelated=True, tone="neu", now=training.started_at)
    assert saved.areas == []


def test_own_words_are_masked_and_unknown_codes_dropped(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    given = Answer(True, ("wages", "nonsense"), "angry", "delete_it", "先打 13900000000 问问\x00")
    note = answered(training, next(iter(topics.values())), given)
    assert (note.areas, note.tone, note.first_step) == (["wages"], "", "")
    assert "13900000000" not in note.line


def test_the_first_time_of_a_note_stands(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    topic, at = next(iter(topics.values())), training.started_at
    first, _new = note_add(training=training, topic=topic, now=at + timedelta(minutes=1))
    again, new = note_add(training=training, topic=topic, now=at + timedelta(minutes=5))
    assert (again.noted_at, new) == (first.noted_at, False)


def test_nothing_can_be_written_after_the_time(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    topic, late = next(iter(topics.values())), training.ends_at
    note, _new = note_add(training=training, topic=topic, now=training.started_at)
    for step in (
        lambda: note_add(training=training, topic=make_topic(), now=late),
        lambda: note_answer(note=note, answer=Answer(needs_alert=True), now=late),
        lambda: note_remove(note=note, now=late),
    ):
        with pytest.raises(TrainingError):
            step()
    note_remove(note=note, now=late - timedelta(seconds=1))
    assert not training.notes.exists()


def test_an_early_end_counts_only_what_was_published_until_then(began: tuple[Training, dict[str, Topic]]) -> None:
    ended = finish(began[0], timedelta(minutes=3))
    assert ended.finished_at == ended.started_at + timedelta(minutes=3)
    assert all(story["seen_from"] <= ended.result["end"] for story in ended.result["stories"])


def test_finishing_again_changes_nothing_whatever_became_of_the_rows(
    began: tuple[Training, dict[str, Topic]],
) -> None:
    training, topics = began
    answered(training, next(iter(topics.values())), Answer(needs_alert=True))
    before = finish(training).result
    Item.objects.all().delete()
    Topic.objects.all().delete()
    assert finish(training, timedelta(hours=3)).result == before


def test_a_run_whose_truth_is_gone_stays_open_until_it_is_back(
    began: tuple[Training, dict[str, Topic]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, _topics = began
    with monkeypatch.context() as patch:
        patch.setenv("TINGCHAO_DATA", str(tmp_path / "elsewhere"))
        with pytest.raises(TrainingError):
            finish(training)
    assert finish(training).result["counts"]["stories"] >= 3


def test_the_audit_log_says_begun_and_ended_and_no_score(began: tuple[Training, dict[str, Topic]], duty: User) -> None:
    finish(began[0])
    rows = list(AuditEntry.objects.filter(action__startswith="training").order_by("id"))
    assert [(row.actor, row.action, row.target, row.detail) for row in rows] == [
        (duty.username, "training_begin", "training", {}),
        (duty.username, "training_end", "training", {}),
    ]


def test_deleting_leaves_nothing(began: tuple[Training, dict[str, Topic]]) -> None:
    training, topics = began
    answered(training, next(iter(topics.values())), Answer(needs_alert=True))
    training_delete(training=training)
    assert not Training.objects.exists()
    assert not TrainingNote.objects.exists()


def test_a_member_limited_to_units_is_asked_only_about_what_they_see(began: tuple[Training, dict[str, Topic]]) -> None:
    training, _topics = began
    Item.objects.update(units=[4])
    Topic.objects.update(units=[4])
    tags_top_up(training, sight=(7,), now=training.ends_at)
    assert not training.tags.exists()
    assert topics_newest(sight=(7,), since=training.started_at) == []
    ended = training_finish(training=training, sight=(7,), now=training.ends_at)
    assert ended.result["stories"] == []
    assert ended.result["not_fetched"]


def test_titles_and_own_words_leave_old_runs_and_numbers_stay(
    duty: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = utc_now()
    began_at = exercise(tmp_path, monkeypatch, now=now - timedelta(days=179, hours=12))
    pk, _topics = begin(duty, now=began_at)
    training = Training.objects.get(pk=pk)
    answered(training, make_topic(title="标题"), Answer(True, line="一句"))
    tags_top_up(training, sight=None, now=training.ends_at)
    for tag in training.tags.all():
        tag_save(tag=tag, areas=(), unrelated=True, tone="neu", now=began_at)
    before = finish(training).result
    assert retention_apply(now=now).trainings == 0
    assert retention_apply(now=now + timedelta(days=1)).trainings == 1
    training.refresh_from_db()
    assert {row["title"] for part in ("tags", "others") for row in training.result[part]} == {""}
    assert training.notes.get().line == ""
    assert training.result["counts"] == before["counts"]
    assert retention_apply(now=now + timedelta(days=1)).trainings == 0
