"""A member's own wishes: when to be told, and notifications of this browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.channel_form import ContactForm
from monitor.alerts.channels.browser.send import notifications_take
from monitor.alerts.wishes import contact_times_save, notifications_on, notifications_switch
from monitor.lib.clock import utc_now
from monitor.models import Recipient, Role


@needs(Role.MONITOR)
def contact(request: HttpRequest) -> HttpResponse:
    """Quiet hours, digests, deputy; whether this member is listed for mails at all."""
    user = member(request)
    form = ContactForm(request.POST or None, user=user, initial=ContactForm.initial_of(user))
    if request.method == "POST" and form.is_valid():
        contact_times_save(user=user, times=form.times(), deputy=form.cleaned_data["deputy"])
        messages.success(request, _("已保存，对之后的预警生效。"))
        return redirect("contact")
    listed = Recipient.objects.filter(user=user, channel=Recipient.Channel.EMAIL, enabled=True)
    context = {"form": form, "listed": listed, "notifying": notifications_on(user)}
    return render(request, "channels/contact.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Role.MONITOR)
def switch(request: HttpRequest) -> HttpResponse:
    """Notifications on or off; the page asks the browser for its permission before it comes here."""
    notifications_switch(user=member(request), on=request.POST.get("on") == "1")
    return redirect("contact")


@require_POST
@needs(Role.MONITOR, background=True)
def take(request: HttpRequest) -> HttpResponse:
    """What this page is to show now."""
    return JsonResponse({"notifications": notifications_take(user=member(request), now=utc_now())})
