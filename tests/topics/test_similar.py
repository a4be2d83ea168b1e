"""What is proposed to a person: topics to merge, parts to split."""

import pytest

from monitor.models import Topic, User
from monitor.topics.cluster import Clusterer
from monitor.topics.hand_preview import merge_preview, parts_preview
from monitor.topics.hand_split import topic_split
from monitor.topics.parts import parts_propose
from monitor.topics.similar import topics_search, topics_similar
from monitor.topics.take_up import topics_take_up
from tests.topics.matters import NOW, ids_of, pair
from tests.topics.stories import FIRE, NOISE, RIDERS, WAGES, items


def test_two_matters_in_one_are_told_apart_and_one_is_left_whole() -> None:
    mixed = items([*WAGES, *FIRE, *RIDERS])
    parts = parts_propose(mixed)
    assert [len(part) for part in parts] == [5, 4, 3]
    assert set(parts[1]) == {item.id for item in mixed[5:9]}
    assert len(parts_propose(items(FIRE))) == 1
    assert parts_propose(items([*FIRE, NOISE[0]]))[1] == [4]  # a stray is shown when there is no better seam


@pytest.mark.django_db
def test_the_topic_of_the_same_matter_is_proposed_first(writer: Clusterer, duty: User) -> None:
    wages, _fire = pair()
    part = topic_split(topic=wages.pk, items=ids_of(wages, WAGES[:2]), by=duty, now=NOW)
    assert topics_similar(part) == []  # changed a moment ago: not read anew yet
    topics_take_up(writer, now=NOW)
    found = topics_similar(Topic.objects.get(pk=part.pk))
    assert [one.topic.pk for one in found] == [wages.pk]


@pytest.mark.django_db
def test_a_topic_is_found_by_number_address_and_words(writer: Clusterer) -> None:
    wages, fire = pair()
    for text in (str(fire.pk), f"http://desk.example/topics/{fire.pk}/", fire.title[:3]):
        assert [one.topic.pk for one in topics_search(wages, text)] == [fire.pk]
    assert topics_search(wages, "  ") == []


@pytest.mark.django_db
def test_previews_say_what_will_be(writer: Clusterer) -> None:
    wages, fire = pair()
    preview = merge_preview([wages, fire], wages)
    assert (preview.items, preview.originals, preview.sources) == (10, 9, 3)
    assert sum(preview.spread) == 10
    assert preview.areas == ["wages", "safety"]
    assert [len(part.items) for part in parts_preview(fire).parts] == [4]
