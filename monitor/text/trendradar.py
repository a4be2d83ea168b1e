"""Word files of TrendRadar (`config/frequency_words.txt`) as rules of ours, with a report on every line. Pure.

The format: groups of lines, apart by blank lines. In a group `word` (any of them), `+word` (all of them), `!word` (none),
`@10` (how many are shown), `[name]` first (its name), `word => name`, `/regex/`, `# remark`. After `[GLOBAL_FILTER]` stand
words that rule a headline out everywhere, after `[WORD_GROUPS]` groups again.

    imported = import_words(content)
    imported.rules      # ImportedRule(name, query)          imported.groups   # synonym groups that the rules name
    imported.lines      # LineReport(number, text, status, zh, en): taken, changed (taken, but differently) or refused

A regular expression is never run: an alternation of plain words becomes those words, any other is refused with the reason.
What differs from TrendRadar: words count as words, in title and text (there: any run of characters, in titles); `!` rules
out in its own group (there: in all groups). Words that are names of persons are refused (docs/privacy.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitor.errors import QueryError
from monitor.text.names import names_by_rule
from monitor.text.query import compile_query
from monitor.text.query_nodes import quoted
from monitor.text.query_parse import MAX_GROUP, MAX_LENGTH

TAKEN, CHANGED, REFUSED = "taken", "changed", "refused"
FILTER, GROUPS = "[GLOBAL_FILTER]", "[WORD_GROUPS]"
FILTER_NAME = "全局过滤"
MAX_FILE = 200_000
MAX_NAME = 40
_REGEX = re.compile(r"/(.+)/[a-z]*")
_WHOLE = re.compile(r"\\b|\(\?<?!\[[A-Za-z0-9_\\-]{1,20}\]\)")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]()\\]")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
_OUTER = re.compile(r"\((?:\?:)?([^()]*)\)")


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one line; `number` from 1. Remarks and blank lines have none."""

    number: int
    text: str
    status: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ImportedRule:
    """A rule that can be compiled with the groups of its file."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Imported:
    """`groups`: name -> words."""

    rules: tuple[ImportedRule, ...]
    groups: Mapping[str, tuple[str, ...]]
    lines: tuple[LineReport, ...]


@dataclass(slots=True)
class _Group:
    first: int
    name: str = ""
    words: list[str] = field(default_factory=list)
    must: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)


class _RefusedError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def import_words(content: str) -> Imported:
    """Never raises: what cannot be taken is in the report. Read are the first 200,000 characters."""
    return _Importer().run(content[:MAX_FILE])


class _Importer:
    def __init__(self) -> None:
        self.lines: list[LineReport] = []
        self.rules: list[ImportedRule] = []
        self.groups: dict[str, tuple[str, ...]] = {}
        self.everywhere: list[str] = []

    def run(self, content: str) -> Imported:
        groups: list[_Group] = []
        filtering = False
        for block in _blocks(content):
            first = block[0][1].upper()
            if first in (FILTER, GROUPS):
                filtering = first == FILTER
                self._say(*block[0], TAKEN, "分区标记", "a section begins")
                block = block[1:]
            if filtering:
                self._filter(block)
            elif block:
                groups.append(self._group(block))
        if self.everywhere:
            self.groups[FILTER_NAME] = tuple(self.everywhere[:MAX_GROUP])
        for group in groups:
            self._add(group)
        return Imported(tuple(self.rules), self.groups, tuple(sorted(self.lines, key=lambda line: line.number)))

    def _say(self, number: int, text: str, status: str, zh: str, en: str) -> None:
        self.lines.append(LineReport(number, text, status, zh, en))

    def _filter(self, block: list[tuple[int, str]]) -> None:
        for number, text in block:
            if text[0] in "!+@":
                self._say(number, text, REFUSED, "全局过滤区里不能用 ! + @", "no ! + @ in the global filter")
            elif words := self._words(number, text, text, "从所有规则中排除", "ruled out in every rule"):
                self.everywhere += words

    def _group(self, block: list[tuple[int, str]]) -> _Group:
        group = _Group(block[0][0])
        for place, (number, text) in enumerate(block):
            sign, rest = (text[0], text[1:].strip()) if text[0] in "!+@" else ("", text)
            if text.startswith("[") and text.endswith("]") and place == 0:
                group.name = text[1:-1].strip()
                self._say(number, text, TAKEN, "规则的名字", "the name of the rule")
            elif sign == "@":
                self._say(
                    number,
                    text,
                    REFUSED,
                    "显示条数不属于规则，命中的全部计入",
                    "how many are shown is no part of a rule: all matches count",
                )
            elif sign == "!":
                zh, en = (
                    "只在本组内排除（TrendRadar 对所有组排除；要处处排除请写进 [GLOBAL_FILTER]）",
                    ("ruled out in this group only (TrendRadar: in all; for that use [GLOBAL_FILTER])"),
                )
                group.never += self._words(number, text, rest, zh, en, status=CHANGED)
            elif sign == "+":
                if words := self._words(number, text, rest, "必须出现", "must occur"):
                    group.must.append(_any(words))
                    group.name = group.name or _alias(rest) or words[0]
            else:
                words = self._words(number, text, rest, "任一出现即可", "any of these")
                group.words += words
                group.name = group.name or (_alias(rest) or words[0] if words else "")
        return group

    def _words(self, number: int, text: str, rest: str, zh: str, en: str, *, status: str = TAKEN) -> list[str]:
        """The words that a line stands for; the report on it."""
        raw = rest.partition("=>")[0].strip()
        try:
            words = _of_regex(found.group(1)) if (found := _REGEX.fullmatch(raw)) else [raw]
            words = [_checked(word) for word in words]
        except _RefusedError as refused:
            self._say(number, text, REFUSED, refused.zh, refused.en)
            return []
        if found:
            status, zh, en = (
                CHANGED,
                f"正则改写为词：{'、'.join(words)}；{zh}",
                f"regex read as words: {', '.join(words)}; {en}",
            )
        self._say(number, text, status, zh, en)
        return words

    def _add(self, group: _Group) -> None:
        if not group.words and not group.must:
            if group.never:
                self._unsay(group, "本组只有排除词，不能成为规则", "only exclusions: no rule")
            return
        name = self._unique(group.name[:MAX_NAME] or "词组")
        query = self._query(group, _any(group.words))
        if len(query) > MAX_LENGTH:
            stored = name.translate(dict.fromkeys(map(ord, "{}｛｝")))
            self.groups[stored] = tuple(group.words[:MAX_GROUP])
            query = self._query(group, f"{{{stored}}}")
        try:
            compile_query(query, self.groups)
        except QueryError as error:
            self._unsay(group, error.zh, error.en)
        else:
            self.rules.append(ImportedRule(name, query))

    def _query(self, group: _Group, words: str) -> str:
        parts = [*group.must, words, f"NOT {_any(group.never)}" if group.never else ""]
        if FILTER_NAME in self.groups:
            parts.append(f"NOT {{{FILTER_NAME}}}")
        return " ".join(part for part in parts if part)

    def _unsay(self, group: _Group, zh: str, en: str) -> None:
        """The group makes no rule: so says the report on its first line."""
        at = next(i for i, line in enumerate(self.lines) if line.number == group.first)
        line = self.lines[at]
        self.lines[at] = LineReport(
            line.number, line.text, REFUSED, f"整组未导入：{zh}", f"the group makes no rule: {en}"
        )

    def _unique(self, name: str) -> str:
        taken = {rule.name for rule in self.rules}
        names = (name if n == 1 else f"{name} {n}" for n in range(1, len(taken) + 2))
        return next(each for each in names if each not in taken)


def _blocks(content: str) -> Iterator[list[tuple[int, str]]]:
    """Groups of (line number, line), remarks left out."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*content.removeprefix("\ufeff").splitlines(), ""], start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            block.append((number, text))
        elif not text and block:
            yield block
            block = []


def _alias(rest: str) -> str:
    return rest.partition("=>")[2].strip()


def _checked(word: str) -> str:
    if not word:
        raise _RefusedError("没有词", "no word here")
    if '"' in word and "」" in word:
        raise _RefusedError("同时含有两种引号", "holds both kinds of quotes")
    if word in names_by_rule(word):
        raise _RefusedError("是人名：本系统不按人监测", "the name of a person: nothing is watched by person")
    return word


def _any(words: list[str]) -> str:
    written = [quoted(word) for word in dict.fromkeys(words)]
    return f"({' OR '.join(written)})" if len(written) > 1 else "".join(written)


def _of_regex(pattern: str) -> list[str]:
    """The words of a plain alternation: 甲|乙, (甲|乙), \\bAI\\b. Raises _RefusedError."""
    plain = _WHOLE.sub("", pattern)  # whole words are what we look for anyway
    if outer := _OUTER.fullmatch(plain):
        plain = outer.group(1)
    words = []
    for part in plain.split("|"):
        if special := _SPECIAL.search(_ESCAPED.sub("", part)):
            sign = special.group()
            raise _RefusedError(
                f"正则不执行；“{sign}”不能改写成词，请改用 OR、NEAR/n 或 *",
                f"no regex is run; “{sign}” has no words: use OR, NEAR/n or *",
            )
        words.append(_ESCAPED.sub(r"\1", part).strip())
    return words
