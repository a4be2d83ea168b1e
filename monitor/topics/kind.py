"""What sort of text is being compared: headlines alone, short posts, articles, or something in between. Pure.

Each has weights of its own (`decide.py`): an article shares many words with everything of its field, a short post that says the
same in other words shares three. Kinds are None (no body), else 0.0 (posts) to 1.0 (articles), from the mean length of the bodies.
"""

Kind = float | None
MOST_CHARS = 300  # of one body that are counted
POST, ARTICLE = (
    120.0,
    220.0,
)  # mean characters of the bodies: up to the first they are posts, from the second on articles


def body_chars(text: str) -> int:
    """What one body adds to `LiveTopic.chars`."""
    return min(len(text.strip()), MOST_CHARS)


def kind_of(bodies: int, chars: int) -> Kind:
    """Of one side with so many bodies, of so many characters together."""
    if not bodies:
        return None
    return min(1.0, max(0.0, (chars / bodies - POST) / (ARTICLE - POST)))


def kind_of_both(one: Kind, other: Kind) -> Kind:
    """Of two sides: in the middle; a side without bodies has no say."""
    if one is None or other is None:
        return other if one is None else one
    return (one + other) / 2
