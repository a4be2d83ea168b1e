"""Which blocks of a page are its list: the largest group of like elements that each hold a link, dated ones first. Pure.

Everything starts at the links and looks a few elements up, so that the work grows with the number of links only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.feeds.list_read import block_date, block_link, block_title, leads, squeezed

Node = Any
BLOCKS = frozenset({"li", "article", "tr", "dl", "dd", "section", "div", "a"})
ITEMS = frozenset({"li", "article", "tr"})
ASIDE = frozenset({"nav", "header", "footer", "aside", "form", "button"})
SHORTEST, TELLING = 4, 8
"""Characters of a title: at least, and on average where nothing is dated."""
FEWEST_UNDATED = 3
LONGEST_BLOCK = 1500
MAX_LINKS, MAX_GROUPS, SAMPLE = 6_000, 30, 40
UP, HIGHEST = 6, 200
"""Elements between a link and its block; depth at which we stop looking for a navigation around it."""


def guess_blocks(tree: Any, now: datetime | None) -> list[Node]:
    """The blocks in the order of the page; [] when nothing looks like a list."""
    groups: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in _candidates(tree):
        groups[_place(node)].append(node)
    large = sorted(groups.values(), key=lambda group: -len(group))[:MAX_GROUPS]
    worth = [(_worth(group[:SAMPLE], now) * len(group), group) for group in large]
    best = max(worth, key=lambda pair: pair[0], default=(0.0, []))
    return [node for node in best[1] if len(squeezed(node)) <= LONGEST_BLOCK] if best[0] > 0 else []


def _candidates(tree: Any) -> list[Node]:
    """Blocks around links, outside of navigation, that are not themselves lists of blocks."""
    found: dict[int, Node] = {}
    inner: dict[int, set[int]] = defaultdict(set)
    for anchor in tree.css("a[href]")[:MAX_LINKS]:
        above = _above(anchor)
        if not leads(anchor.attributes.get("href") or "") or any(node.tag in ASIDE for node in above):
            continue
        blocks = [node for node in above[:UP] if node.tag in BLOCKS]
        if any(node.tag in ITEMS or node.tag in {"dd", "p", "td"} for node in above[1:4]):
            blocks = [node for node in blocks if node.tag != "a"]
        for level, node in enumerate(blocks):
            found.setdefault(node.mem_id, node)
            inner[node.mem_id].update(below.mem_id for below in blocks[:level] if below.tag in ITEMS)
    return [node for key, node in found.items() if len(inner[key]) <= 1]


def _above(node: Node) -> list[Node]:
    """The element and those around it, from the inside out."""
    around: list[Node] = []
    while node is not None and len(around) < HIGHEST and node.tag not in {"body", "html"}:
        around.append(node)
        node = node.parent
    return around


def _place(node: Node) -> tuple[str, ...]:
    """What like blocks have in common: their tag and the way to them, without the classes of the block itself."""
    return (node.tag, *(f"{outer.tag}.{outer.attributes.get('class') or ''}" for outer in _above(node)[1:5]))


def _worth(group: Sequence[Node], now: datetime | None) -> float:
    """Per block. A date counts for more than any number of words; a group of single words is a menu."""
    titles = dated = words = 0
    for block in group:
        date, node = block_date(block, now)
        title = block_title(block_link(block), node)
        if len(title) < SHORTEST:
            continue
        titles, words = titles + 1, words + min(len(title), 40)
        dated += date is not None
    if not titles or titles * 2 < len(group):
        return 0
    if dated * 2 < titles and (titles < FEWEST_UNDATED or words / titles < TELLING):
        return 0
    return ((100 * dated if dated * 2 >= titles else 0) + words / 100) / len(group)
