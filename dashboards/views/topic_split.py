"""Splitting a topic: by picking items that belong elsewhere, or into parts that the machine proposes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.filters import numbers
from dashboards.topic_words import hand_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, Topic, audit_record
from monitor.queries.items import rows_of
from monitor.queries.topic_changes import topic_originals
from monitor.topics.hand import HandError
from monitor.topics.hand_preview import parts_preview
from monitor.topics.hand_split import topic_dissolve, topic_split
from monitor.topics.similar import topics_search, topics_similar


@needs(Role.MONITOR)
def split(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Pick `item` (several), say where to: `into` a topic, or "new" with an optional `title`.

    `find` only looks again: `q` narrows the list of items, `target` searches for topics; what was picked stays picked.
    """
    topic = _find(topic_id)
    query = request.POST if request.method == "POST" else request.GET
    picked = numbers(query.getlist("item"))
    status = 200
    if request.method == "POST" and "find" not in request.POST:
        try:
            return _split(request, topic, picked)
        except HandError as refused:
            messages.error(request, hand_sentence(refused))
            status = 422
    words, target = query.get("q", ""), query.get("target", "")
    items, total = topic_originals(topic.pk, words=words, also=picked)
    audit_record(actor=member(request), action="items_open", target=f"topic:{topic.pk}", detail={"split": True})
    context: dict[str, Any] = {
        "topic": topic,
        "rows": rows_of(items, sight=None),
        "picked": picked,
        "total": total,
        "words": words,
        "target": target,
        "targets": topics_search(topic, target) if target.strip() else topics_similar(topic),
        "into": query.get("into", "new"),
        "title": query.get("title", ""),
        "reason": query.get("reason", ""),
        "filters": None,
    }
    return render(request, "topics/split.html", context, status=status)


@needs(Role.MONITOR)
def parts(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Not one matter: the parts that the machine sees; each `part` that is ticked becomes a topic of its own."""
    topic, status = _find(topic_id), 200
    if request.method == "POST":
        wanted = [numbers(raw.split(",")) for raw in request.POST.getlist("part")]
        try:
            made = topic_dissolve(
                topic=topic.pk, parts=wanted, by=member(request), now=utc_now(), reason=request.POST.get("reason", "")
            )
        except HandError as refused:
            messages.error(request, hand_sentence(refused))
            status = 422
        else:
            messages.success(request, _("已拆出 %(n)d 个话题；可在「改动记录」里撤回。") % {"n": len(made)})
            return HttpResponseRedirect(reverse("topic", args=[topic.pk]))
    audit_record(actor=member(request), action="items_open", target=f"topic:{topic.pk}", detail={"parts": True})
    context = {"topic": topic, "found": parts_preview(topic), "now": utc_now(), "filters": None}
    return render(request, "topics/parts.html", context, status=status)


def _split(request: HttpRequest, topic: Topic, picked: list[int]) -> HttpResponse:
    into, more = request.POST.get("into", "new"), numbers([request.POST.get("into", "")])
    made = topic_split(
        topic=topic.pk,
        items=picked,
        into=more[0] if more else None,
        title=request.POST.get("title", "") if into == "new" else "",
        by=member(request),
        now=utc_now(),
        reason=request.POST.get("reason", ""),
    )
    said = _("已移入这个话题。") if more else _("已拆成新话题。")
    messages.success(request, said + _("可在原话题的「改动记录」里撤回。"))
    return HttpResponseRedirect(reverse("topic", args=[made.pk]))


def _find(topic_id: int) -> Topic:
    topic = Topic.objects.filter(pk=topic_id, merged_into=None).first()
    if topic is None:
        raise Http404
    return topic
