"""Rules from a word file of TrendRadar (text.trendradar): what would become of each, then all that can be, with one re-tagging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from monitor.errors import QueryError
from monitor.models import KeywordRule, RuleChange, SynonymGroup, User, audit_record
from monitor.rules.check import RuleError, name_check, query_check
from monitor.rules.edit import RuleText, rule_create
from monitor.rules.groups import group_save, groups_of
from monitor.rules.queue import retag_queue
from monitor.rules.reading import groups_now
from monitor.text.trendradar import Imported, ImportedRule

ADD, KNOWN, REFUSED = "add", "known", "refused"


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """`outcome`: add, known (the same rule is there) or refused; `error` says why."""

    rule: ImportedRule
    outcome: str
    error: RuleError | QueryError | None = None


def rules_plan(imported: Imported, *, may_groups: bool) -> list[PlannedRule]:
    """Nothing is stored. `may_groups`: new synonym groups may be made, which is for admins."""
    there = dict(SynonymGroup.objects.values_list("name", "words"))
    clash = {name for name, words in imported.groups.items() if name in there and list(words) != there[name]}
    fresh = set(imported.groups) - set(there)
    groups = (*groups_now(), *((name, tuple(imported.groups[name])) for name in fresh))
    names = dict(KeywordRule.objects.values_list("name", "query"))
    return [
        _planned(rule, names, clash=clash, forbidden=set() if may_groups else fresh, groups=groups)
        for rule in imported.rules
    ]


def _planned(
    rule: ImportedRule,
    names: dict[str, str],
    *,
    clash: set[str],
    forbidden: set[str],
    groups: tuple[tuple[str, tuple[str, ...]], ...],
) -> PlannedRule:
    if rule.name in names:
        same = names[rule.name] == rule.query
        return PlannedRule(rule, KNOWN) if same else _refused(rule, RuleError(rule.name, label="name_known"))
    used = groups_of(rule.query)
    if used & clash:
        return _refused(rule, RuleError("、".join(sorted(used & clash)), label="group_known"))
    if used & forbidden:
        return _refused(rule, RuleError("、".join(sorted(used & forbidden)), label="group_admin"))
    try:
        name_check(rule.name)
        query_check(rule.query, groups)
    except (QueryError, RuleError) as error:
        return _refused(rule, error)
    return PlannedRule(rule, ADD)


def _refused(rule: ImportedRule, error: RuleError | QueryError) -> PlannedRule:
    return PlannedRule(rule, REFUSED, error)


@transaction.atomic
def rules_import(imported: Imported, *, by: User, may_groups: bool, now: datetime) -> list[PlannedRule]:
    """Add what can be; what came of each. All or nothing."""
    plan = rules_plan(imported, may_groups=may_groups)
    chosen = [line.rule for line in plan if line.outcome == ADD]
    if chosen:
        retag_queue(reason="import", by=by, now=now)
    there = set(SynonymGroup.objects.values_list("name", flat=True))
    for name in sorted({name for rule in chosen for name in groups_of(rule.query)} - there):
        group_save(pk=None, name=name, words=imported.groups[name], by=by, now=now)
    for rule in chosen:
        rule_create(text=RuleText(rule.name, rule.query), by=by, now=now, change=RuleChange.IMPORTED)
    audit_record(actor=by, action="rules_import", detail={"rules": len(chosen), "refused": len(plan) - len(chosen)})
    return plan
