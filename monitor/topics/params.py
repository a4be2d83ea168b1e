"""The numbers that steer clustering: one set for headlines and long texts, tuned with monitor.topics.measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClusterParams:
    """Thresholds and weights of the clusterer; similarities lie in 0..1, times are hours."""

    text_weight: float = 1.0  # at most: one occurrence in the body against one in the title
    text_mass: float = (
        30.0  # characters of a title that a whole body counts as: a short post weighs much, an article little
    )
    text_chars: int = 300  # only the head of a body says what it is about
    broad_idf: float = 5.0  # at most, of names of districts, cities, provinces (broad.py)
    broad_only_odds: float = 1.5  # log odds lost where headlines share such a name and no other word as rare
    own_places: tuple[str, ...] = ()  # names of the installation's district and city
    item_features: int = 64  # strongest features kept of one item
    topic_features: int = 96  # strongest features kept of one topic
    words_share: float = 0.5  # share of the words in the squared length of a vector; the rest is character pairs
    centroid_pull: float = 0.75  # 0 = average linkage (strict with big topics), 1 = centroid cosine (lenient)
    join: float = 0.4  # probability (of `decide`) from which an item without a body joins the best topic
    merge: float = 0.4  # probability from which two topics of such items are one
    weighed: int = 6  # candidates for which the probability is worked out, those of the greatest cosine
    least_cosine: float = 0.04  # below it two sides have too little in common to be weighed
    ageing_odds: float = 2.0  # log odds lost for each doubling (base e) of what ageing and silence ask for
    body_join: float = 0.4  # the same where some item has a body
    body_merge: float = 0.5
    lone_odds: float = (
        0.3  # log odds lost where some item has a body and the topic is a single item: too little to know a matter by
    )
    known_from: int = (
        4  # items from which a topic with bodies is no longer made heavier by copies, which are no further evidence
    )
    crowd: int = 16  # items from which a topic with bodies asks for more: against chains
    crowd_odds: float = 1.5  # log odds lost for each factor of e beyond that,
    crowd_most: float = 2.0  # at most: a matter of the whole country has thousands of items and stays one
    digest_penalty: float = 0.6  # similarity of a digest or serial headline is multiplied by this
    digest_half_life: float = 6.0  # hours; tomorrow's digest of the same name is another one
    half_life: float = 168.0  # hours of silence after which a topic attracts half as much
    ageing: float = 0.5  # thresholds rise by this share as a topic gets `old_after` hours old: against chaining
    old_after: float = 168.0
    candidates: int = 24  # topics compared exactly with one item
    postings: int = 4000  # index entries visited for one item: keeps the cost flat as the index grows
    copy_share: float = 0.8  # Dice coefficient from which two headlines are near-duplicates
    body_copy_share: float = 0.6  # share of the shorter body that a near-duplicate repeats
    bodies_checked: int = 4  # latest originals of each candidate whose bodies are compared
    copies_checked: int = 32  # originals of a topic that are compared with a new item
    quiet: float = 240.0  # hours without a new item after which a topic leaves the live index
