"""Merging topics: choose them from suggestions or by search, see what the result will be, say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.filters import numbers
from dashboards.topic_words import hand_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, Topic
from monitor.topics.hand import HandError
from monitor.topics.hand_merge import MOST, topics_merge
from monitor.topics.hand_preview import merge_preview
from monitor.topics.similar import topics_search, topics_similar


@needs(Role.MONITOR)
def merge(request: HttpRequest) -> HttpResponse:
    """`topic` (several) are chosen, `keep` is the one that remains; `find` searches with `q` and draws the preview anew.

    Only what was previewed is merged: who changed a tick since sees the preview of that first.
    """
    error = ""
    if request.method == "POST" and "find" not in request.POST:
        try:
            return _merged(request)
        except HandError as refused:
            error = hand_sentence(refused)
    context = _context(request)
    if error:
        messages.error(request, error)
    return render(request, "topics/merge.html", context, status=422 if error else 200)


def _merged(request: HttpRequest) -> HttpResponse:
    ids = numbers(request.POST.getlist("topic"))
    keep = _kept(request.POST, ids)
    if len(ids) > 1 and request.POST.get("previewed", "") != _signature(keep, ids):
        raise HandError(label="merge_unseen")
    reason = request.POST.get("reason", "")
    topic = topics_merge(winner=keep, others=ids, by=member(request), now=utc_now(), reason=reason)
    messages.success(request, _("已合并。旧链接会转到这里；可在「改动记录」里撤回。"))
    return HttpResponseRedirect(reverse("topic", args=[topic.pk]))


def _context(request: HttpRequest) -> dict[str, Any]:
    query = request.POST if request.method == "POST" else request.GET
    ids = numbers(query.getlist("topic"))[:MOST]
    rows = Topic.objects.filter(pk__in=ids, merged_into=None)
    chosen = sorted(rows, key=lambda topic: ids.index(topic.pk))
    chosen_ids = [topic.pk for topic in chosen]
    keep = _kept(query, chosen_ids)
    winner = next((topic for topic in chosen if topic.pk == keep), None)
    words = query.get("q", "")
    found = topics_search(winner, words) if words.strip() else topics_similar(winner) if winner else []
    return {
        "chosen": chosen,
        "winner": winner,
        "words": words,
        "found": [one for one in found if one.topic.pk not in chosen_ids],
        "preview": merge_preview(chosen, winner) if winner and len(chosen) > 1 else None,
        "signature": _signature(keep, chosen_ids),
        "reason": query.get("reason", ""),
        "now": utc_now(),
        "filters": None,
    }


def _kept(query: QueryDict, ids: list[int]) -> int:
    """The topic that remains: the one that was said, else the oldest."""
    keep = next(iter(numbers([query.get("keep", "")])), 0)
    return keep if keep in ids else min(ids, default=0)


def _signature(keep: int, ids: list[int]) -> str:
    return f"{keep}:{','.join(map(str, sorted(ids)))}"
