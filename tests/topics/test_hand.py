"""People merge, split, rename, mute, pin and watch topics, and take it back; counts, threads and later items follow."""

from datetime import datetime, timedelta

import pytest

from monitor.alerts.answer import alert_acknowledge, alert_assign, alert_comment, alert_handle
from monitor.alerts.referral import referral_send
from monitor.models import Alert, AlertEvent, AlertWatch, AuditEntry, Item, Topic, TopicApart, TopicChange, User
from monitor.models.topic_apart import apart_keep
from monitor.topics import assign
from monitor.topics.assign import topic_restore
from monitor.topics.cluster import Clusterer
from monitor.topics.hand import HandError
from monitor.topics.hand_flags import topic_flag
from monitor.topics.hand_merge import topics_merge
from monitor.topics.hand_rename import topic_rename
from monitor.topics.hand_split import topic_dissolve, topic_split
from monitor.topics.hand_undo import change_undo
from monitor.topics.unite import MergeGuard
from monitor.upkeep.recount import recount
from tests.conftest import make_topic, make_unit
from tests.topics.matters import NOW, ids_of, pair, place, publish, topic_of
from tests.topics.stories import FIRE, WAGES
from tests.topics.test_assign import counts_agree

pytestmark = pytest.mark.django_db


def all_right() -> bool:
    """Rows, hours and rollups against the items; sources, areas, places, units and focus too."""
    for topic in Topic.objects.filter(merged_into=None):
        originals = Item.objects.filter(topic_id=topic.pk, own=False, duplicate_of=None)
        assert topic.sources == sorted(set(Item.objects.filter(topic_id=topic.pk).values_list("source_id", flat=True)))
        assert topic.n_focus == originals.filter(in_focus=True).count()
        assert sum(topic.areas.values()) == sum(len(item.areas) for item in originals)
        assert sum(topic.places.values()) == originals.exclude(place=None).count()
        assert topic.units == sorted({unit for item in originals for unit in item.units})
        assert topic.n_neu == originals.filter(sentiment="neu").count()
        assert (topic.first_at, topic.last_at) == _span(topic)
    return counts_agree() and recount().equal


def _span(topic: Topic) -> tuple[object, object]:
    times = sorted(Item.objects.filter(topic_id=topic.pk).values_list("at", flat=True))
    return times[0], times[-1]


def test_merged_topics_are_one_and_later_items_join_it(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW, reason="同一工地")
    publish(["柳营镇玩具厂仓库起火 消防通报原因"], minutes=10)
    place(writer)
    assert set(Item.objects.values_list("topic_id", flat=True)) == {wages.pk}
    fire.refresh_from_db()
    assert (fire.merged_into_id, fire.pk in writer.index.topics) == (wages.pk, False)
    change = TopicChange.objects.get(kind="merge")
    assert (change.by, change.reason) == (duty, "同一工地")
    entry = AuditEntry.objects.get(action="topic_merge", target=f"topic:{wages.pk}")
    assert entry.detail["before"]["items"] == 4  # how many, not which; and no title
    assert fire.title not in str(entry.detail)
    assert all_right()


def test_a_merge_taken_back_restores_both_and_keeps_them_apart(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    place(writer)
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    place(writer)
    assert {topic_of(title) for title in FIRE} == {fire.pk}
    assert TopicApart.objects.filter(low=min(wages.pk, fire.pk), high=max(wages.pk, fire.pk)).exists()
    assert {wages.pk, fire.pk} <= writer.index.topics.keys()
    with pytest.raises(HandError, match="undo_done"):
        change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    assert all_right()


def test_a_title_given_after_a_merge_outlives_taking_the_merge_back(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    topic_rename(topic=fire.pk, title="玩具厂仓库起火一事", by=duty, now=NOW)
    for title in ("", "青石湾大桥欠薪一事"):
        topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
        assert Topic.objects.get(pk=wages.pk).title == "玩具厂仓库起火一事"
        if title:
            topic_rename(topic=wages.pk, title=title, by=duty, now=NOW)
        change_undo(change=TopicChange.objects.filter(kind="merge").latest("id").pk, by=duty, now=NOW)
        assert Topic.objects.get(pk=wages.pk).title == (title or wages.title)
        assert Topic.objects.get(pk=fire.pk).title == "玩具厂仓库起火一事"


def test_a_chain_of_merges_is_taken_back_from_its_end(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    third = topic_split(topic=wages.pk, items=ids_of(wages, WAGES[3:]), by=duty, now=NOW)
    topics_merge(winner=fire.pk, others=[third.pk], by=duty, now=NOW)
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    assert Topic.objects.get(pk=third.pk).merged_into_id == wages.pk
    last, first = TopicChange.objects.filter(kind="merge").order_by("-id")
    with pytest.raises(HandError, match="undo_later"):
        change_undo(change=first.pk, by=duty, now=NOW)
    change_undo(change=last.pk, by=duty, now=NOW)
    assert Topic.objects.get(pk=third.pk).merged_into_id == fire.pk
    change_undo(change=first.pk, by=duty, now=NOW)
    assert topic_of(WAGES[4]) == third.pk
    assert all_right()


def test_what_a_person_split_off_stays_off_and_attracts_its_own(writer: Clusterer, duty: User) -> None:
    wages, _ = pair()
    part = topic_split(topic=wages.pk, items=ids_of(wages, WAGES[:2]), by=duty, now=NOW, reason="另一家承包方")
    assert part.n_items == 3  # the repost went with its original
    publish(["青石湾大桥钢筋工被欠薪四个月 工友等回复"], minutes=10)
    place(writer)
    assert {topic_of(title) for title in WAGES[:2]} == {part.pk}
    assert Topic.objects.filter(merged_into=None).count() == 3
    assert [c.kind for c in TopicChange.objects.filter(topic=part)] == ["came"]
    assert all_right()


def test_items_move_into_another_topic_and_back(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    topic_split(topic=fire.pk, items=ids_of(fire, FIRE[:1]), into=wages.pk, by=duty, now=NOW)
    assert topic_of(FIRE[0]) == wages.pk
    assert all_right()
    change_undo(change=TopicChange.objects.get(kind="split").pk, by=duty, now=NOW)
    assert topic_of(FIRE[0]) == fire.pk
    assert not TopicApart.objects.exists()
    assert all_right()


def test_a_dissolved_topic_comes_together_again_with_what_arrived_since(writer: Clusterer, duty: User) -> None:
    wages, _ = pair()
    parts = topic_dissolve(topic=wages.pk, parts=[ids_of(wages, [title]) for title in WAGES[:3]], by=duty, now=NOW)
    assert len(parts) == 3
    assert TopicApart.objects.count() == 6
    assert all_right()
    place(writer)
    change_undo(change=TopicChange.objects.get(kind="dissolve").pk, by=duty, now=NOW)
    assert {topic_of(title) for title in WAGES} == {wages.pk}
    assert not TopicApart.objects.filter(low=wages.pk).exists()
    assert set(Topic.objects.filter(pk__in=[p.pk for p in parts]).values_list("merged_into", flat=True)) == {wages.pk}
    assert all_right()


@pytest.mark.parametrize(("titles", "label"), [(WAGES, "split_all"), ([], "split_nothing")])
def test_all_or_nothing_is_no_split(writer: Clusterer, duty: User, titles: list[str], label: str) -> None:
    wages, _ = pair()
    with pytest.raises(HandError, match=label):
        topic_split(topic=wages.pk, items=ids_of(wages, titles), by=duty, now=NOW)
    assert all_right()


def thread(topic: Topic, level: int, hours: int) -> Alert:
    at = NOW - timedelta(hours=hours)
    alert = Alert.objects.create(kind="topic_rising", level=level, topic=topic, raised_at=at, changed_at=at)
    AlertEvent.objects.create(alert=alert, kind="raised", level=level, evidence={"level": level}, at=at)
    return alert


def test_two_threads_become_one_and_two_again(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    older, newer = thread(fire, 2, 5), thread(wages, 3, 2)
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.topic, older.level, older.status) == (wages, 3, "open")
    assert (newer.status, newer.merged_into) == ("merged", older)
    assert [event.kind for event in older.events.all()] == ["raised", "raised", "merged"]
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.topic, older.level, older.evidence, older.status) == (fire, 2, {"level": 2}, "open")
    assert (newer.topic, newer.level, newer.status, newer.merged_into) == (wages, 3, "open", None)


def test_a_merge_puts_nothing_off_and_taken_back_gives_each_its_times(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    older, newer = thread(fire, 2, 5), thread(wages, 4, 2)
    soon, late = NOW + timedelta(minutes=5), NOW + timedelta(hours=2)
    for alert, at in ((older, late), (newer, soon)):
        Alert.objects.filter(pk=alert.pk).update(acknowledge_by=at, due_at=at)
        AlertWatch.objects.create(alert=alert, next_at=at)
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    older.refresh_from_db()
    assert (older.acknowledge_by, older.due_at, older.watch.next_at) == (soon, soon, soon)
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert [older.acknowledge_by, older.due_at, newer.due_at] == [late, late, soon]


def test_what_a_unit_was_asked_goes_with_the_thread_but_no_unit_is_asked_twice(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    older, newer, both, one = thread(fire, 2, 5), thread(wages, 3, 2), make_unit(), make_unit()
    for alert, unit in ((older, both), (newer, both), (newer, one)):
        referral_send(alert=alert, unit=unit, ask="请核实。", due_at=NOW + timedelta(days=1), by=duty, now=NOW)
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    assert {referral.unit for referral in older.referrals.all()} == {both, one}
    assert newer.referrals.get().unit == both
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    assert {referral.unit for referral in newer.referrals.all()} == {both, one}


def test_whoever_works_on_one_of_two_threads_works_on_both_until_they_are_two_again(
    writer: Clusterer, duty: User
) -> None:
    wages, fire = pair()
    older, newer = thread(fire, 2, 5), thread(wages, 3, 2)
    alert_handle(alert=newer, by=duty, note="已联系用人单位")
    alert_comment(alert=older, by=duty, note="核实中")
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    older.refresh_from_db()
    assert (older.status, older.assignee) == ("handling", duty)
    assert {event.note for event in older.events.all()} > {"已联系用人单位", "核实中"}
    merged = older.events.get(kind="merged")
    assert (merged.before, merged.after) == ("open", "handling")
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.status, older.assignee) == ("open", None)
    assert (newer.status, newer.assignee) == ("handling", duty)


def test_what_people_did_after_the_merge_stays_when_it_is_taken_back(writer: Clusterer, duty: User, lead: User) -> None:
    wages, fire = pair()
    older, newer = thread(fire, 2, 5), thread(wages, 3, 2)
    alert_acknowledge(alert=newer, by=duty)
    topics_merge(winner=wages.pk, others=[fire.pk], by=duty, now=NOW)
    alert_assign(alert=older, to=lead, by=duty)
    alert_handle(alert=older, by=lead)
    change_undo(change=TopicChange.objects.get(kind="merge").pk, by=duty, now=NOW)
    older.refresh_from_db()
    assert (older.status, older.assignee) == ("handling", lead)


def test_a_split_leaves_the_thread_with_the_topic_that_keeps_its_id(writer: Clusterer, duty: User) -> None:
    wages, _ = pair()
    alert = thread(wages, 2, 1)
    topic_split(topic=wages.pk, items=ids_of(wages, WAGES[:2]), by=duty, now=NOW)
    alert.refresh_from_db()
    assert alert.topic == wages


def test_the_machine_never_merges_what_was_set_apart_whatever_it_became_part_of(duty: User) -> None:
    first, second, third = (make_topic() for _ in range(3))
    apart_keep(second.pk, third.pk, by=duty, at=NOW)
    assert not MergeGuard()(second.pk, third.pk)
    batch = MergeGuard()
    assert batch(first.pk, second.pk)
    assert not batch(first.pk, third.pk)  # second is part of first by now
    topics_merge(winner=first.pk, others=[second.pk], by=duty, now=NOW)
    assert not MergeGuard()(first.pk, third.pk)
    topics_merge(winner=first.pk, others=[third.pk], by=duty, now=NOW)  # a person may
    assert not TopicApart.objects.filter(low=first.pk, high=third.pk).exists()


def test_the_machine_never_names_what_a_person_named(writer: Clusterer, duty: User) -> None:
    wages, _ = pair()
    assert topic_rename(topic=wages.pk, title="青石湾大桥欠薪", by=duty, now=NOW)
    publish(["青石湾大桥三十名钢筋工再讨工资"], minutes=10)
    place(writer)
    wages.refresh_from_db()
    assert (wages.title, wages.n_originals) == ("青石湾大桥欠薪", 6)
    change_undo(change=TopicChange.objects.get(kind="rename").pk, by=duty, now=NOW)
    wages.refresh_from_db()
    assert not wages.renamed
    assert wages.title in WAGES


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("张建国讨薪一事", "personal_name"),
        ("张建\u200b国讨薪一事", "personal_name"),
        ("短", "title_length"),
        ("----", "title_length"),
        ("\u200b\u200b\u200b\u200b", "title_length"),
        ("欠薪来电13812345678", "title_masked"),
    ],
)
def test_a_title_is_about_a_matter_not_a_person(duty: User, title: str, label: str) -> None:
    with pytest.raises(HandError) as caught:
        topic_rename(topic=1, title=title, by=duty, now=NOW)
    assert caught.value.label == label


def test_muting_needs_a_reason_and_pinning_brings_into_focus(writer: Clusterer, duty: User) -> None:
    wages, _ = pair()
    Item.objects.update(in_focus=False)
    Topic.objects.update(n_focus=0, in_focus=False)
    assert topic_flag(topic=wages.pk, flag="watched", on=True, by=duty, now=NOW)
    assert not topic_flag(topic=wages.pk, flag="watched", on=True, by=duty, now=NOW)
    wages.refresh_from_db()
    assert (wages.watched, wages.in_focus, wages.needs_decision) == (True, True, True)
    with pytest.raises(HandError, match="reason_missing"):
        topic_flag(topic=wages.pk, flag="muted", on=True, by=duty, now=NOW)
    assert topic_flag(topic=wages.pk, flag="muted", on=True, reason="已办结，不再提示", by=duty, now=NOW)
    assert [c.kind for c in TopicChange.objects.filter(topic=wages).order_by("id")] == ["watch", "mute"]


def test_a_change_between_computing_and_locking_a_batch_is_taken_up(
    writer: Clusterer, duty: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wages, fire = pair()
    real, done = assign.topics_take_up, list[Topic]()

    def then_a_person_merges(clusterer: Clusterer, *, now: datetime) -> int:
        found = real(clusterer, now=now)
        if not done:
            done.append(topics_merge(winner=fire.pk, others=[wages.pk], by=duty, now=NOW))
        return found

    monkeypatch.setattr(assign, "topics_take_up", then_a_person_merges)
    publish(["青石湾大桥三十名钢筋工再讨工资"], minutes=10)
    place(writer)
    assert set(Item.objects.values_list("topic_id", flat=True)) == {fire.pk}
    assert all_right()


def test_a_restart_between_a_change_and_the_next_batch_changes_nothing(writer: Clusterer, duty: User) -> None:
    wages, fire = pair()
    part = topic_split(topic=wages.pk, items=ids_of(wages, WAGES[:2]), by=duty, now=NOW)
    fresh = topic_restore(now=NOW)
    assert wages.pk not in fresh.index.topics
    place(fresh)
    assert {wages.pk, fire.pk, part.pk} == fresh.index.topics.keys()
    assert fresh.index.topics.keys() == topic_restore(now=NOW).index.topics.keys()
    assert not Topic.objects.filter(reload=True).exists()
