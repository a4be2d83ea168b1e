"""One press on a topic's page: pin, watch, mute, rename, not our business, and taking a change back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.topic_words import hand_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, Topic, TopicChange
from monitor.quality.topic_unrelated import KIND, topic_unrelated, topic_unrelated_undo
from monitor.topics.hand import HandError
from monitor.topics.hand_flags import KINDS, topic_flag
from monitor.topics.hand_rename import topic_rename
from monitor.topics.hand_undo import change_undo

SAID = {
    ("muted", True): gettext_noop("已静音：不再提示，也不出现在值班台。"),
    ("muted", False): gettext_noop("已取消静音。"),
    ("pinned", True): gettext_noop("已置顶。"),
    ("pinned", False): gettext_noop("已取消置顶。"),
    ("watched", True): gettext_noop("已列入值守关注。"),
    ("watched", False): gettext_noop("已不再关注。"),
}


@require_POST
@needs(Role.MONITOR)
def flag(request: HttpRequest, topic_id: int, flag: str) -> HttpResponse:
    """`on` 1 or 0; muting needs a `reason`."""
    if flag not in KINDS:
        raise Http404
    on, reason = request.POST.get("on") == "1", request.POST.get("reason", "")

    def act() -> str:
        topic_flag(topic=topic_id, flag=flag, on=on, by=member(request), now=utc_now(), reason=reason)
        return _(SAID[flag, on])

    return _acted(request, topic_id, act)


@require_POST
@needs(Role.MONITOR)
def rename(request: HttpRequest, topic_id: int) -> HttpResponse:
    """`title`; empty gives the naming back to the machine."""
    title, reason = request.POST.get("title", ""), request.POST.get("reason", "")

    def act() -> str:
        changed = topic_rename(topic=topic_id, title=title, by=member(request), now=utc_now(), reason=reason)
        return _("已改名。") if changed else _("标题没有变化。")

    return _acted(request, topic_id, act)


@require_POST
@needs(Role.MONITOR)
def unrelated(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Corrects every item of the topic and mutes it."""

    def act() -> str:
        reason = request.POST.get("reason", "")
        change = topic_unrelated(topic=topic_id, by=member(request), now=utc_now(), reason=reason)
        return _("已记为与我们无关：纠正了 %(n)d 条，话题已静音。") % {"n": len(change.after["corrections"])}

    return _acted(request, topic_id, act)


@require_POST
@needs(Role.MONITOR)
def undo(request: HttpRequest, topic_id: int, pk: int) -> HttpResponse:
    """Take one change of this topic back."""
    change = get_object_or_404(TopicChange, pk=pk, topic=topic_id)

    def act() -> str:
        service = topic_unrelated_undo if change.kind == KIND else change_undo
        service(change=pk, by=member(request), now=utc_now())
        return _("已撤回。")

    return _acted(request, topic_id, act)


def _acted(request: HttpRequest, topic_id: int, act: Callable[[], str]) -> HttpResponse:
    """Back to the topic's page, which says what was done or why it was not."""
    get_object_or_404(Topic, pk=topic_id)
    try:
        messages.success(request, act())
    except HandError as error:
        messages.error(request, hand_sentence(error))
    return HttpResponseRedirect(reverse("topic", args=[topic_id]))
