"""The steps of setting up: what is done is read from what is there; only skipping, and that mail came through, are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.lib.env import where_set
from monitor.models import Recipient, SetupStep, SiteSetting, Source, SourceFormat, Unit, User, audit_record

STEPS = ("organisation", "mail", "sources", "units", "members")
ORGANISATION = "TINGCHAO_ORGANISATION"


@dataclass(frozen=True, slots=True)
class Step:
    """`state`: done, skipped or open. `n`: how many are there, for steps that count something."""

    name: str
    state: str
    n: int = 0


def setup_steps() -> list[Step]:
    """All steps in order. Seven small queries."""
    stored: Mapping[str, SetupStep] = {row.name: row for row in SetupStep.objects.all()}
    found = []
    for name, look in LOOKS.items():
        done, n = look(stored)
        skipped = name in stored and stored[name].skipped_at is not None
        found.append(Step(name, "done" if done else "skipped" if skipped else "open", n))
    return found


def setup_step_skip(*, name: str, by: User, now: datetime) -> None:
    """Not now; the list keeps it."""
    SetupStep.objects.update_or_create(name=name, defaults={"skipped_at": now, "by": by})
    audit_record(actor=by, action="setup_skip", target=f"setup:{name}")


def step_after(name: str) -> str:
    """The next one; "" after the last."""
    at = STEPS.index(name)
    return STEPS[at + 1] if at + 1 < len(STEPS) else ""


def _organisation(_: Mapping[str, SetupStep]) -> tuple[bool, int]:
    return where_set(ORGANISATION) != "default" or SiteSetting.objects.filter(pk=ORGANISATION).exists(), 0


def _mail(stored: Mapping[str, SetupStep]) -> tuple[bool, int]:
    return "mail" in stored and stored["mail"].done_at is not None, Recipient.objects.filter(enabled=True).count()


def _sources(_: Mapping[str, SetupStep]) -> tuple[bool, int]:
    n = Source.objects.exclude(format=SourceFormat.BY_HAND).count()
    return n > 0, n


def _units(_: Mapping[str, SetupStep]) -> tuple[bool, int]:
    n = Unit.objects.filter(retired_at=None).count()
    return n > 0, n


def _members(_: Mapping[str, SetupStep]) -> tuple[bool, int]:
    n = User.objects.filter(is_active=True).count()
    return n > 1, n


LOOKS: dict[str, Callable[[Mapping[str, SetupStep]], tuple[bool, int]]] = {
    "organisation": _organisation,
    "mail": _mail,
    "sources": _sources,
    "units": _units,
    "members": _members,
}
