"""A label of an item put right, and taken back. Each counts in the published accuracy, as on the page."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Body, Path, Router
from pydantic import Field

from dashboards.api.endpoint import endpoint
from dashboards.api.guard import caller
from dashboards.api.items import ItemWhole, item_seen, item_whole
from dashboards.api.problem import ProblemError
from dashboards.api.types import Area, Asked, Flag, Id, Tone, Yes
from monitor.models import ApiScope, Correction, Item
from monitor.quality.correct import SENTENCES, CorrectionError, correction_undo, item_correct

router = Router(tags=["corrections"])


class SentimentAsked(Asked):
    """The tone is this."""

    sentiment: Tone


class AreaAsked(Asked):
    """The item is about this area, or is not."""

    area: Area
    holds: Flag = Field(description=gettext_noop("true 加上这个领域，false 去掉"))


class NoiseAsked(Asked):
    """Not our business."""

    noise: Yes


@endpoint(
    router,
    "POST",
    "/items/{item}/corrections",
    scope=ApiScope.WRITE_CORRECTIONS,
    name="item_correct",
    summary=gettext_lazy("纠正一条的标签"),
    response=ItemWhole,
)
def correct(request: HttpRequest, item: Path[Id], asked: Body[SentimentAsked | AreaAsked | NoiseAsked]) -> ItemWhole:
    by = caller(request)
    found = item_seen(by, item)
    try:
        with transaction.atomic():
            locked = Item.objects.select_for_update().get(month=found.month, id=found.id)
            if (change := _change(asked, locked)) is not None:
                item_correct(item=locked, what=change[0], code=change[1], by=by.user, now=by.now)
    except CorrectionError as error:
        raise ProblemError("conflict", _(SENTENCES[error.label])) from error
    by.read("write", 1)
    return item_whole(item_seen(by, item), by)


@endpoint(
    router,
    "DELETE",
    "/items/{item}/corrections/{correction}",
    scope=ApiScope.WRITE_CORRECTIONS,
    name="item_correct_undo",
    summary=gettext_lazy("撤回一次纠正"),
    response=ItemWhole,
)
def undo(request: HttpRequest, item: Path[Id], correction: Path[Id]) -> ItemWhole:
    by = caller(request)
    found = item_seen(by, item)
    made = Correction.objects.filter(pk=correction, item_id=found.id).first()
    if made is None:
        raise ProblemError("not_found")
    if not correction_undo(correction=made, by=by.user, now=by.now):
        raise ProblemError("conflict", _("已经撤回过了。"))
    by.read("write", 1)
    return item_whole(item_seen(by, item), by)


def _change(asked: SentimentAsked | AreaAsked | NoiseAsked, item: Item) -> tuple[str, str] | None:
    """(what, code) for the service, which toggles areas; None when it is so already: sending twice changes nothing more."""
    if isinstance(asked, SentimentAsked):
        return "sentiment", asked.sentiment
    if isinstance(asked, NoiseAsked):
        return "business", "noise"
    return None if (asked.area in item.areas) == asked.holds else ("area", asked.area)
