"""A clue from the grassroots, as by the form: published, masked before it is stored, by nobody."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Body, Router
from pydantic import Field

from dashboards.access import may
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.problem import ProblemError
from dashboards.api.types import TEXT, WORDS, Asked, BodyUnitId, Moment, Out
from dashboards.clue_form import clue_sentence
from monitor.feeds.hand_submit import MAX_NOTE, MAX_PLACE, MAX_TITLE, Clue, ClueError, clue_take
from monitor.models import ApiScope, Role, Unit

router = Router(tags=["clues"])


class ClueAsked(Asked):
    """A published item: by its address, or the name of the paper or board where it stands."""

    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE, pattern=WORDS)]
    note: Annotated[str, Field(max_length=MAX_NOTE, pattern=TEXT)] = ""
    url: Annotated[str, Field(max_length=1000, pattern=TEXT, description=gettext_noop("公开网页的网址"))] = ""
    place: Annotated[str, Field(max_length=MAX_PLACE, pattern=TEXT, description=gettext_noop("没有网址时：刊载处"))] = (
        ""
    )
    at: Moment | None = Field(None, description=gettext_noop("刊载时间；不填为现在"))
    unit: BodyUnitId | None = Field(None, description=gettext_noop("涉及单位；信息员只能填自己的"))


class ClueOut(Out):
    """The item that it is now. `known`: it was there already, and nothing was stored."""

    item: int
    known: bool


@endpoint(
    router,
    "POST",
    "/clues",
    scope=ApiScope.WRITE_CLUES,
    name="clue_send",
    summary=gettext_lazy("上报线索"),
    response=ClueOut,
)
def clue_send(request: HttpRequest, asked: Body[ClueAsked]) -> ClueOut:
    by = caller(request)
    _unit_check(by, asked.unit)
    clue = Clue(title=asked.title, note=asked.note, url=asked.url, place=asked.place, at=asked.at, unit=asked.unit)
    try:
        received = clue_take(clue=clue, by=by.user, now=by.now)
    except ClueError as error:
        member, sentence = clue_sentence(error)
        raise ProblemError("invalid", sentence, errors=[{"in": "body", "at": member, "code": error.label}]) from error
    by.read("write", 1)
    return ClueOut(item=received.item_id, known=received.known)


def _unit_check(by: Caller, unit: int | None) -> None:
    own = Unit.objects.all() if may(by.user, Role.MONITOR) else by.user.units.all()
    if unit is not None and not own.filter(pk=unit).exists():
        error = {"in": "body", "at": "unit", "code": "unit_unknown"}
        raise ProblemError("invalid", _("没有这个单位，或不是您所属的单位。"), errors=[error])
