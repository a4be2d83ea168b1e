import pytest

from monitor.topics.assign import topic_restore
from monitor.topics.cluster import Clusterer
from tests.topics.matters import NOW, place, publish
from tests.topics.stories import FIRE, WAGES


@pytest.fixture
def writer(db: None) -> Clusterer:
    """The topics writer after two matters, five and four originals; one of the wages is reposted elsewhere."""
    publish(WAGES, place="本区", units=[7])
    publish(FIRE, areas=["safety"], sentiment="neu")
    publish(WAGES[:1], minutes=50)
    clusterer = topic_restore(now=NOW)
    place(clusterer)
    return clusterer
