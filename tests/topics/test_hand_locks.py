"""A hand change waits for nobody who holds an item: it gives its locks back and tries again."""

import threading

import pytest
from django.db import connection, transaction

from monitor.lib.clock import utc_now
from monitor.models import Item, Topic, User
from monitor.topics.hand_merge import topics_merge
from tests.conftest import make_item, make_topic


@pytest.mark.django_db(transaction=True)
def test_one_who_corrects_an_item_and_one_who_merges_its_topic_both_get_through(duty: User) -> None:
    winner, loser, item = make_topic(), make_topic(), make_item()
    Item.objects.filter(id=item.id).update(topic_id=loser.pk)
    held, errors = threading.Event(), list[BaseException]()

    def correct() -> None:  # as quality.correct: the item, then its topic
        try:
            with transaction.atomic():
                Item.objects.select_for_update().get(id=item.id)
                held.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.2)")
                Topic.objects.select_for_update().get(pk=loser.pk)
        except Exception as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    other = threading.Thread(target=correct)
    other.start()
    assert held.wait(5)
    topics_merge(winner=winner.pk, others=[loser.pk], by=duty, now=utc_now())
    other.join(5)
    assert not errors
    assert Item.objects.get().topic_id == winner.pk
