"""The pieces of a rule as typed, each with its position. Pure, linear in the length of the rule."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.errors import QueryError
from monitor.text.words import has_word

FIELDS = {
    "标题": "title", "標題": "title", "title": "title", "headline": "title",
    "正文": "text", "内容": "text", "內容": "text", "text": "text", "body": "text",
    "来源": "source", "來源": "source", "source": "source",
    "地区": "region", "地區": "region", "region": "region", "place": "region",
}  # fmt: skip
PERSON_FIELDS = frozenset(
    ["作者", "用户", "账号", "帐号", "博主", "昵称", "姓名", "author", "user", "account", "handle", "name"]
)
DEFAULT_NEAR = 10
MAX_NEAR = 200
_OPERATORS = {
    "and": "and", "与": "and", "并且": "and", "且": "and", "+": "and", "&": "and", "&&": "and",
    "or": "or", "或": "or", "或者": "or", "|": "or",
    "not": "not", "非": "not", "-": "not", "!": "not",
}  # fmt: skip
_CLOSING = {'"': '"“”', "“": '"“”', "”": '"“”', "「": "」", "『": "』", "‘": "’", "'": "'"}
_HALF = {"“": "”", "「": "」", "『": "』", "‘": "’", "'": "'"}
_ROUND = {ord(c): "(" for c in "【[［"} | {ord(c): ")" for c in "】]］"}
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WORD = re.compile(r"[^\s()\"“”「」『』‘|{}]+")
_FIELD = re.compile("(" + "|".join(sorted(FIELDS, key=len, reverse=True)) + "):", re.IGNORECASE)
_OTHER_FIELD = re.compile(r"([^\W\d_]+):")
_NEAR = re.compile(r"(?:near|附近)/(\S*)", re.IGNORECASE)
_PATTERN = re.compile(r"/\S+/[a-z]?(?!\S)")
_LISTED = re.compile(r"(?<=\w)[,、;](?=\w)|(?<=[\u3400-\u9fff])/(?=[\u3400-\u9fff])")

_OR_INSIDE = re.compile(r"(?<=[\u3400-\u9fff]{2})或者?(?=[\u3400-\u9fff]{2})")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: and or not near open close field group word. `number`: the distance of a near."""

    kind: str
    text: str
    at: int
    number: int = 0
    open_left: bool = False
    open_right: bool = False


def tokens_of(source: str) -> Iterator[Token]:
    """Raises QueryError."""
    return _Scanner(source).run()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source, self.low, self.at = source, source.translate(_WIDTH), 0

    def run(self) -> Iterator[Token]:
        low = self.low
        while self.at < len(low):
            at, c = self.at, low[self.at]
            if c.isspace():
                self.at += 1
            elif c in "()":
                self.at += 1
                yield Token("open" if c == "(" else "close", c, at)
            elif c in "|!+" or (c == "-" and self._char(at + 1).strip()):
                self.at += 1
                yield Token(_OPERATORS[c], c, at)
            elif c == "{":
                yield self._group()
            elif c == "}":
                raise QueryError(
                    f"第 {at + 1} 个字符的“}}”前面没有“{{”，删掉它或补上“{{”", "“}” without “{” before it: remove it or add “{”",
                    position=at, suggestion=self.source[:at] + self.source[at + 1 :],
                )  # fmt: skip
            elif c in "【[" or (c == "/" and _PATTERN.match(low, at)):
                raise self._foreign_sign(at)
            elif c in _CLOSING and (c != "'" or "'" in low[at + 2 :]):  # '70s is a word
                yield self._phrase(at)
            elif c == "*" and self._char(at + 1) in (*_CLOSING,):
                self.at += 1
                yield self._phrase(at, open_left=True)
            elif match := _FIELD.match(low, at):
                self.at = match.end()
                yield Token("field", FIELDS[match.group(1).lower()], at)
            else:
                yield self._word()

    def _char(self, at: int) -> str:
        return self.low[at] if at < len(self.low) else ""

    def _group(self) -> Token:
        at, end = self.at, self.low.find("}", self.at)
        if end < 0:
            raise QueryError(
                f"第 {at + 1} 个字符的“{{”没有闭合，请在同义词组名后补上“}}”", "“{” is not closed: add “}” after the name of the group",
                position=at, suggestion=self.source + "}",
            )  # fmt: skip
        name = self.source[at + 1 : end].strip()
        if not name:
            raise QueryError(
                "“{}”里没有同义词组的名字", "no name of a synonym group inside “{}”",
                position=at, suggestion=self.source[:at] + self.source[end + 1 :],
            )  # fmt: skip
        self.at = end + 1
        return Token("group", name, at)

    def _phrase(self, at: int, *, open_left: bool = False) -> Token:
        quote = self.at
        closing = _CLOSING[self.low[quote]]
        end = next((i for i in range(quote + 1, len(self.low)) if self.low[i] in closing), -1)
        if end < 0:
            raise QueryError(
                f"第 {quote + 1} 个字符的引号没有闭合，请补上另一半", "the quote is not closed: add its other half",
                position=quote, suggestion=self.source + _HALF.get(self.low[quote], '"'),
            )  # fmt: skip
        text = " ".join(self.source[quote + 1 : end].split())
        if not text:
            raise QueryError(
                "引号里没有内容，请写上要找的字句或删掉引号", "the quotes are empty: write a phrase or remove them",
                position=quote, suggestion=self.source[:at] + self.source[end + 1 :],
            )  # fmt: skip
        self.at = end + 1
        open_right = self._char(self.at) == "*"
        self.at += open_right
        return Token("word", text, at, open_left=open_left, open_right=open_right)

    def _word(self) -> Token:
        at = self.at
        match = _WORD.match(self.low, at)
        end = match.end() if match else at + 1
        end = next((i for i in range(at + 1, end) if self._splits(i)), end)
        self.at, text = end, self.low[at:end]
        if near := _NEAR.fullmatch(text):
            return self._near(at, near.group(1))
        if text == "NEAR":
            return Token("near", text, at, number=DEFAULT_NEAR)
        if kind := _OPERATORS.get(text.lower()):
            return Token(kind, text, at)
        self._refuse_field(at, end)
        self._refuse_list(at, end)
        return self._starred(at, end)

    def _splits(self, at: int) -> bool:
        """Is the + or - at `at`, inside a run of characters, an operator? Not in N+1, 5G-A, AI-制造."""
        c, before, after = self.low[at], self.low[at - 1], self._char(at + 1)
        if c == "+":
            return not (_latin(before) and _latin(after))
        return c == "-" and bool(after.strip()) and not _latin(before) and not _latin(after)

    def _foreign_sign(self, at: int) -> QueryError:
        """Of other languages of rules: brackets that group nothing here, regular expressions."""
        if self.low[at] == "/":
            end = at + self.low[at:].rindex("/")
            inner = self.source[at + 1 : end]
            return QueryError(
                f"第 {at + 1} 个字符：不能用正则表达式 /…/，请写词、“*”或 NEAR/n", "no regular expressions: write words, “*” or NEAR/n",
                position=at, suggestion=f"{self.source[:at]}{inner}{self.source[end + 1 :]}" if inner.isalnum() else "",
            )  # fmt: skip
        as_round = self.source[at:].translate(_ROUND)
        return QueryError(
            f"第 {at + 1} 个字符“{self.source[at]}”不是括号：分组请用（ ），原文如此请加引号", "this is no bracket: group with ( ), quote the text itself",
            position=at, suggestion=self.source[:at] + as_round,
        )  # fmt: skip

    def _near(self, at: int, digits: str) -> Token:
        plain = digits.isdecimal()
        number = int(digits[:6]) if plain else DEFAULT_NEAR
        if not plain or number > MAX_NEAR:
            wanted = min(number, MAX_NEAR)
            raise QueryError(
                f"NEAR/ 后面要写 0 到 {MAX_NEAR} 的字数，如 NEAR/{DEFAULT_NEAR}", f"NEAR/ needs a number of characters, 0 to {MAX_NEAR}",
                position=at, suggestion=f"{self.source[:at]}NEAR/{wanted}{self.source[self.at :]}",
            )  # fmt: skip
        return Token("near", self.low[at : self.at], at, number=number)

    def _refuse_field(self, at: int, end: int) -> None:
        found = _OTHER_FIELD.match(self.low, at, end)
        if found is None or (found.end() == end and self._char(end) not in ("(", "{", "*", *_CLOSING)):
            return
        name = found.group(1)
        if name.lower() in PERSON_FIELDS:
            raise QueryError(
                f"没有“{name}”栏：本系统不按人查找，只能用 标题 正文 来源 地区", f"there is no field “{name}”: nothing is looked up by person",
                position=at,
            )  # fmt: skip
        close = difflib.get_close_matches(name[:20].lower(), FIELDS, n=1, cutoff=0.5)
        if self.low.startswith("//", found.end()):
            close = []  # an address
        meant = f"{close[0]}:{self.source[found.end() : end]}" if close else f'"{self.source[at:end]}"'
        raise QueryError(
            f"没有“{name}”栏，可用的有 标题 正文 来源 地区；冒号是原文的一部分时请加引号",
            f"there is no field “{name}” (title text source region); quote it if the colon belongs to the text",
            position=at, suggestion=self.source[:at] + meant + self.source[end:],
        )  # fmt: skip

    def _refuse_list(self, at: int, end: int) -> None:
        places = [m.span() for m in _LISTED.finditer(self.low, at, end) if not _digits(self.low, m.start())]
        places = places or [m.span() for m in _OR_INSIDE.finditer(self.low, at, end) if _joins(self.low, *m.span())]
        if not places:
            return
        starts, ends = [at, *(stop for _, stop in places)], [*(start for start, _ in places), end]
        words = " OR ".join(self.source[a:b] for a, b in zip(starts, ends, strict=True))
        start, stop = places[0]
        raise QueryError(
            f"第 {start + 1} 个字符“{self.source[start:stop]}”不能连接词：任一用 OR，同时用空格，原文如此请加引号",
            "words are not joined like this: OR for any, a blank for all, quotes for the text itself",
            position=start, suggestion=f"{self.source[:at]}({words}){self.source[end:]}",
        )  # fmt: skip

    def _starred(self, at: int, end: int) -> Token:
        text, low = self.source[at:end], self.low[at:end]
        left, right = len(low) - len(low.lstrip("*")), len(low) - len(low.rstrip("*"))
        if left == len(low):
            raise QueryError(
                "“*”要紧挨着一个词，如 加班* 或 *薪*", "“*” must touch a word: work* or *pay*",
                position=at, suggestion=self.source[:at] + self.source[end:],
            )  # fmt: skip
        inner = low[left : len(low) - right]
        if "*" in inner:
            star = at + left + inner.index("*")
            parts = [part for part in self.source[at:end].replace("＊", "*").split("*") if part]
            raise QueryError(
                f"第 {star + 1} 个字符的“*”在词的中间：前后隔着几个字请用 NEAR/n", "“*” inside a word: use NEAR/n for characters in between",
                position=star, suggestion=f"{self.source[:at]}({parts[0]} NEAR/5 {parts[-1]}){self.source[end:]}",
            )  # fmt: skip
        return Token("word", text[left : len(text) - right], at, open_left=left > 0, open_right=right > 0)


def _latin(c: str) -> bool:
    return c.isascii() and c.isalnum()


def _joins(s: str, start: int, end: int) -> bool:
    """Whether the 或 at `start` is a word by itself: not in 或许, 抑或."""
    return not has_word(s[start : end + 1]) and not has_word(s[start - 1 : start + 1])


def _digits(s: str, at: int) -> bool:
    return s[at - 1].isdigit() and s[at + 1].isdigit()
