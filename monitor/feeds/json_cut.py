"""JSON that ends in its middle: the part before the break. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_DEPTH = 20
STEP = re.compile(r'[\s,:]*(?:([{\[])|("(?:[^"\\]|\\.)*")|([}\]])|([^\s,:{}\[\]"]+))', re.DOTALL)


def first_part(text: str) -> Any:
    """The document up to the last whole object of its outermost list, with what is open closed; None when there is none, or it is not cut.

    Only a text whose brackets are still open at its end is cut; one that is broken in its middle is no JSON.
    """
    open_: list[str] = []
    best: tuple[int, str] | None = None
    position = 0
    while (step := STEP.match(text, position)) is not None:
        position = step.end()
        if step.group(1):
            open_.append("}" if step.group(1) == "{" else "]")
            if len(open_) > MAX_DEPTH:
                return None
        elif step.group(3):
            if not open_ or open_.pop() != step.group(3):
                return None
            if step.group(3) == "}" and open_ and open_[-1] == "]" and open_.count("]") == 1:
                best = position, "".join(reversed(open_))
    if best is None or not open_:
        return None
    try:
        return json.loads(text[: best[0]] + best[1], strict=False)
    except (ValueError, RecursionError):
        return None
