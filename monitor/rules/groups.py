"""Synonym groups: changing them, and which rules name them. Versions are in the audit log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from monitor.errors import QueryError
from monitor.models import KeywordRule, Plan, PlanState, SynonymGroup, User, audit_record
from monitor.queries.config import config_forget
from monitor.rules.check import RuleError, query_check
from monitor.rules.queue import retag_queue
from monitor.rules.reading import groups_now
from monitor.text.names import names_by_rule
from monitor.text.query_words import identifiers

MAX_WORDS = 200
MAX_WORD = 40
MAX_NAME = 20
NAME = re.compile(r"[\w·+\-]{1,20}")
NAMED = re.compile(r"[{｛]\s*([^{}｛｝]+?)\s*[}｝]")


def groups_of(query: str) -> set[str]:
    """Names of the groups that a query asks for."""
    return set(NAMED.findall(query))


def rules_using(name: str) -> list[KeywordRule]:
    """Rules that are not retired and name this group."""
    rules = KeywordRule.objects.filter(retired_at=None, query__contains=name)
    return [rule for rule in rules if name in groups_of(rule.query)]


def plans_using(name: str) -> list[Plan]:
    """Standing plans that are not ended and name this group."""
    plans = Plan.objects.filter(query__contains=name).exclude(state=PlanState.ENDED)
    return [plan for plan in plans if name in groups_of(plan.query)]


def words_of(text: str) -> list[str]:
    """Words from lines or separated by commas, each once, in the order given."""
    return list(dict.fromkeys(word.strip() for word in re.split(r"[\n,，、;；]+", text) if word.strip()))


@transaction.atomic
def group_save(*, pk: int | None, name: str, words: Iterable[str], by: User, now: datetime) -> SynonymGroup:
    """A new group, or other words for one (its name stays: rules ask for it). Raises RuleError or QueryError."""
    words = list(dict.fromkeys(words))
    _words_check(words)
    if pk is None:
        group, before = _new(name.strip()), None
    else:
        group = SynonymGroup.objects.select_for_update().get(pk=pk)
        before = list(group.words)
        if before == words:
            return group
        group.version += 1
    group.words = words
    group.save()
    _rules_check(group.name)
    if any(rule.enabled for rule in rules_using(group.name)) or plans_using(group.name):
        retag_queue(reason=f"group:{group.pk}", by=by, now=now)
    action = "group_edit" if before is not None else "group_add"
    detail = {"name": group.name, "words": words, "before": before or [], "version": group.version}
    audit_record(actor=by, action=action, target=f"group:{group.pk}", detail=detail)
    transaction.on_commit(config_forget)
    return group


@transaction.atomic
def group_delete(*, pk: int, by: User) -> None:
    """Gone for good; RuleError `group_used` while a rule or a plan names it."""
    group = SynonymGroup.objects.select_for_update().get(pk=pk)
    using = [rule.name for rule in rules_using(group.name)] + [plan.name for plan in plans_using(group.name)]
    if using:
        raise RuleError("、".join(using[:5]), label="group_used")
    detail = {"name": group.name, "words": group.words, "version": group.version}
    audit_record(actor=by, action="group_delete", target=f"group:{pk}", detail=detail)
    group.delete()
    transaction.on_commit(config_forget)


def _new(name: str) -> SynonymGroup:
    if not NAME.fullmatch(name):
        raise RuleError(name, label="group_name")
    if SynonymGroup.objects.filter(name=name).exists():
        raise RuleError(name, label="group_known")
    return SynonymGroup(name=name)


def _words_check(words: list[str]) -> None:
    if not words or len(words) > MAX_WORDS or any(len(word) > MAX_WORD for word in words):
        raise RuleError(label="group_words")
    named = [word for word in words if word in names_by_rule(word)] + identifiers("\n".join(words))
    if named:
        raise RuleError("、".join(named), label="personal_name")


def _rules_check(name: str) -> None:
    """No rule and no plan may stop working because of other words in a group."""
    groups = groups_now()
    named: list[KeywordRule | Plan] = [*rules_using(name), *plans_using(name)]
    for rule in named:
        try:
            query_check(rule.query, groups)
        except QueryError as error:
            raise RuleError(f"{rule.name}: {error.detail}", label="group_breaks") from error
