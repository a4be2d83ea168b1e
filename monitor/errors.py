"""Expected failures, each with a short fixed label (also the metric label) and whether trying again can help.

TingchaoError
├── SettingError            a setting is missing or makes no sense
├── FeedError               a source could not be read
│   ├── FetchError          network, HTTP or politeness (label says which)
│   └── ParseError          the bytes are not a feed that we can read
├── QueryError              a keyword rule cannot be understood (position, two languages, a suggestion)
├── SearchError             a search asks for a person, or for more than can be read in time
├── DeliveryError           a message was not accepted
└── UnavailableError      PostgreSQL or Valkey does not answer
"""

from __future__ import annotations


class TingchaoError(Exception):
    """Base of every failure that we expect; `label` is stable, `detail` is for a person, `permanent` stops retries."""

    label = "error"
    permanent = False

    def __init__(self, detail: str = "", *, label: str | None = None, permanent: bool | None = None) -> None:
        super().__init__(detail or label or self.label)
        self.detail = detail
        if label is not None:
            self.label = label
        if permanent is not None:
            self.permanent = permanent


class SettingError(TingchaoError):
    """A setting is missing or makes no sense."""

    label = "setting"
    permanent = True


class FeedError(TingchaoError):
    """A source could not be read."""

    label = "feed"


class FetchError(FeedError):
    """Network, HTTP or politeness; the label says which (see monitor/feeds)."""

    label = "fetch"


class ParseError(FeedError):
    """The bytes are not a feed that we can read."""

    label = "parse"


class QueryError(TingchaoError):
    """A keyword rule cannot be understood.

    `zh` and `en` say what is wrong and what to do, a page shows the one of its user; `detail` is both. `position` is the index
    of the offending character in the rule. `suggestion` is a whole rule that can be read and is probably meant, or "".
    """

    label = "query"
    permanent = True

    def __init__(self, zh: str = "", en: str = "", *, position: int = 0, suggestion: str = "") -> None:
        super().__init__(f"{zh} / {en}" if en else zh)
        self.zh, self.en = zh, en or zh
        self.position = position
        self.suggestion = suggestion

    def of_rule(self, name: str) -> QueryError:
        """The same with the name of the rule in front."""
        zh, en = f"{name}：{self.zh}", f"{name}: {self.en}"
        return QueryError(zh, en, position=self.position, suggestion=self.suggestion)


class SearchError(TingchaoError):
    """A search that is not answered, or a saved one that is not kept.

    `label`: personal_name (`detail` names the words), too_slow; name_missing, name_known, too_many."""

    label = "search"


class DeliveryError(TingchaoError):
    """A message was not accepted by its channel."""

    label = "delivery"


class UnavailableError(TingchaoError):
    """PostgreSQL or Valkey does not answer."""

    label = "unavailable"
