"""What is done to the topics ticked in a list: flags for all of them; what needs a look at one leads to its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.filters import numbers
from dashboards.topic_words import CHANGES, hand_sentence
from monitor.lib.clock import utc_now
from monitor.lib.plurals import with_plurals
from monitor.models import Role
from monitor.topics.hand import HandError
from monitor.topics.hand_flags import KINDS, topic_flag

FLAGS = {kind: (flag, on) for flag, kinds in KINDS.items() for kind, on in zip(kinds, (True, False), strict=True)}
PAGES = {"split": "topic_split", "parts": "topic_parts", "rename": "topic", "unrelated": "topic"}


@require_POST
@needs(Role.MONITOR)
def many(request: HttpRequest) -> HttpResponse:
    """`topic` (several), `do`: a flag's change, or a tool of one topic; back to the list (`next`)."""
    wanted, ids = request.POST.get("do", ""), numbers(request.POST.getlist("topic"))
    if wanted not in FLAGS and wanted not in PAGES:
        raise Http404
    if not ids:
        messages.error(request, _("请先勾选话题。"))
    elif wanted in FLAGS:
        _flag_all(request, wanted, ids)
    elif len(ids) > 1:
        messages.error(request, _("这一步一次只能对一个话题做，请只勾选一个。"))
    else:
        tool = f"?tool={wanted}" if PAGES[wanted] == "topic" else ""
        return HttpResponseRedirect(reverse(PAGES[wanted], args=ids) + tool)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("topics"))


def _flag_all(request: HttpRequest, kind: str, ids: list[int]) -> None:
    """One after the other, each with its row in the history; the first that cannot be done ends it, with the reason."""
    (flag, on), changed = FLAGS[kind], 0
    reason = request.POST.get("reason", "") if on else ""
    try:
        for pk in ids:
            changed += topic_flag(topic=pk, flag=flag, on=on, by=member(request), now=utc_now(), reason=reason)
    except HandError as error:
        messages.error(request, hand_sentence(error))
    if changed:
        messages.success(
            request, _("%(what)s：%(n)d 个话题。") % with_plurals({"what": _(CHANGES[kind]), "n": changed})
        )
