"""Members: added, changed, disabled. The last active admin stays, and nobody changes the own role or disables the own log-in."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import asdict

from django.db import transaction

from monitor.lib.planned import FileLines, Planned
from monitor.models import Role, Unit, User, audit_record
from monitor.team.member_rows import MemberError, MemberRow, member_row
from monitor.team.sessions import sessions_end


def member_values(user: User) -> MemberRow:
    """As stored."""
    units = tuple(user.units.values_list("name", flat=True))
    return MemberRow(user.username, user.name, user.email, user.role, units, user.language)


@transaction.atomic
def member_add(*, row: MemberRow, by: User) -> User:
    """A new member, who cannot sign in before a password is set by a link (links.py). Raises MemberError."""
    if User.objects.filter(username__iexact=row.username).exists():
        raise MemberError(row.username, label="username_known")
    units = _units(row.units)
    user = User(username=row.username, name=row.name, email=row.email, role=row.role, language=row.language)
    user.set_unusable_password()
    user.save()
    user.units.set(units)
    audit_record(actor=by, action="member_add", target=f"user:{user.pk}", detail=asdict(row))
    return user


@transaction.atomic
def member_change(*, user: User, row: MemberRow, by: User) -> None:
    """Name, e-mail, role, units and language; the user name stays. Another role ends the sessions. Raises MemberError."""
    admins = _admins_locked()
    before, units = member_values(user), _units(row.units)
    if row.role != before.role:
        if user.pk == by.pk:
            raise MemberError(label="self_role")
        if user.pk in admins and len(admins) == 1:
            raise MemberError(label="last_admin")
    user.name, user.email, user.role, user.language = row.name, row.email, row.role, row.language
    user.save(update_fields=["name", "email", "role", "language"])
    user.units.set(units)
    after = member_values(user)
    if after == before:
        return
    changed = {field: [value, asdict(after)[field]] for field, value in asdict(before).items()}
    detail = {field: pair for field, pair in changed.items() if pair[0] != pair[1]}
    audit_record(actor=by, action="member_edit", target=f"user:{user.pk}", detail=detail)
    if row.role != before.role:
        sessions_end(user=user)


@transaction.atomic
def member_switch(*, user: User, active: bool, by: User) -> None:
    """Disable or enable; disabling ends sessions and an open link at once. Raises MemberError."""
    admins = _admins_locked()
    if not active and user.pk == by.pk:
        raise MemberError(label="self_off")
    if not active and user.pk in admins and len(admins) == 1:
        raise MemberError(label="last_admin")
    user.is_active = active
    if not active:
        user.link_digest, user.link_until = "", None
    user.save(update_fields=["is_active", "link_digest", "link_until"])
    audit_record(actor=by, action="member_enable" if active else "member_disable", target=f"user:{user.pk}")
    if not active:
        sessions_end(user=user)


@transaction.atomic
def member_own_change(*, user: User, name: str, language: str) -> None:
    """What members change of themselves."""
    before = (user.name, user.language)
    if before == (name, language):
        return
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    audit_record(actor=user, action="member_own_edit", target=f"user:{user.pk}", detail={"name": [before[0], name]})


def members_plan(lines: FileLines) -> list[Planned[MemberRow]]:
    """What each line of a file would do. Members who are there stay as they are: a file never changes a role."""
    known = {name.lower() for name in User.objects.values_list("username", flat=True)}
    units = set(Unit.objects.values_list("name", flat=True))
    planned: list[Planned[MemberRow]] = []
    seen = set[str]()
    for line, values in lines:
        name = str(values.get("username", ""))[:40]
        try:
            row = member_row(values)
            _units_known(row.units, units)
        except MemberError as error:
            planned.append(Planned(line, "bad", None, error.label, error.detail, name))
            continue
        plain = row.username.lower()
        outcome = "twice" if plain in seen else "same" if plain in known else "new"
        planned.append(Planned(line, outcome, row, name=row.username))
        seen.add(plain)
    return planned


@transaction.atomic
def members_import(*, lines: FileLines, by: User) -> list[User]:
    """Add those that the plan calls new; audited one by one."""
    return [member_add(row=plan.row, by=by) for plan in members_plan(lines) if plan.row and plan.outcome == "new"]


def _admins_locked() -> set[int]:
    """Active admins, locked, so that two of them cannot disable each other at the same moment."""
    found = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    return set(found.values_list("pk", flat=True))


def _units(names: Iterable[str]) -> list[Unit]:
    found = {unit.name: unit for unit in Unit.objects.filter(name__in=names)}
    _units_known(names, found)
    return list(found.values())


def _units_known(names: Iterable[str], known: Container[str]) -> None:
    for name in names:
        if name not in known:
            raise MemberError(name[:40], label="unit_unknown")
