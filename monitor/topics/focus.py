"""Whether a topic concerns the union at all (ARCHITECTURE, "In focus"). Hot lists are 98 % not about working life."""

from dataclasses import dataclass

LEAST_SHARE = 0.2
LEAST_ORIGINALS = 2
LEAST_REPOSTERS = 3


@dataclass(frozen=True, slots=True)
class FocusFacts:
    """Originals, those in focus, most *other* sources that reposted one of these, and what else makes one enough."""

    originals: int
    focus_originals: int
    reposters: int = 0
    grave: bool = False
    by_hand: bool = False
    pinned: bool = False
    watched: bool = False


def topic_in_focus(facts: FocusFacts) -> bool:
    """A person wants it there; or a fifth or more of the originals are in focus, and these are two or more, or one that
    something makes weighty."""
    if facts.pinned or facts.watched:
        return True
    if facts.focus_originals < 1 or facts.focus_originals < LEAST_SHARE * facts.originals:
        return False
    weighty = facts.grave or facts.by_hand
    return facts.focus_originals >= LEAST_ORIGINALS or weighty or facts.reposters >= LEAST_REPOSTERS
