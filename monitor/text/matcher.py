"""All words of all rules in one Aho-Corasick pass. Pure.

`Matcher(words).find(folded)` gives every occurrence of every word: (index of the word, start, end), overlapping ones too,
at a cost that hardly depends on how many words there are. A Latin or digit word counts only as a whole one: "ai" is not in
"main"; a word in `loose` is found there too, for who judges its edges himself. Words and text must both be folded (`fold.py`).
"""

from collections.abc import Container, Iterable

from ahocorasick_rs import AhoCorasick, Implementation

Hit = tuple[int, int, int]


class Matcher:
    """Immutable set of words, compiled once. `words[i]` is the word of index i."""

    def __init__(self, words: Iterable[str], *, loose: Container[str] = ()) -> None:
        self.words = tuple(dict.fromkeys(word for word in words if word))
        self.index = {word: i for i, word in enumerate(self.words)}
        self._left = [is_latin(word[0]) and word not in loose for word in self.words]
        self._right = [is_latin(word[-1]) and word not in loose for word in self.words]
        self._edged = frozenset(i for i, edges in enumerate(zip(self._left, self._right, strict=True)) if any(edges))
        self._automaton = AhoCorasick(self.words, implementation=Implementation.ContiguousNFA) if self.words else None

    def find(self, text: str) -> list[Hit]:
        """Every occurrence, ordered by end. `text` must have no lone surrogate."""
        if self._automaton is None or not text:
            return []
        hits: list[Hit] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        edged = self._edged
        return [hit for hit in hits if hit[0] not in edged or self._whole(text, hit)] if hits and edged else hits

    def _whole(self, text: str, hit: Hit) -> bool:
        word, start, end = hit
        if self._left[word] and start and text[start - 1] in _LATIN:
            return False
        return not (self._right[word] and end < len(text) and text[end] in _LATIN)


_LATIN = frozenset(chr(code) for code in range(128) if chr(code).isalnum())


def is_latin(c: str) -> bool:
    """A Latin letter or digit."""
    return c in _LATIN
