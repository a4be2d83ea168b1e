"""The read side of the team's keyword rules: each with its hits, its last change, its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from monitor.errors import QueryError
from monitor.lib.replica import reading
from monitor.models import KeywordRule, RetagJob, RuleChange, RuleVersion, SynonymGroup
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, counted, read_alone
from monitor.text.query import query_fault_of

HITS = timedelta(days=7)
COUNT = """
SELECT rule, count(*) FROM monitor_item, unnest(rules) AS rule
WHERE at >= %s AND at < %s AND rules <> '{}' GROUP BY rule
"""
FIELDS = ("name", "query", "area", "grave", "enabled")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the list; `hits` are stored items of the last 7 days with its tag."""

    rule: KeywordRule
    hits: int
    last: RuleVersion | None
    fault: QueryError | None = None  # it is on, but can no longer be read, and why: it tags nothing


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version and what it changed: (field, before, after)."""

    version: RuleVersion
    changes: tuple[tuple[str, object, object], ...]
    in_force: bool


def rule_lines(*, now: datetime, retired: bool = False) -> list[RuleLine]:
    """Rules that are on, then those that are off, without proposals; four queries."""
    rules = KeywordRule.objects.filter(retired_at__isnull=not retired, proposed_at=None).order_by("-enabled", "id")
    hits = rule_hits(now=now)
    last = {v.rule_id: v for v in RuleVersion.objects.select_related("by").order_by("rule", "number")}
    groups = tuple((name, tuple(words)) for name, words in SynonymGroup.objects.values_list("name", "words"))
    return [
        RuleLine(rule, hits.get(rule.pk, 0), last.get(rule.pk), _fault(rule.query, groups) if rule.enabled else None)
        for rule in rules
    ]


def query_broken(query: str) -> bool:
    """Whether a stored query can no longer be read: it tags nothing. A query of the database only where it names a group."""
    if _fault(query, ()) is None:
        return False
    groups = SynonymGroup.objects.values_list("name", "words")
    return _fault(query, tuple((name, tuple(words)) for name, words in groups)) is not None


@lru_cache(maxsize=4096)
def _fault(query: str, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> QueryError | None:
    return query_fault_of(query, dict(groups))


def rule_proposals() -> list[RuleVersion]:
    """What monitors proposed and no lead has decided yet, oldest first, each with its rule and who proposed it. One query."""
    return read_alone(rule_proposals_reading())


def rule_proposals_reading() -> Reading[list[RuleVersion]]:
    """The same; one round."""
    (found,) = yield [shaped(_proposal_rows)]
    return found


def _proposal_rows() -> QuerySet[RuleVersion]:
    rows = RuleVersion.objects.filter(change=RuleChange.PROPOSED, rule__proposed_at__isnull=False)
    return rows.select_related("rule", "by").order_by("at", "id")


def rule_proposals_count_reading() -> Reading[int]:
    """How many wait for a lead: the figure in the navigation. One round."""
    (found,) = yield [shaped(_proposal_count)]
    return int(sum(found))


def _proposal_count() -> QuerySet[Any, Any]:
    return counted(KeywordRule.objects.filter(proposed_at__isnull=False))


def rule_hits(*, now: datetime) -> dict[int, int]:
    """{rule id: items of the last 7 days}."""
    with reading().cursor() as cursor:
        cursor.execute(COUNT, [now - HITS, now])
        return dict(cursor.fetchall())


def rule_history(rule: KeywordRule) -> list[VersionLine]:
    """Newest first, each beside the one before it."""
    versions = list(rule.versions.select_related("by"))
    lines = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        changes = tuple(
            (name, getattr(before, name), getattr(version, name))
            for name in FIELDS
            if before is not None and getattr(before, name) != getattr(version, name)
        )
        lines.append(VersionLine(version, changes, version.number == rule.version))
    return lines


def retag_latest() -> RetagJob | None:
    """The newest re-tagging."""
    return read_alone(retag_reading())


def retag_reading() -> Reading[RetagJob | None]:
    """The same; one round."""
    (rows,) = yield [shaped(_newest_retag)]
    return rows[0] if rows else None


def _newest_retag() -> QuerySet[RetagJob]:
    return RetagJob.objects.select_related("by")[:1]
