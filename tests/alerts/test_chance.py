"""How likely an item is negative, as alerts count it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.facts import Seen
from monitor.alerts.read_items import chance_of, items_of_topics
from monitor.lib.clock import utc_now
from monitor.models import CorrectionKind, Role
from monitor.quality.correct import correction_undo, item_correct
from tests.alerts.make import NOW
from tests.conftest import make_item, make_topic, make_user
from tests.each import each


@each(
    "label neg neu expected",
    [
        ("neg", 0.8, 0.15, 0.8),
        ("neg", 0.4, 0.35, 0.4),
        ("neu", 0.3, 0.6, 0.3),
        ("pos", 0.1, 0.2, 0.1),
        ("neg", 0.3, 0.6, 1.0),
        ("neu", 0.8, 0.15, 0.0),
        ("pos", 0.3, 0.6, 0.0),
        ("neg", 0.5, 0.5, 0.5),
        ("neu", 0.5, 0.5, 0.5),
    ],
)
def test_it_is_the_probability_unless_a_person_said_otherwise(
    label: str, neg: float, neu: float, expected: float
) -> None:
    assert chance_of(label, neg, neu) == expected


@pytest.mark.parametrize(("label", "expected"), [("neg", 1.0), ("neu", 0.0), ("pos", 0.0)])
def test_a_person_is_sure_of_the_likeliest_label_too(label: str, expected: float) -> None:
    likeliest = {"neg": (0.5, 0.3), "neu": (0.3, 0.5), "pos": (0.3, 0.2)}
    assert chance_of(label, *likeliest[label], judged=True) == expected


@pytest.mark.parametrize(
    ("fields", "likely"),
    [({}, 0.0), ({"negative": True}, 1.0), ({"negative": True, "unsure": True}, 0.5), ({"chance": 0.3}, 0.3)],
)
def test_where_no_more_is_known_the_label_says_it(fields: dict[str, float], likely: float) -> None:
    assert Seen(1, NOW, 1, **fields).likely == likely  # type: ignore[arg-type]


@pytest.mark.django_db
def test_stored_items_bring_their_probability() -> None:
    topic, now = make_topic(), utc_now()
    for sentiment in ("neg", "neu"):
        make_item(topic_id=topic.pk, at=now, sentiment=sentiment, sentiment_p=[0.7, 0.2, 0.1])
    found = items_of_topics([topic.pk], since=now - timedelta(hours=1), now=now + timedelta(hours=1))
    assert [item.likely for item in found[topic.pk]] == [0.7, 0.0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("label", "p", "confirmed"), [("neg", [0.45, 0.35, 0.2], 1.0), ("neu", [0.35, 0.45, 0.2], 0.0)]
)
def test_an_unsure_label_that_a_member_confirms_counts_as_sure_until_that_is_taken_back(
    label: str, p: list[float], confirmed: float
) -> None:
    topic, now, member = make_topic(), utc_now(), make_user(Role.MONITOR)
    item = make_item(topic_id=topic.pk, at=now, sentiment=label, sentiment_p=p, unsure=True, areas=["wages"])

    def likely() -> float:
        found = items_of_topics([topic.pk], since=now - timedelta(hours=1), now=now + timedelta(hours=1))
        return found[topic.pk][0].likely

    item_correct(item=item, what=CorrectionKind.AREA, code="wages", by=member, now=now)
    assert likely() == pytest.approx(p[0])  # a changed area says nothing of the tone
    made = item_correct(item=item, what=CorrectionKind.SENTIMENT, code=label, by=member, now=now)
    assert made is not None
    assert made.before == made.after == label
    assert likely() == confirmed
    correction_undo(correction=made, by=member, now=now)
    assert likely() == pytest.approx(p[0])
