"""A member's tokens: made, shown once, revoked. Admins see and revoke everybody's, and never see a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.feeds import feed_address, feed_choices
from dashboards.token_form import FeedForm, TokenForm, token_sentence
from monitor.lib.clock import utc_now
from monitor.models import ApiScope, ApiToken, Role
from monitor.tokens.make import TokenError, token_make, token_revoke


@needs(Role.VIEWER)
def tokens(request: HttpRequest) -> HttpResponse:
    """Own tokens and the two forms; for admins those of others too."""
    user = member(request)
    asked = request.POST.get("make", "")
    bearer = TokenForm(request.POST if asked == "token" else None, user=user, prefix="token")
    feed = FeedForm(request.POST if asked == "feed" else None, user=user, prefix="feed")
    form: forms.Form | None = {"token": bearer, "feed": feed}.get(asked)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made, secret = _made(request, form.cleaned_data)
        except TokenError as error:
            form.add_error(None, token_sentence(error))
        else:
            return _page(
                request, TokenForm(user=user, prefix="token"), FeedForm(user=user, prefix="feed"), made, secret
            )
    return _page(request, bearer, feed)


@require_POST
@needs(Role.VIEWER)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Own ones; an admin anybody's."""
    user = member(request)
    rows = ApiToken.objects.select_related("user")
    found = get_object_or_404(rows if may(user, Role.ADMIN) else rows.filter(user=user), pk=pk)
    if token_revoke(token=found, by=user, now=utc_now()):
        messages.success(request, _("已撤销“%(name)s”，立即失效。") % {"name": found.name})
    return redirect("tokens")


def _made(request: HttpRequest, data: dict[str, Any]) -> tuple[ApiToken, str]:
    now = utc_now()
    return token_make(
        user=member(request),
        name=data["name"],
        scopes=data.get("scopes", ()),
        feed=data.get("feed", ""),
        expires_at=now + timedelta(days=data["days"]),
        now=now,
    )


def _page(
    request: HttpRequest, bearer: TokenForm, feed: FeedForm, made: ApiToken | None = None, secret: str = ""
) -> HttpResponse:
    user, now = member(request), utc_now()
    rows = ApiToken.objects.select_related("user", "revoked_by")
    rows = rows.filter(expires_at__gt=now - timedelta(days=30))
    context = {
        "mine": [_line(row, now) for row in rows.filter(user=user)],
        "others": [_line(row, now) for row in rows.exclude(user=user)] if may(user, Role.ADMIN) else None,
        "form": bearer,
        "feed_form": feed,
        "made": made,
        "secret": feed_address(made.feed, secret) if made and made.feed else secret,
        "now": now,
    }
    failed = bearer.errors or feed.errors
    response = render(request, "tokens/tokens.html", context, status=422 if failed else 200)
    response["Cache-Control"] = "no-store"
    return response


def _line(token: ApiToken, now: Any) -> dict[str, Any]:
    """A row with what it opens, in words, and whether it still does."""
    may_now = [ApiScope(scope) for scope in token.scopes if may(token.user, ApiScope(scope).role)]
    feed = dict(feed_choices(token.user)).get(token.feed, token.feed)
    return {
        "token": token,
        "opens": [str(scope.label) for scope in may_now] if token.scopes else [_("订阅：%(feed)s") % {"feed": feed}],
        "lost": len(token.scopes) - len(may_now),
        "good": token.good(now) and token.user.is_active,
        "soon": token.expires_soon(now),
    }
