"""The checks of `make chaos` see what they are there to see."""

from collections import Counter
from typing import Any

import pytest

from chaos.checks import violations
from chaos.checks_pure import agreement
from chaos.order import POISONED
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Delivery, HourCount, Letter, User
from tests.conftest import make_item, make_topic

SAME = {0: 1, 1: 1, 2: 2}


def test_equal_topics_under_other_numbers_agree() -> None:
    found = agreement({0: 7, 1: 7, 2: 9}, SAME, ["a", "a", "b"])
    assert found["with_the_undisturbed_run"] == found["disturbed_by_truth"] == 1.0
    assert found["topics_told_in_two"] == 0


def test_a_topic_that_fell_apart_is_seen() -> None:
    found = agreement({0: 7, 1: 8, 2: 9}, SAME, ["a", "a", "b"])
    assert found["disturbed_by_truth"] < found["undisturbed_by_truth"] == 1.0
    assert found["topics_told_in_two"] == 1


def stored(n: int, **fields: Any) -> None:
    make_item(link=f"http://127.0.0.1:9/a/{n}", topic_id=make_topic().pk, **fields)


@pytest.mark.django_db
def test_a_lost_and_a_doubled_item_are_counted() -> None:
    for n in (0, 1, 1):
        stored(n)
    found = violations(published=3, taken=Counter(), poisoned=1)
    assert (found["items_lost"], found["items_doubled"]) == (1, 1)


@pytest.mark.django_db
def test_an_item_set_aside_is_a_violation_unless_it_is_the_poisoned_one_and_had_its_tries() -> None:
    make_item(link="http://127.0.0.1:9/a/0", set_aside="ValueError")
    make_item(link=f"http://127.0.0.1:9/a/{POISONED}", set_aside="DataError", tries=2)
    found = violations(published=2, taken=Counter(), poisoned=1)
    assert (found["set_aside_but_not_poisoned"], found["poisoned_but_not_set_aside"]) == (1, 1)


@pytest.mark.django_db
def test_a_wrong_count_is_seen() -> None:
    stored(0)
    assert (
        violations(published=1, taken=Counter(), poisoned=1)["counts_wrong"] > 0
    )  # its topic's hours were never counted
    HourCount.objects.all().delete()
    assert violations(published=1, taken=Counter(), poisoned=1)["counts_wrong"] > 1


@pytest.mark.django_db
def test_a_mail_that_is_said_to_be_there_and_is_not_is_seen(lead: User) -> None:
    now = utc_now()
    alert = Alert.objects.create(kind="topic_rising", level=2, topic=make_topic(), raised_at=now, changed_at=now)
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=2, at=now)
    Delivery.objects.create(
        event=event, user=lead, channel="email", address="x", message_id="m", status="accepted", created_at=now
    )
    assert violations(published=0, taken=Counter(), poisoned=1)["mails_said_to_be_accepted_but_not_there"] == 1
    assert violations(published=0, taken=Counter({"m": 1}), poisoned=1)["mails_said_to_be_accepted_but_not_there"] == 0


@pytest.mark.django_db
def test_a_mail_that_came_more_often_than_its_row_tells_is_seen(lead: User) -> None:
    letter = Letter.objects.create(kind="system", language="en", subject="s", text="t", created_at=utc_now())
    about: dict[str, Any] = {"letter": letter, "user": lead, "channel": "email", "created_at": utc_now()}
    for n, repeats in enumerate((0, 1)):
        Delivery.objects.create(**about, address=str(n), message_id=str(n), status="accepted", repeats=repeats)
    found = violations(published=0, taken=Counter({"0": 2, "1": 3}), poisoned=0)
    assert found["mails_doubled_without_being_told"] == 2
    assert violations(published=0, taken=Counter({"0": 1, "1": 2}), poisoned=0)["mails_doubled_without_being_told"] == 0


@pytest.mark.django_db
def test_an_item_that_must_be_set_aside_is_asked_for_where_one_was_published() -> None:
    assert violations(published=0, taken=Counter(), poisoned=0)["poisoned_but_not_set_aside"] == 0
    assert violations(published=0, taken=Counter(), poisoned=1)["poisoned_but_not_set_aside"] == 1
