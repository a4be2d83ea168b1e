"""Changing rules. Every change is a version and an audit entry, and queues history for re-tagging where it matters."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from monitor.lib.notice import notice_publish_on_commit
from monitor.lib.oneline import one_line
from monitor.models import KeywordRule, RuleChange, RuleVersion, User, audit_record
from monitor.queries.config import config_forget
from monitor.rules.check import MAX_NAME, MAX_NOTE, RuleError, area_check, name_check, query_check
from monitor.rules.queue import retag_queue
from monitor.rules.reading import groups_now
from monitor.rules.told import proposal_tell
from monitor.text.mask import mask

TAGS = ("query", "area", "grave", "enabled")  # what of a rule decides how items are tagged


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a person writes."""

    name: str
    query: str
    area: str = ""
    grave: bool = False


@transaction.atomic
def rule_create(
    *, text: RuleText, by: User, now: datetime, note: str = "", change: RuleChange = RuleChange.CREATED
) -> KeywordRule:
    """A new rule, in force at once; one that is only proposed waits, off, for a lead. Raises QueryError or RuleError."""
    text, proposed = _checked(text, None), change == RuleChange.PROPOSED
    rule = KeywordRule.objects.create(**asdict(text), enabled=not proposed, proposed_at=now if proposed else None)
    if change not in (RuleChange.IMPORTED, RuleChange.PROPOSED):  # an import queues once for all
        retag_queue(reason=f"rule:{rule.pk}", by=by, now=now)
    version = _written(rule, change, by=by, now=now, note=note)
    if proposed:
        proposal_tell(rule=rule, version=version, now=now)
    return rule


@transaction.atomic
def rule_edit(
    *,
    pk: int,
    text: RuleText,
    seen: int,
    by: User,
    now: datetime,
    note: str = "",
    change: RuleChange = RuleChange.EDITED,
) -> KeywordRule:
    """The next version; `seen` is the version that the person looked at. RuleError `stale` when there is a newer one."""
    rule = _locked(pk)
    if rule.version != seen:
        raise RuleError(label="stale")
    text = _checked(text, rule)
    if all(getattr(rule, name) == value for name, value in asdict(text).items()) and rule.retired_at is None:
        raise RuleError(label="same")
    before = _tags(rule)
    for name, value in asdict(text).items():
        setattr(rule, name, value)
    rule.retired_at = None
    return _next(rule, change, before, by=by, now=now, note=note)


@transaction.atomic
def rule_switch(*, pk: int, enabled: bool, by: User, now: datetime) -> KeywordRule:
    """On or off; nothing happens when it is so already. A retired rule comes back by `rule_restore`."""
    rule = _locked(pk)
    if rule.enabled == enabled or rule.retired_at is not None:
        return rule
    before = _tags(rule)
    rule.enabled, rule.proposed_at = enabled, None
    change = RuleChange.SWITCHED_ON if enabled else RuleChange.SWITCHED_OFF
    return _next(rule, change, before, by=by, now=now)


@transaction.atomic
def rule_retire(*, pk: int, by: User, now: datetime, note: str = "", proposed: bool = False) -> KeywordRule:
    """Off for good and out of the list (a proposal: declined); every version stays, and it can be restored. `proposed`:
    only while it is a proposal."""
    rule = _locked(pk)
    if rule.retired_at is not None or (proposed and rule.proposed_at is None):  # somebody was quicker
        return rule
    before = _tags(rule)
    change = RuleChange.DECLINED if rule.proposed_at else RuleChange.RETIRED
    rule.enabled, rule.retired_at, rule.proposed_at = False, now, None
    return _next(rule, change, before, by=by, now=now, note=note)


@transaction.atomic
def rule_restore(*, pk: int, number: int, by: User, now: datetime) -> KeywordRule:
    """A former version as the next one, switched on. Raises QueryError when its groups are gone, RuleError."""
    rule = _locked(pk)
    version = RuleVersion.objects.get(rule=rule, number=number)
    text = _checked(RuleText(version.name, version.query, version.area, version.grave), rule)
    before = _tags(rule)
    for name, value in asdict(text).items():
        setattr(rule, name, value)
    rule.enabled, rule.retired_at, rule.proposed_at = True, None, None
    return _next(rule, RuleChange.RESTORED, before, by=by, now=now, note=f"v{number}")


def rule_first_version(rule: KeywordRule, *, now: datetime) -> None:
    """History of a rule that the machine set up."""
    _version(rule, RuleChange.CREATED, by=None, now=now, note="")


def _checked(text: RuleText, rule: KeywordRule | None) -> RuleText:
    name = one_line(text.name)[:MAX_NAME]
    if not name:
        raise RuleError(label="name_missing")
    name_check(name)
    taken = KeywordRule.objects.filter(name=name).first()
    if taken is not None and taken != rule:
        raise RuleError(name, label="name_retired" if taken.retired_at else "name_known")
    query = text.query.strip()
    query_check(query, groups_now())
    return RuleText(name, query, area_check(text.area), text.grave)


def _locked(pk: int) -> KeywordRule:
    return KeywordRule.objects.select_for_update().get(pk=pk)


def _tags(rule: KeywordRule) -> tuple[object, ...]:
    """How it tags items: an off rule not at all, so its words may change without work."""
    return tuple(getattr(rule, name) for name in TAGS) if rule.enabled else (False,)


def _next(
    rule: KeywordRule, change: RuleChange, before: tuple[object, ...], *, by: User, now: datetime, note: str = ""
) -> KeywordRule:
    rule.version += 1
    rule.save()
    if _tags(rule) != before:
        retag_queue(reason=f"rule:{rule.pk}", by=by, now=now)
    _written(rule, change, by=by, now=now, note=note)
    return rule


def _written(rule: KeywordRule, change: RuleChange, *, by: User, now: datetime, note: str) -> RuleVersion:
    note = mask(note.strip())[0][:MAX_NOTE]
    version = _version(rule, change, by=by, now=now, note=note)
    detail = {name: getattr(rule, name) for name in ("name", *TAGS, "version")}
    audit_record(actor=by, action=f"rule_{change}", target=f"rule:{rule.pk}", detail=detail | {"note": note})
    transaction.on_commit(config_forget)
    notice_publish_on_commit({"rules": [rule.pk]})
    return version


def _version(rule: KeywordRule, change: RuleChange, *, by: User | None, now: datetime, note: str) -> RuleVersion:
    kept = {name: getattr(rule, name) for name in ("name", *TAGS)}
    return RuleVersion.objects.create(rule=rule, number=rule.version, change=change, by=by, at=now, note=note, **kept)
