"""A unit goes: deleted when nothing rests on it, retired when it has a history. What happens to the rest is said before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum

from monitor.district.changed import district_changed
from monitor.district.units import unit_values
from monitor.errors import TingchaoError
from monitor.models import (
    REFERRAL_OPEN,
    AlertRoute,
    GazetteerPlace,
    HourSum,
    Plan,
    PlanState,
    Referral,
    Role,
    Unit,
    User,
    audit_record,
)
from monitor.queries.config import config_forget

NARROWED = (Role.VIEWER, Role.REPORTER)  # whose sight their units decide


class UnitError(TingchaoError):
    """Labels: unit_history (only retiring is possible), unit_alone (members would see everything), unit_named, unit_open."""

    label = "unit_history"
    permanent = True


@dataclass(frozen=True, slots=True)
class UnitUse:
    """What rests on a unit. `items`: stored tags of published items; `alone`: members whom only this unit keeps from seeing all."""

    members: tuple[str, ...]
    alone: tuple[str, ...]
    places: int
    items: int
    referrals: int
    referrals_open: int
    plans: tuple[str, ...]
    routes: tuple[str, ...]

    @property
    def why_not_delete(self) -> str:
        """A label of UnitError, "" when it may go."""
        if self.items or self.referrals:
            return "unit_history"
        return "unit_alone" if self.alone else "unit_named" if self.plans or self.routes else ""

    @property
    def why_not_retire(self) -> str:
        """A label of UnitError, "" when it may be retired."""
        return "unit_open" if self.referrals_open else ""


def unit_use(unit: Unit) -> UnitUse:
    """Looked up now. Eight queries."""
    members = list(unit.members.filter(is_active=True))
    narrowed = [user.pk for user in members if user.role in NARROWED]
    counted = User.objects.filter(pk__in=narrowed).annotate(n=Count("units"))
    only = set(counted.filter(n=1).values_list("pk", flat=True))
    states = list(Referral.objects.filter(unit=unit).values_list("state", flat=True))
    plans = Plan.objects.filter(units__contains=[unit.pk]).exclude(state=PlanState.ENDED)
    routes = AlertRoute.objects.filter(retired_at=None)
    return UnitUse(
        members=tuple(str(user) for user in members),
        alone=tuple(str(user) for user in members if user.pk in only),
        places=GazetteerPlace.objects.filter(unit=unit).count(),
        items=HourSum.objects.filter(unit=unit.pk, area="").aggregate(n=Sum("n"))["n"] or 0,
        referrals=len(states),
        referrals_open=sum(state in REFERRAL_OPEN for state in states),
        plans=tuple(plans.values_list("name", flat=True)),
        routes=tuple(route.name for route in routes if unit.pk in route.spec.get("units", ())),
    )


@transaction.atomic
def unit_delete(*, unit: Unit, by: User) -> None:
    """Gone; its places stay without a unit. Raises UnitError."""
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    used = unit_use(row)
    if used.why_not_delete:
        raise UnitError(label=used.why_not_delete)
    detail = {"before": asdict(unit_values(row)), "members": len(used.members), "places": used.places}
    pk = row.pk
    row.delete()
    district_changed(by=by)
    audit_record(actor=by, action="unit_delete", target=f"unit:{pk}", detail=detail)


@transaction.atomic
def unit_retire(*, unit: Unit, by: User, now: datetime) -> None:
    """Tags nothing new; what it has stays, its members see what they saw; its places lose it. Raises UnitError."""
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    used = unit_use(row)
    if used.why_not_retire:
        raise UnitError(label=used.why_not_retire)
    row.retired_at = now
    row.save(update_fields=["retired_at"])
    GazetteerPlace.objects.filter(unit=row).update(unit=None, updated_at=now)
    transaction.on_commit(config_forget)  # and no tagging anew: history keeps what it has
    audit_record(actor=by, action="unit_retire", target=f"unit:{row.pk}", detail={"places": used.places})


@transaction.atomic
def unit_restore(*, unit: Unit, by: User) -> None:
    """Tags again by its words; places are to be given to it again."""
    Unit.objects.filter(pk=unit.pk).update(retired_at=None)
    district_changed(by=by)
    audit_record(actor=by, action="unit_restore", target=f"unit:{unit.pk}")
