"""Fill authored frames with words. Every choice comes from a keyed generator, so order of calls never matters.

Syntax: `[甲|乙]` one of, may nest; `{12-40}` a number; `{name}` a slot, `{nameb}` another word of it; `{d}` `{d-1}` `{d+3}` a date (11月25日) seen
from the item's time in Shanghai; `{wd}` its weekday; `{hm}` its clock time; `{part}` its part of
the day (上午). `{phone}` `{fixed}` `{idcard}` `{bankcard}` `{email}` `{qq}` `{wechat}` `{plate}` `{handle}` `{home}`: a made-up
personal identifier, noted in `Context.secrets`.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from monitor.lib.clock import SHANGHAI

from . import identifiers

_ONE_OF = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)")
_DAY = re.compile(r"d(?:([+-]\d+))?")


def keyed(*parts: object) -> random.Random:
    """A generator that depends on its key alone (the same on every machine and Python version)."""
    return random.Random("|".join(str(part) for part in parts))


class Turning:
    """Takes the next alternative each time a frame comes back, so that its second telling differs where it can."""

    def __init__(self, key: str, turn: int) -> None:
        self._order, self._turn = keyed(key, "order"), turn
        self._free = keyed(key, turn)

    def choice(self, options: Sequence[str]) -> str:
        """Another one of `options` at each turn."""
        return options[(self._order.randrange(len(options)) + self._turn) % len(options)]

    def randint(self, low: int, high: int) -> int:
        """Any number."""
        return self._free.randint(low, high)


class Chooser(Protocol):
    """What `fill` needs: `random.Random` or `Turning`."""

    def choice(self, options: list[str], /) -> str:
        """One of `options`."""
        ...

    def randint(self, low: int, high: int, /) -> int:
        """low <= number <= high."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Where slots come from. `key` fixes the choice of named slots: the same key, the same words."""

    key: str
    slots: Mapping[str, tuple[str, ...]]
    at: datetime
    secrets: list[str] = field(default_factory=list, compare=False)

    def _secret(self, name: str) -> str | None:
        kind = name if name in identifiers.KINDS else name.removesuffix("b")
        if kind not in identifiers.KINDS:
            return None
        secret = identifiers.KINDS[kind](keyed(self.key, name))
        self.secrets.append(secret)
        return secret

    def word(self, name: str) -> str:
        """The word of slot `name`; KeyError when no such slot was authored."""
        if day := _DAY.fullmatch(name):
            local = self.at.astimezone(SHANGHAI) + timedelta(days=int(day[1] or 0))
            return f"{local.month}月{local.day}日"
        if name == "wd":
            return "周" + "一二三四五六日"[self.at.astimezone(SHANGHAI).weekday()]
        if name == "part":
            hour = self.at.astimezone(SHANGHAI).hour
            return "凌晨" if hour < 6 else "上午" if hour < 12 else "下午" if hour < 18 else "晚间"
        if name == "hm":
            return self.at.astimezone(SHANGHAI).strftime("%H:%M")
        if name not in self.slots and (secret := self._secret(name)) is not None:
            return secret
        if name not in self.slots and name.endswith("b"):
            first = self.word(name[:-1])
            return keyed(self.key, name).choice([word for word in self.slots[name[:-1]] if word != first])
        return keyed(self.key, name).choice(self.slots[name])


def fill(frame: str, context: Context, rng: Chooser) -> str:
    """The frame with all choices made and slots filled."""

    def slot(match: re.Match[str]) -> str:
        if span := _RANGE.fullmatch(match[1]):
            return str(rng.randint(int(span[1]), int(span[2])))
        return context.word(match[1])

    while True:
        chosen = _ONE_OF.sub(lambda m: rng.choice(m[1].split("|")), frame)
        if chosen == frame:
            break
        frame = chosen
    while "{" in frame:
        frame = _SLOT.sub(slot, frame)
    return frame
