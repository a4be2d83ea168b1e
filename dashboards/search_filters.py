"""A search as it stands in an address, and the addresses that differ from it by one filter."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from monitor.searches.saved import FILTERS
from monitor.text.query_words import words_only

KEYS = ("q", *FILTERS)
MAX_VALUE = 4_000  # of the words; what is too long is told by the rule language, what is absurd is cut
NARROWING = ("area", "unit", "kind", "source", "sentiment", "place", "reposts", "from", "to")


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """The pairs of the address that are part of a search; values as they came, read by `search_ask`."""

    pairs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> SearchAddress:
        """What a form sends empty, and defaults, are left out."""
        found = {key: query.get(key, "").strip()[:MAX_VALUE] for key in KEYS}
        return cls({key: value for key, value in found.items() if value and (key, value) != ("window", "30d")})

    @property
    def asked(self) -> bool:
        """Whether anything was asked for yet: words, or a filter."""
        return bool(self.pairs.get("q")) or any(key in self.pairs for key in NARROWING)

    @property
    def q(self) -> str:
        return self.pairs.get("q", "")

    def with_(self, **changes: str) -> str:
        """The query string with some pairs exchanged, without those that become ""; paging starts over."""
        pairs = {**self.pairs, **{key.rstrip("_"): value for key, value in changes.items()}}
        if changes.keys() & {"window"}:
            pairs = {key: value for key, value in pairs.items() if key not in ("from", "to")}
        return f"?{urlencode({key: value for key, value in pairs.items() if value})}"

    @property
    def query(self) -> str:
        return self.with_()

    def get(self, key: str) -> str:
        return self.pairs.get(key, "")

    def hidden(self, *shown: str) -> list[tuple[str, str]]:
        """Pairs that a form must carry along: all but those that it has fields for."""
        return [(key, value) for key, value in self.pairs.items() if key not in shown]


def rule_href(address: SearchAddress, *, name: str = "") -> str:
    """The form of a grave rule with the words of a search filled in ("alert me on this"); "" when nothing was typed.

    A rule has words only: `narrowed` lets the form say that the filters of the search stay behind.
    """
    if not address.q:
        return ""
    query = words_only(address.q) if address.pairs.get("mode") == "words" else address.q
    pairs = {"query": query, "name": name, "grave": "1", "narrowed": "1" if set(NARROWING) & set(address.pairs) else ""}
    return f"{reverse('rule_new')}?{urlencode({key: value for key, value in pairs.items() if value})}"
