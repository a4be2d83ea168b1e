"""Whether a query can be a rule, before anything is saved."""

from __future__ import annotations

from monitor.errors import TingchaoError
from monitor.rules.reading import Groups
from monitor.text.areas import AREAS
from monitor.text.query import Query, compile_query
from monitor.text.query_words import persons, persons_in

MAX_NOTE = 200
MAX_NAME = 80


class RuleError(TingchaoError):
    """A rule or group cannot be so; `label` says why: personal_name, name_missing, name_known, name_retired, area, stale,
    group_name, group_words, group_used, same."""

    label = "rule"
    permanent = True


def query_check(query: str, groups: Groups) -> Query:
    """The compiled query. QueryError: it cannot be read; RuleError: it asks for a person."""
    found = compile_query(query, dict(groups))
    if named := persons(found):
        raise RuleError("、".join(named), label="personal_name")
    return found


def name_check(name: str) -> None:
    """RuleError: what somebody calls a rule names a person, a number or an account."""
    if named := persons_in(name):
        raise RuleError("、".join(named), label="personal_name")


def area_check(area: str) -> str:
    """'' or one of the nine."""
    if area and area not in AREAS:
        raise RuleError(area, label="area")
    return area
