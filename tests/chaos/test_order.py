"""The order in which items got their topics is written down, and gives the same topics when it is run again."""

from datetime import datetime

import pytest
from django.db import connection

from chaos.checks import topics_of
from chaos.checks_pure import alike
from chaos.order import POISONED, run_again, told, watch
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Item
from monitor.topics.assign import BatchError, topic_assign_batch, topic_restore
from monitor.topics.hand_split import topic_split_by_machine
from monitor.topics.params import ClusterParams
from tests.conftest import make_item

TITLES = ("云河新城项目拖欠工资", "柳营镇一家工厂停水", "云河新城项目拖欠工人工资", "公交公司公布暑期班次")


def publish(number: int, title: str) -> int:
    return make_item(title=title, terms=[], areas=[], link=f"http://127.0.0.1:9/a/{number}").id


def assign(limit: int) -> None:
    topic_assign_batch(topic_restore(now=utc_now()), limit=limit, now=utc_now())


@pytest.mark.django_db
def test_each_batch_is_told_and_the_same_batches_give_the_same_topics() -> None:
    ids = [publish(number, title) for number, title in enumerate(TITLES)]
    watch()
    assign(4)
    before = topics_of()
    assert [(what, sorted(items)) for what, items in told()] == [("placed", sorted(ids))]
    connection.check_constraints()  # what waits for the end of a transaction, which a test has not
    run_again()
    assert alike(before, topics_of()) == 1.0
    assert len(set(topics_of().values())) == 3
    assert not Item.objects.exclude(set_aside="").exists()


@pytest.mark.django_db
def test_a_split_between_two_batches_is_told_and_its_topic_is_read_again_there(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [publish(number, title) for number, title in enumerate(TITLES)]
    watch()
    assign(4)
    topic = Item.objects.get(id=ids[0]).topic_id
    assert topic
    Item.objects.filter(id=ids[1]).update(topic_id=topic)  # as a machine that erred leaves it
    topic_split_by_machine(topic=topic, parts=[[ids[1]]], now=utc_now())
    later = publish(9, TITLES[3])
    assign(1)
    assert [(what, sorted(items)) for what, items in told()] == [
        ("placed", sorted(ids)),
        ("split", [ids[1]]),
        ("placed", [later]),
    ]
    read: list[tuple[int, bool]] = []

    def read_again(topic: int, params: ClusterParams, *, now: datetime) -> bool:
        read.append((topic, Item.objects.filter(id=later, topic_id=None).exists()))
        return False

    monkeypatch.setattr("chaos.order.topic_read_again", read_again)
    connection.check_constraints()
    run_again()
    assert read == [(Item.objects.get(id=ids[1]).topic_id, True)]


@pytest.mark.django_db
def test_what_was_taken_apart_before_an_alert_is_read_as_strictly_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [publish(number, title) for number, title in enumerate(TITLES)]
    watch()
    assign(4)
    topic = Item.objects.get(id=ids[0]).topic_id
    assert topic
    Item.objects.filter(id=ids[1]).update(topic_id=topic)
    topic_split_by_machine(topic=topic, parts=[[ids[1]]], now=utc_now())
    done: list[tuple[int, list[list[int]]]] = []
    monkeypatch.setattr("chaos.order.topic_read_again", lambda *_args, **_kwargs: False)
    monkeypatch.setattr("chaos.order.topic_parts", lambda topic: [[topic], [ids[1]]])
    monkeypatch.setattr("chaos.order.topic_part", lambda topic, parts, _now: done.append((topic, parts)))
    connection.check_constraints()
    run_again()
    again = Item.objects.get(id=ids[1]).topic_id
    assert again
    assert done == [(again, [[again], [ids[1]]])]


@pytest.mark.django_db
def test_an_alert_is_told_and_open_again_at_its_place() -> None:
    ids = [publish(number, title) for number, title in enumerate(TITLES)]
    watch()
    assign(4)
    topic, now = Item.objects.get(id=ids[1]).topic_id, utc_now()
    fields = {"kind": "topic_rising", "level": 2, "raised_at": now, "changed_at": now}
    Alert.objects.create(topic_id=topic, evidence={"items": [ids[1]]}, **fields)
    Alert.objects.create(kind="heartbeat", level=0, raised_at=now, changed_at=now)
    later = publish(9, TITLES[3])
    assign(1)
    assert [what for what, _items in told()] == ["placed", "alert", "rests on", "placed"]
    assert told()[1:] == [("alert", [ids[1]]), ("rests on", [ids[1]]), ("placed", [later])]
    connection.check_constraints()
    run_again()
    (alert,) = Alert.objects.all()
    assert alert.topic_id == Item.objects.get(id=ids[1]).topic_id
    assert AlertEvent.objects.get().evidence == {"items": [ids[1]]}


@pytest.mark.django_db
def test_the_database_refuses_the_poisoned_item_and_it_alone() -> None:
    publish(POISONED, TITLES[0])
    watch()
    with pytest.raises(BatchError):
        assign(1)
    publish(POISONED + 10, TITLES[1])
    item = Item.objects.get(link__endswith=f"/a/{POISONED}")
    assert (item.topic_id, item.tries) == (None, 1)
