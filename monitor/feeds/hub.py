"""What a feed says of WebSub: its hub, and its own address there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from monitor.feeds.links import absolute, canonical, is_personal

QUIET = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
LINK = re.compile(
    r"""<(?:[A-Za-z][\w.-]{0,20}:)?link((?:\s+[\w:.-]{1,40}\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*/?>""", re.IGNORECASE
)
ATTRIBUTE = re.compile(r"""([\w:.-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
BASE = re.compile(r"""\A\s*(?:<\?[^>]{0,500}>\s*)*<[^<>]{0,2000}?\bxml:base\s*=\s*["']([^"'<>]{1,1000})["']""")
WEBSUB = frozenset({"", "websub", "pubsubhubbub"})


def hub_of_xml(head: str, url: str) -> tuple[str, str]:
    """(hub, topic) of the text before the first entry: `<link rel="hub">`, `<link rel="self">`, whatever their prefix."""
    if "link" not in head or ("hub" not in head and "self" not in head):
        return "", ""
    named = BASE.match(head)
    base = absolute(unescape(named.group(1)), url) if named else ""
    found = list(_links(QUIET.sub("", head)))
    return (
        _first((href for rel, href in found if "hub" in rel), base or url),
        _own(_first((href for rel, href in found if "self" in rel), base or url)),
    )


def hub_of_json(document: Mapping[str, Any], url: str) -> tuple[str, str]:
    """(hub, topic) of a JSON Feed: `hubs` (rssCloud and its like are other protocols), `feed_url`."""
    raw = document.get("hubs")
    hubs = [hub for hub in raw if isinstance(hub, dict)] if isinstance(raw, list) else []
    fitting = (str(hub.get("url") or "") for hub in hubs if str(hub.get("type") or "").lower() in WEBSUB)
    return _first(fitting, url), _own(_first([str(document.get("feed_url") or "")], url))


def _links(head: str) -> Iterator[tuple[frozenset[str], str]]:
    for match in LINK.finditer(head):
        values = {name.lower(): double or single for name, double, single in ATTRIBUTE.findall(match.group(1))}
        yield frozenset(values.get("rel", "").lower().split()), unescape(values.get("href", "")).strip()


def _first(links: Iterable[str], base: str) -> str:
    """The first that is http or https, made absolute, otherwise as written: a hub knows a topic by its exact address."""
    return next((full for link in links if (full := absolute(link[:1_000], base))), "")


def _own(topic: str) -> str:
    return "" if topic and is_personal(canonical(topic)) else topic
