"""What a program may do to an alert in a member's name: the steps of the alert's page, and a note. The services are the page's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Body, Path, Router
from pydantic import Field

from dashboards.api.alerts import AlertWhole, alert_seen, alert_whole
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.problem import ProblemError
from dashboards.api.types import TEXT, WORDS, Asked, Id
from monitor.alerts.answer import (
    NOTE_MAX,
    SENTENCES,
    AlertError,
    alert_acknowledge,
    alert_comment,
    alert_false_alarm,
    alert_handle,
    alert_reopen,
    alert_resolve,
)
from monitor.models import AlertEvent, ApiScope

router = Router(tags=["alerts"])
STEPS: dict[str, Callable[..., AlertEvent]] = {
    "acknowledge": alert_acknowledge,
    "handle": alert_handle,
    "resolve": alert_resolve,
    "false_alarm": alert_false_alarm,
    "reopen": alert_reopen,
}


class StepAsked(Asked):
    """One step, with a note that is masked before it is stored."""

    step: Literal["acknowledge", "handle", "resolve", "false_alarm", "reopen"]
    note: Annotated[str, Field(max_length=NOTE_MAX, pattern=TEXT)] = ""


class NoteAsked(Asked):
    """A note; the status stays."""

    note: Annotated[
        str, Field(min_length=1, max_length=NOTE_MAX, pattern=WORDS, description=gettext_noop("入库前遮盖个人信息"))
    ]


@endpoint(
    router,
    "POST",
    "/alerts/{alert}/steps",
    scope=ApiScope.WRITE_ALERTS,
    name="alert_step",
    summary=gettext_lazy("确认、处置、办结预警"),
    response=AlertWhole,
)
def step(request: HttpRequest, alert: Path[Id], asked: Body[StepAsked]) -> AlertWhole:
    return _done(caller(request), alert, STEPS[asked.step], asked.note)


@endpoint(
    router,
    "POST",
    "/alerts/{alert}/notes",
    scope=ApiScope.WRITE_ALERTS,
    name="alert_note",
    summary=gettext_lazy("给预警写备注"),
    response=AlertWhole,
)
def note(request: HttpRequest, alert: Path[Id], asked: Body[NoteAsked]) -> AlertWhole:
    return _done(caller(request), alert, alert_comment, asked.note)


def _done(by: Caller, number: int, service: Callable[..., AlertEvent], note: str) -> AlertWhole:
    found = alert_seen(by, number)
    try:
        service(alert=found, by=by.user, note=note, now=by.now)
    except AlertError as error:
        raise ProblemError("conflict", _(SENTENCES[error.label])) from error
    by.read("write", 1)
    return alert_whole(alert_seen(by, number), by)
