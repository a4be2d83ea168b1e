"""The first run: the first admin by a one-time code, then steps that can be skipped and taken up again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs, public
from dashboards.setup_words import OPEN, StepLine, step_lines
from dashboards.site_form import FirstForm, GroupForm
from monitor.alerts.listing import ListingError, recipient_add
from monitor.feeds.opml_rows import opml_counts
from monitor.lib.clock import utc_now
from monitor.models import Recipient, Role, User
from monitor.queries.channel_words import listing_sentence
from monitor.queries.site import PASSWORD, fixed_by, mail_server
from monitor.setup.first import FirstError, admin_create_first, nobody_yet, setup_code_log
from monitor.setup.save import SiteError, site_save
from monitor.setup.starter import SITES, starter_add, starter_offers
from monitor.setup.steps import STEPS, setup_step_skip, step_after

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]  # the first one only locks out


@public
def first(request: HttpRequest) -> HttpResponse:
    """Make the first admin; away from here as soon as there is a member."""
    if not nobody_yet():
        return redirect("setup" if request.user.is_authenticated else "login")
    form = FirstForm(request.POST or None)
    if request.method != "POST":
        setup_code_log()
    elif form.is_valid():
        user = _made(form)
        if user is not None:
            login(request, user, backend=BACKEND)
            request.session[OPEN] = True
            messages.success(request, _("已创建管理员。下面几步都可以跳过，以后在“设置”里继续。"))
            return redirect("setup_step", STEPS[0])
    return render(request, "setup/first.html", {"form": form}, status=422 if form.errors else 200)


@needs(Role.ADMIN)
def setup(request: HttpRequest) -> HttpResponse:
    """All steps with how far they are."""
    lines = step_lines()
    left = next((line for line in lines if line.step.state == "open"), None)
    if left is None:
        request.session.pop(OPEN, None)
    return render(request, "setup/setup.html", {"lines": lines, "left": left, "now": utc_now()})


@needs(Role.ADMIN)
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: its form, or the way to the page that does it."""
    if name not in STEPS:
        raise Http404
    request.session[OPEN] = True
    lines = step_lines()
    here = next(line for line in lines if line.step.name == name)
    if request.method == "POST":
        return _taken(request, name, here, lines)
    form = GroupForm(group=name) if name in {"organisation", "mail"} else None
    return _shown(request, here, lines, form)


@require_POST
@needs(Role.ADMIN)
def skip(request: HttpRequest, name: str) -> HttpResponse:
    """Not now."""
    if name not in STEPS:
        raise Http404
    setup_step_skip(name=name, by=member(request), now=utc_now())
    return _on(name)


def _taken(request: HttpRequest, name: str, here: StepLine, lines: list[StepLine]) -> HttpResponse:
    if name == "sources":
        return _sources(request)
    if name not in {"organisation", "mail"}:
        return _on(name)
    form = GroupForm(request.POST, group=name)
    if form.is_valid():
        try:
            site_save(values=form.values(), by=member(request), now=utc_now())
        except SiteError as error:
            form.refused(error)
        else:
            if name == "mail":
                _list_me(request)
                return redirect("setup_step", "mail")
            return _on(name)
    return _shown(request, here, lines, form)


def _sources(request: HttpRequest) -> HttpResponse:
    urls = [offer.url for offer in starter_offers()] if "all" in request.POST else request.POST.getlist("feed")
    plan = starter_add(urls=urls, by=member(request), now=utc_now())
    if not plan:
        messages.error(request, _("没有勾选任何来源。"))
        return redirect("setup_step", "sources")
    messages.success(
        request, _("已添加 %(add)s 个来源，几分钟内首次抓取；抓取成功前标为“未核实”。") % opml_counts(plan)
    )
    return redirect("setup_step", "sources")


def _list_me(request: HttpRequest) -> None:
    """The admin as a recipient of alerts, when asked for: nobody is told who is not listed."""
    user = member(request)
    messages.success(request, _("已保存。请发一封测试邮件，确认能收到。"))
    if "list_me" not in request.POST or not user.email:
        return
    if Recipient.objects.filter(user=user, channel=Recipient.Channel.EMAIL).exists():
        return
    try:
        recipient_add(user=user, channel=Recipient.Channel.EMAIL, address=user.email, min_level=1, by=user)
    except ListingError as error:
        messages.error(request, listing_sentence(error.label))


def _shown(request: HttpRequest, here: StepLine, lines: list[StepLine], form: GroupForm | None) -> HttpResponse:
    context: dict[str, Any] = {"here": here, "lines": lines, "form": form, "next": step_after(here.step.name)}
    if here.step.name == "sources":
        context |= {"offers": starter_offers(), "sites": SITES}
    if here.step.name == "mail":
        mine = Recipient.objects.filter(user=member(request), channel=Recipient.Channel.EMAIL)
        server = mail_server()
        context |= {
            "listed": mine.exists(),
            "has_address": bool(member(request).email),
            "password_stored": bool(server.password) and not fixed_by(PASSWORD),
            "password_lost": server.password_lost,
        }
    invalid = form is not None and form.is_bound and not form.is_valid()
    return render(request, "setup/step.html", context, status=422 if invalid else 200)


def _on(name: str) -> HttpResponse:
    following = step_after(name)
    return redirect("setup_step", following) if following else redirect("setup")


def _made(form: FirstForm) -> User | None:
    data = {name: form.cleaned_data[name] for name in ("code", "username", "name", "email", "password")}
    try:
        return admin_create_first(**data)
    except FirstError as error:
        wrong = {
            "code_wrong": ("code", _("设置码不对。它在服务器的日志里，也可以用 manage.py setup_code 查看。")),
            "members_there": (None, _("已经有成员了，请用自己的账号登录。")),
            "username_known": ("username", _("用户名已有人用。")),
        }
        form.add_error(*wrong[error.label])
    except ValidationError as error:
        form.add_error("password", error)
    return None
