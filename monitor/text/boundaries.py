"""Does a word stand in a text as a word, or is it made of pieces of others (加班 in 参加班级)? Pure.

The run of Chinese characters around the place is cut into words (`words.cut`), once, and only when somebody asks. Then

- a place whose two ends are ends of words is a word, however many words lie between them: 拖欠|工资;
- a place inside one longer word counts, for that is how Chinese words are made: 法院 in 最高法院, 加班 in 加班费; but a single
  character inside a word does not: 死 in 死亡;
- a place that begins or ends in the middle of a word of the dictionary and reaches out of it does not count: 参[加|班]级.
  What the dictionary does not know was only guessed to be a word, and rules nothing out.
"""

from __future__ import annotations

from bisect import bisect_right

from monitor.text.words import cut, is_known

MAX_RUN = 200  # characters of a run that are looked at on each side: keeps the cost linear
HAN, LATIN = "han", "latin"

Segment = tuple[int, int]


class Boundaries:
    """The words of one (folded) text around the places that are asked about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._runs: dict[int, list[int]] = {}
        self._answers: dict[Segment, Segment | None] = {}

    def broken(self, start: int, end: int) -> Segment | None:
        """The word that [start, end) is cut out of, or None if it stands there as a word."""
        key = (start, end)
        if key not in self._answers:
            self._answers[key] = self._broken(start, end)
        return self._answers[key]

    def broken_side(self, start: int, end: int, *, left: bool) -> Segment | None:
        """The same for one end alone: a star frees the other."""
        text = self.text
        edge, inner, neighbour = (start, start, start - 1) if left else (end, end - 1, end)
        joined = _joined(text[min(inner, neighbour)], text[max(inner, neighbour)]) if 0 < edge < len(text) else ""
        if joined == LATIN:
            return self._latin(start, end)
        if joined != HAN:
            return None
        first, last = self._word(inner)
        free = start <= first if left else last <= end
        return None if free or not is_known(text[first:last]) else (first, last)

    def _broken(self, start: int, end: int) -> Segment | None:
        text = self.text
        left = start > 0 and _joined(text[start - 1], text[start])
        right = end < len(text) and _joined(text[end - 1], text[end])
        if left == LATIN or right == LATIN:
            return self._latin(start, end)
        return (self._cut_by(start, start, end) if left else None) or (self._cut_by(end - 1, start, end) if right else None)

    def _latin(self, start: int, end: int) -> Segment:
        """The run of Latin letters and digits that goes on beyond [start, end)."""
        text, first, last = self.text, start, end
        while first > max(0, start - MAX_RUN) and _joined(text[first - 1], text[first]) == LATIN:
            first -= 1
        while last < min(len(text), end + MAX_RUN) and _joined(text[last - 1], text[last]) == LATIN:
            last += 1
        return first, last

    def _cut_by(self, at: int, start: int, end: int) -> Segment | None:
        """The known word around `at` that reaches out of [start, end) on one side, or holds it if it is one character."""
        first, last = self._word(at)
        if start <= first and last <= end:
            return None
        holds = first <= start and end <= last
        if (holds and end - start > 1) or not is_known(self.text[first:last]):
            return None
        return first, last

    def _word(self, at: int) -> Segment:
        """The word that the Chinese character at `at` belongs to."""
        text, begin, lowest = self.text, at, max(0, at - MAX_RUN)
        while begin > lowest and _is_han(text[begin - 1]):
            begin -= 1
        ends = self._runs.get(begin)
        if ends is None or ends[-1] <= at:
            ends = self._runs[begin] = self._cut(begin, at)
        place = bisect_right(ends, at)
        return ends[place - 1], ends[place]

    def _cut(self, begin: int, at: int) -> list[int]:
        """Where the words of the run around `at` begin, and where the last one ends."""
        text, stop, highest = self.text, at + 1, min(len(self.text), at + MAX_RUN)
        while stop < highest and _is_han(text[stop]):
            stop += 1
        ends = [begin]
        for word in cut(text[begin:stop]):
            ends.append(ends[-1] + len(word))
        return ends


def _joined(a: str, b: str) -> str:
    """What might hold two neighbours together in one word: both Chinese, both Latin letters or digits, or nothing."""
    if _is_han(a):
        return HAN if _is_han(b) else ""
    return LATIN if _is_latin(a) and _is_latin(b) else ""


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff"


def _is_latin(c: str) -> bool:
    return c.isascii() and c.isalnum()
