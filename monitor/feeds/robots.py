"""robots.txt as RFC 9309 says: groups by product token, the longest match wins, allow wins a tie. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

MAX_BYTES = 512 * 1024
MAX_CRAWL_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that apply to us: (allow?, path pattern). `delay` is the group's crawl-delay, seconds, capped."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """May this path (with its query) be fetched?"""
        best, allowed = -1, True
        target = _decoded(path or "/")
        for allow, pattern in self.rules:
            if len(pattern) >= best and _regex(pattern).match(target):
                allowed = allow or (allowed and len(pattern) == best)
                best = len(pattern)
        return allowed


ALLOW_ALL = Robots()
ALLOW_NONE = Robots(((False, "/"),))


def parse_robots(body: bytes, agent: str = "tingchao") -> Robots:
    """The group for our product token, else that for `*`, else no rules."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    delays: dict[str, float] = {}
    current: list[str] = []
    in_rules = False
    for line in body[:MAX_BYTES].decode("utf-8-sig", errors="replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            current = [] if in_rules else current
            in_rules = False
            token = re.match(r"\*|[A-Za-z_-]*", value)
            current.append(token.group().lower() if token else "")
            groups.setdefault(current[-1], [])
        elif key in {"allow", "disallow"}:
            in_rules = True
            for name in current:
                if value:
                    groups[name].append((key == "allow", _decoded(value)))
        elif key == "crawl-delay":
            in_rules = True
            for name in current:
                delays[name] = _seconds(value)
    name = agent if agent in groups else "*"
    return Robots(tuple(groups.get(name, ())), delays.get(name, 0.0))


def robots_pack(robots: Robots) -> str:
    """As JSON, for the memory that workers share."""
    return json.dumps([robots.rules, robots.delay], ensure_ascii=False, separators=(",", ":"))


def robots_unpack(packed: str) -> Robots:
    """The inverse. Raises ValueError when it is anything else."""
    try:
        rules, delay = json.loads(packed)
        return Robots(tuple((bool(allow), str(pattern)) for allow, pattern in rules), _seconds(delay))
    except TypeError as error:
        raise ValueError("not packed rules") from error


def _seconds(value: str | float) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return min(seconds, MAX_CRAWL_DELAY) if seconds > 0 else 0.0  # "nan" is neither


def _decoded(path: str) -> str:
    """Percent-escapes undone except that of `/`, so that `/a%2Fb` and `/a/b` stay two paths."""
    return unquote(re.sub(r"%2f", "%252F", path, flags=re.IGNORECASE))


@lru_cache(maxsize=1024)
def _regex(pattern: str) -> re.Pattern[str]:
    ends = pattern.endswith("$")
    parts = [re.escape(part) for part in re.sub(r"\*+", "*", pattern[:-1] if ends else pattern).split("*")]
    return re.compile(".*?".join(parts) + ("$" if ends else ""), re.DOTALL)
