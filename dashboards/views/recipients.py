"""Members who get alert mails: only whom an admin has listed (SCOPE 5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.channel_form import RecipientChangeForm, RecipientForm
from monitor.alerts.listing import ListingError, recipient_add, recipient_change
from monitor.models import Recipient, Role
from monitor.queries.channel_words import listing_sentence

EMAIL = Recipient.Channel.EMAIL


@require_POST
@needs(Role.ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """List a member."""
    form = RecipientForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("channels")
    data = form.cleaned_data
    try:
        recipient_add(
            user=data["member"], channel=EMAIL, address=data["address"], min_level=data["min_level"], by=member(request)
        )
    except ListingError as error:
        messages.error(request, listing_sentence(error.label))
    else:
        messages.success(request, _("已列为预警接收人。"))
    return redirect("channels")


@require_POST
@needs(Role.ADMIN)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """From which level on, and whether at all."""
    found = get_object_or_404(Recipient.objects.select_related("user"), pk=pk, channel=EMAIL)
    form = RecipientChangeForm(request.POST)
    if form.is_valid():
        recipient_change(recipient=found, by=member(request), **form.cleaned_data)
        messages.success(request, _("已保存。"))
    return redirect("channels")
