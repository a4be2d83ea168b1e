"""Does a word stand in a text as a word, or is it made of pieces of others (加班 in 参加班级)? Pure.

The run of Chinese characters around the place is cut into words (`words.cut`), once, and only when somebody asks. Then

- a place whose two ends are ends of words is a word, however many words lie between them: 拖欠|工资;
- a place inside one longer word counts, for that is how Chinese words are made: 法院 in 最高法院, 加班 in 加班费; but not where the
  longer word is two words that part in the midst of the place, 确[保|安]全, nor a single character inside a word, 死 in 死亡;
- a place that begins or ends in the middle of a word of the dictionary and reaches out of it does not count: 参[加|班]级. It
  does where their common part is a word too, of two or more characters, 高[技能|人才], and where taking it for a word makes
  fewer words of what stands there: 在建|工地 rather than 在|建工|地. What the dictionary does not know was only guessed to be a
  word, and rules nothing out.

Latin letters and digits that go on beyond the place make it a piece of a longer word: AI in MAIN.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from itertools import accumulate

from monitor.text.words import cut, has_word

SHORT = 100  # characters of a text that is cut whole, which is faster than run by run
MAX_RUN = 200  # characters of a run that are looked at on each side: keeps the cost linear
HAN, LATIN = "han", "latin"

Segment = tuple[int, int]


@functools.lru_cache(maxsize=256)
def cut_line(line: str) -> list[str]:
    """The words of a short text; one that was cut a moment ago (a headline read by rules, then by the model) is not cut again.

    Shared by all who ask: not to be changed.
    """
    return cut(line)


class Boundaries:
    """The words of one (folded) text around the places that are asked about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._runs: list[list[int]] = []  # of a long text: the ends of words of each run that was cut, in order
        self._run_of: list[int] = []  # the run of each character, 0: none
        self._ends: set[int] = set()
        self._edges: list[int] = []  # the same in order, of a text that was cut whole

    def ends(self) -> set[int]:
        """Places where words begin and end, as far as the text is cut by now: a short one whole."""
        if not self._ends:
            edges, at = [0], 0
            if len(self.text) <= SHORT:
                for line in self.text.split("\n"):
                    edges += accumulate(map(len, cut_line(line)), initial=at)
                    at += len(line) + 1
                self._edges = edges
            edges.append(len(self.text))
            self._ends = set(edges)
        return self._ends

    def broken(self, start: int, end: int, left: bool = True, right: bool = True) -> Segment | None:
        """The word that [start, end) is cut out of at its left or right end, or None if it stands there as a word."""
        ends = self._ends or self.ends()
        if left and start not in ends:
            found = self._around(start, start, end)
            if found and found[0] < start:
                return found
        if right and end not in ends:
            found = self._around(end, start, end)
            if found and found[1] > end:
                return found
        return None

    def _around(self, edge: int, start: int, end: int) -> Segment | None:
        """The word at this edge of [start, end), if it rules the place out where it reaches beyond it."""
        at = edge if edge == start else edge - 1
        segment = self._known(at)
        if not segment or self.text[at] < "\u3400":
            kind = _joined(self.text[edge - 1], self.text[edge])
            if kind != HAN:
                return self._latin(start, end) if kind else None
            segment = segment or self._cut(at)
        first, last = segment
        if start <= first and last <= end:
            return None
        text = self.text
        if first <= start and end <= last and end - start > 1:
            return (first, last) if self._crossed(first, last, start, end) else None
        if not has_word(text[first:last]):
            return None
        shared = text[max(first, start) : min(last, end)]
        if len(shared) > 1 and has_word(shared):
            return None  # 职业技能|培训: the longer word itself divides where the place does
        return None if self._better(start, end) else (first, last)

    def _better(self, start: int, end: int) -> bool:
        """Does a known word make fewer words of its surroundings than the cut that breaks it? 在建|工地 for 在|建工|地."""
        text = self.text
        if not has_word(text[start:end]):
            return False
        first, last = self._word(start)[0], self._word(end - 1)[1]
        first = self._word(first - 1)[0] if first > 0 and _is_han(text[first - 1]) else first
        last = self._word(last)[1] if last < len(text) and _is_han(text[last]) else last
        count, at = 0, first
        while at < last:
            count, at = count + 1, self._word(at)[1]
        around = [part for part in (text[first:start], text[end:last]) if part]
        return 1 + sum(len(cut(part)) for part in around) < count

    def _known(self, at: int) -> Segment | None:
        """The word that holds the character at `at`, if that was cut already."""
        if self._edges:
            after = bisect_right(self._edges, at)
            return self._edges[after - 1], self._edges[after]
        run = self._run_of[at] if self._run_of else 0
        if not run:
            return None
        ends = self._runs[run - 1]
        after = bisect_right(ends, at)
        return ends[after - 1], ends[after]

    def _word(self, at: int) -> Segment:
        return self._known(at) or self._cut(at)

    def _crossed(self, first: int, last: int, start: int, end: int) -> bool:
        """Is the word [first, last) two words that part inside the place, 确[保|安]全? Not at its start or end: 世界杯赛."""
        text = self.text
        before, after = text[first:start], text[end:last]
        if not before or not after or all(len(part) > 1 and has_word(part) for part in (before, after)):
            return False
        return any(has_word(text[first:at]) and has_word(text[at:last]) for at in range(start + 1, end))

    def _cut(self, at: int) -> Segment:
        """Cut the run of Chinese characters around `at`; the word that holds it."""
        text, begin, stop = self.text, at, at + 1
        lowest, highest = max(0, at - MAX_RUN), min(len(text), at + MAX_RUN)
        while begin > lowest and "\u3400" <= text[begin - 1] <= "\u9fff":
            begin -= 1
        while stop < highest and "\u3400" <= text[stop] <= "\u9fff":
            stop += 1
        ends = list(accumulate(map(len, cut(text[begin:stop])), initial=begin))
        self._run_of = self._run_of or [0] * len(text)
        self._runs.append(ends)
        self._run_of[begin:stop] = [len(self._runs)] * (stop - begin)
        self._ends.update(ends)
        after = bisect_right(ends, at)
        return ends[after - 1], ends[after]

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
