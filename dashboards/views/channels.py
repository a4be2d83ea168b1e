"""Alert channels: who is listed, adding and changing a group channel, a test message."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.channel_form import HELP, ChannelForm, RecipientForm, recipient_levels
from dashboards.delivery_words import delivery_title
from monitor.alerts.listing import ListingError, channel_retire, channel_save
from monitor.alerts.probe import channel_test
from monitor.lib.clock import utc_now
from monitor.models import Channel, ChannelKind, Role
from monitor.queries.alert_words import delivery_label
from monitor.queries.channel_words import channel_fault, listing_sentence
from monitor.queries.channels import (
    channel_deliveries,
    channels_listed,
    deliveries_dead,
    deliveries_waiting,
    recipients_listed,
)


@needs(Role.ADMIN)
def channels(request: HttpRequest) -> HttpResponse:
    """All group channels and recipients, with how they fared in the last seven days."""
    now = utc_now()
    context = {
        "channels": [(row, channel_fault(row.error_label)) for row in channels_listed(now=now)],
        "recipients": [(row, recipient_levels(row)) for row in recipients_listed()],
        "kinds": ChannelKind.choices,
        "form": RecipientForm(),
        "n_dead": deliveries_dead().count(),
        "waiting": deliveries_waiting(now=now),
        "now": now,
    }
    return render(request, "channels/channels.html", context)


@needs(Role.ADMIN)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new channel of this kind."""
    if kind not in ChannelKind.values:
        raise Http404
    return _edited(request, ChannelForm(request.POST or None, kind=kind), kind, None)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a channel."""
    found = _found(pk)
    form = ChannelForm(request.POST or None, kind=found.kind, channel=found, initial=ChannelForm.initial_of(found))
    return _edited(request, form, found.kind, found)


@require_POST
@needs(Role.ADMIN)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message now and say what came of it."""
    found = _found(pk)
    outcome = channel_test(channel=found, by=member(request), now=utc_now())
    if outcome.label:
        reason = _("测试消息没有送达：%(reason)s。") % {"reason": channel_fault(outcome.label)}
        messages.error(request, f"{reason} {outcome.detail}".strip())
    else:
        messages.success(request, _("测试消息已被接收，请到“%(name)s”查看。") % {"name": found.name})
    return redirect("channel_edit", found.pk)


@require_POST
@needs(Role.ADMIN)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a channel: its secrets are forgotten, the record of what it was sent stays."""
    found = _found(pk)
    channel_retire(channel=found, by=member(request), now=utc_now())
    messages.success(request, _("已移除“%(name)s”，其密钥已删除。") % {"name": found.name})
    return redirect("channels")


def _found(pk: int) -> Channel:
    return get_object_or_404(Channel, pk=pk, retired_at=None)


def _edited(request: HttpRequest, form: ChannelForm, kind: str, found: Channel | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = channel_save(channel=found, kind=kind, values=form.values(), by=member(request))
        except ListingError as error:
            form.add_error(
                "name" if error.label == "name_known" else _field(error.label), listing_sentence(error.label)
            )
        else:
            messages.success(request, _("已保存。请发一条测试消息，确认能收到。"))
            return redirect("channel_edit", saved.pk)
    context = {
        "form": form,
        "channel": found,
        "kind_label": ChannelKind(kind).label,
        "help": HELP[ChannelKind(kind)],
        "fault": channel_fault(found.error_label) if found else "",
        "log": [(row, delivery_label(row.error_label), delivery_title(row)) for row in channel_deliveries(found)]
        if found
        else [],
    }
    return render(request, "channels/channel.html", context, status=422 if form.errors else 200)


def _field(label: str) -> str:
    return "base_url" if label == "base_url" else "token"
