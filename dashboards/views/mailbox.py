"""The exercise's mailbox: what the alert mails look like, without a mail account. Only in an exercise."""

from __future__ import annotations

import nh3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import member, needs, sight_of
from monitor.drill.mailbox import Mail, mail_read, mails_list
from monitor.models import Role

SHOWN = 100
TAGS = {
    "a",
    "b",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "p",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
    "ol",
    "li",
}
LAYOUT = {"style", "align", "width", "colspan", "cellpadding", "cellspacing", "role"}


@needs(Role.VIEWER)
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest caught mails."""
    _only_in_exercises()
    mails = [mail for mail in mails_list(SHOWN) if _seen(request, mail)]
    return render(request, "drill/mailbox.html", {"mails": mails, "shown": SHOWN})


@needs(Role.VIEWER)
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One mail: the text part, and the HTML part in a frame that runs no script and loads nothing."""
    _only_in_exercises()
    found = mail_read(mail_id)
    if found is None or not _seen(request, found):
        raise Http404
    return render(request, "drill/mail.html", {"mail": found, "html": safe_html(found.html)})


def safe_html(html: str) -> str:
    """The HTML without scripts, styles of its own, forms, pictures; links open a page of their own."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes={"*": LAYOUT, "a": {"href", "style"}},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https"},
    )


def _seen(request: HttpRequest, mail: Mail) -> bool:
    """Mails hold headlines of all units: a reader limited to some sees the own mail only."""
    own = member(request).email.lower()
    return sight_of(member(request)).units is None or bool(own and own in mail.to.lower())


def _only_in_exercises() -> None:
    if not settings.DRILL:
        raise Http404
