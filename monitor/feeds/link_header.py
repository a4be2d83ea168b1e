"""The HTTP `Link` field (RFC 8288). Pure, in one pass: nothing that is quoted can pass for a link of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4000
QUOTED = r'"(?:[^"\\]|\\.)*"'
TARGET = re.compile(r"[\s,]*<([^<>]*)>")
PARAMETER = re.compile(rf"\s*;\s*([\w!#$&+\-.^`|~*]*)\s*(?:=\s*({QUOTED}|[^\s;,\"]*))?")
REST = re.compile(rf'(?:{QUOTED}|[^,"])*')


@dataclass(frozen=True, slots=True)
class Link:
    """A target as written, its relations in lower case, and whose link it is when it is not the answer's own."""

    target: str
    relations: frozenset[str]
    anchor: str = ""


def links_of(header: str) -> Iterator[Link]:
    """The links in their order. Of a parameter that comes twice the first counts, as the RFC says."""
    header, at = header[:LONGEST], 0
    while found := TARGET.match(header, at):
        values: dict[str, str] = {}
        at = found.end()
        while parameter := PARAMETER.match(header, at):
            at = parameter.end()
            values.setdefault(parameter.group(1).lower(), _plain(parameter.group(2) or ""))
        rest = REST.match(header, at)
        at = rest.end() if rest else len(header)
        yield Link(found.group(1).strip(), frozenset(values.get("rel", "").lower().split()), values.get("anchor", ""))


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
