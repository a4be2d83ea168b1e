"""Does a word stand in a text as a word, or is it made of pieces of others (加班 in 参加班级)? Pure.

The run of Chinese characters around the place is cut into words (`words.cut`), once, and only when somebody asks. Then

- a place whose two ends are ends of words is a word, however many words lie between them: 拖欠|工资;
- a place inside one longer word counts, for that is how Chinese words are made: 法院 in 最高法院, 加班 in 加班费; but a single
  character inside a word does not: 死 in 死亡;
- a place that begins or ends in the middle of a word of the dictionary and reaches out of it does not count: 参[加|班]级.
  What the dictionary does not know was only guessed to be a word, and rules nothing out.

Latin letters and digits that go on beyond the place make it a piece of a longer word: AI in MAIN.
"""

from __future__ import annotations

from monitor.text.words import cut, is_known

MAX_RUN = 200  # characters of a run that are looked at on each side: keeps the cost linear
HAN, LATIN = "han", "latin"

Segment = tuple[int, int]


class Boundaries:
    """The words of one (folded) text around the places that are asked about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: dict[int, Segment] = {}  # place of a Chinese character -> its word

    def broken(self, start: int, end: int, left: bool = True, right: bool = True) -> Segment | None:
        """The word that [start, end) is cut out of at its left or right end, or None if it stands there as a word."""
        text = self.text
        if left and start > 0 and (kind := _joined(text[start - 1], text[start])):
            found = self._around(kind, start, start, end)
            if found and found[0] < start:
                return found
        if right and end < len(text) and (kind := _joined(text[end - 1], text[end])):
            found = self._around(kind, end - 1, start, end)
            if found and found[1] > end:
                return found
        return None

    def _around(self, kind: str, at: int, start: int, end: int) -> Segment | None:
        """The word of the character at `at`, if it rules [start, end) out where it reaches beyond it."""
        if kind == LATIN:
            return self._latin(start, end)
        first, last = self._words.get(at) or self._cut(at)
        if start <= first and last <= end:
            return None
        holds = first <= start and end <= last
        if (holds and end - start > 1) or not is_known(self.text[first:last]):
            return None
        return first, last

    def _cut(self, at: int) -> Segment:
        """Cut the run of Chinese characters around `at`; the word that holds it."""
        text, begin, stop = self.text, at, at + 1
        lowest, highest = max(0, at - MAX_RUN), min(len(text), at + MAX_RUN)
        while begin > lowest and _is_han(text[begin - 1]):
            begin -= 1
        while stop < highest and _is_han(text[stop]):
            stop += 1
        for word in cut(text[begin:stop]):
            segment = begin, begin + len(word)
            self._words.update(dict.fromkeys(range(*segment), segment))
            begin = segment[1]
        return self._words[at]

    def _latin(self, start: int, end: int) -> Segment:
        """The run of Latin letters and digits that goes on beyond [start, end)."""
        text, first, last = self.text, start, end
        while first > max(0, start - MAX_RUN) and _joined(text[first - 1], text[first]) == LATIN:
            first -= 1
        while last < min(len(text), end + MAX_RUN) and _joined(text[last - 1], text[last]) == LATIN:
            last += 1
        return first, last


def _joined(a: str, b: str) -> str:
    """What might hold two neighbours together in one word: both Chinese, both Latin letters or digits, or nothing."""
    if "\u3400" <= a <= "\u9fff":
        return HAN if "\u3400" <= b <= "\u9fff" else ""
    return LATIN if _is_latin(a) and _is_latin(b) else ""


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff"


def _is_latin(c: str) -> bool:
    return c.isascii() and c.isalnum()
