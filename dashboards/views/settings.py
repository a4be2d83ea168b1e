"""Settings: what an admin changes here, what the environment fixes, and how far the setting-up is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.setting_meanings import MEANINGS
from dashboards.setup_words import step_lines
from dashboards.site_form import GROUPS, GroupForm
from dashboards.site_words import mail_sentence, origin_words, value_shown
from monitor.lib.clock import utc_now
from monitor.lib.env import DECLARED, where_set
from monitor.models import Role, SetupStep, SiteSetting
from monitor.queries.site import CHANGEABLE, PASSWORD, mail_server
from monitor.setup.mail import mail_test, own_address_set
from monitor.setup.save import SiteError, site_password_forget, site_save


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting of the read-only list."""

    name: str
    meaning: str
    value: str
    origin: str


@needs(Role.ADMIN)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    return _page(request, {group: GroupForm(group=group) for group in GROUPS})


@require_POST
@needs(Role.ADMIN)
def save(request: HttpRequest, group: str) -> HttpResponse:
    """One group; back to the page, or to the step of the first run that it came from."""
    if group not in GROUPS:
        raise Http404
    form = GroupForm(request.POST, group=group)
    if form.is_valid():
        try:
            changed = site_save(values=form.values(), by=member(request), now=utc_now())
        except SiteError as error:
            form.refused(error)
        else:
            said = _("已保存，各进程几秒内生效。") if changed else _("没有变化。")
            messages.success(request, said)
            return redirect(f"{reverse('settings')}#{group}")
    return _page(request, {other: GroupForm(group=other) for other in GROUPS} | {group: form})


@require_POST
@needs(Role.ADMIN)
def mail_try(request: HttpRequest) -> HttpResponse:
    """Send a test mail to whoever asks, and say in plain words what the server answered."""
    user = member(request)
    if not user.email and not own_address_set(user=user, address=request.POST.get("email", "")):
        messages.error(request, _("请填写您自己的邮箱地址，测试邮件只发给您。"))
    else:
        outcome = mail_test(to=user, now=utc_now())
        say = messages.error if outcome.label else messages.success
        say(request, mail_sentence(outcome, user.email))
    return redirect(back(request, f"{reverse('settings')}#mail"))


@require_POST
@needs(Role.ADMIN)
def password_forget(request: HttpRequest) -> HttpResponse:
    """Remove the stored SMTP password."""
    site_password_forget(by=member(request))
    messages.success(request, _("已删除存储的密码。"))
    return redirect(f"{reverse('settings')}#mail")


def back(request: HttpRequest, otherwise: str) -> str:
    """Where the form came from, if that is here."""
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise


def _page(request: HttpRequest, forms: dict[str, GroupForm]) -> HttpResponse:
    server = mail_server()
    rows = {row.name: row for row in SiteSetting.objects.select_related("by")}
    mail = SetupStep.objects.filter(pk="mail").first()
    steps = step_lines()
    context = {
        "forms": forms,
        "last": max(rows.values(), key=lambda row: row.at, default=None),
        "password_stored": PASSWORD in rows and bool(server.password),
        "password_lost": server.password_lost,
        "mail_done_at": mail.done_at if mail else None,
        "steps": steps,
        "steps_left": sum(line.step.state == "open" for line in steps),
        "others": _others(),
        "session_hours": settings.SESSION_HOURS,
        "now": utc_now(),
    }
    invalid = any(form.is_bound and not form.is_valid() for form in forms.values())
    return render(request, "setup/settings.html", context, status=422 if invalid else 200)


def _others() -> list[Shown]:
    """Settings that only the environment changes."""
    attributes = {name: name.removeprefix("TINGCHAO_") for name in DECLARED if name not in CHANGEABLE}
    return [
        Shown(
            name,
            str(MEANINGS.get(name) or DECLARED[name].help),
            value_shown(name, _value(name, attribute)),
            origin_words(where_set(name)),
        )
        for name, attribute in attributes.items()
    ]


def _value(name: str, attribute: str) -> object:
    renamed = {"DATA": "DATA_DIR", "SMTP_TIMEOUT": "EMAIL_TIMEOUT"}
    return getattr(settings, renamed.get(attribute, attribute), DECLARED[name].default)
