"""Each text is cut into words once, whoever asks: rules, the model, the search for key terms. Pure.

rjieba cuts what stands between two signs whatever stands around it, so the beginning of a text that is cut already needs only what
follows its last sign.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, islice

from monitor.text.boundaries import SHORT, cut_line
from monitor.text.words import cut_plainly

_SIGNS = frozenset("，。、；：！？“”（）《》")  # words of their own that hold nothing together


def cut_part(part: str) -> list[str]:
    """The words of a title or text as rjieba cuts them. Not to be changed: shared with whoever asked for them before."""
    if not part:
        return []
    return cut_line(part) if len(part) <= SHORT and not _has_runs(part) else cut_plainly(part)


def _has_runs(s: str) -> bool:
    """Whether there may be Latin runs that `words.cut` cuts otherwise than rjieba."""
    return "-" in s or "." in s or "_" in s


def cut_scored(scored: str, title: list[str], text: list[str]) -> list[str]:
    """The words of what the model reads: a title and, behind a blank, the start of a text; `title` and `text` are cut already."""
    if len(scored) <= SHORT or _has_runs(scored):
        return cut_line(scored)
    begin = sum(map(len, title)) + 1 if title else 0
    words = [*title, " "] if title else []
    rest = max(0, len(scored) - begin)
    ends = list(accumulate(map(len, islice(text, rest))))
    whole = bisect_right(ends, rest)
    while whole and text[whole - 1] not in _SIGNS:
        whole -= 1
    words += text[:whole]
    words += cut_plainly(scored[begin + ends[whole - 1] if whole else begin :])
    return words if "".join(words) == scored else cut_line(scored)
