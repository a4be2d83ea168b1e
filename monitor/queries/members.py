"""The read side of the members page: who is in the team, filtered, with what protects them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise

from monitor.models import Role, Unit, User

STATES = ("active", "disabled", "waiting", "no_factor")


def members_list(*, text: str = "", role: str = "", unit: int | None = None, state: str = "") -> QuerySet[User]:
    """Active ones first, by user name, with `has_factor` and their units; two queries.

    `state`: active, disabled, waiting (active, but never signed in), no_factor (active, without a second factor).
    """
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found = User.objects.annotate(has_factor=Exists(factor)).order_by("-is_active", "username")
    found = found.prefetch_related(Prefetch("units", Unit.objects.only("name")))
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text) | Q(email__icontains=text))
    if role in Role.values:
        found = found.filter(role=role)
    if unit is not None:
        found = found.filter(units=unit)
    if state == "disabled":
        return found.filter(is_active=False)
    if state in STATES:
        found = found.filter(is_active=True)
    if state == "waiting":
        found = found.filter(last_login=None)
    if state == "no_factor":
        found = found.filter(has_factor=False)
    return found


def role_counts() -> list[tuple[str, str | Promise, int]]:
    """(code, name, active members) of each role."""
    held = list(User.objects.filter(is_active=True).values_list("role", flat=True))
    return [(role.value, role.label, held.count(role.value)) for role in Role]
