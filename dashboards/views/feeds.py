"""Atom feeds. The token stands in the address, since feed readers know no headers: it opens this one feed and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from dashboards.access import public, sight_of
from dashboards.api.guard import limit, limit_address
from dashboards.api.problem import ProblemError
from dashboards.atom import CONTENT_TYPE, atom
from dashboards.feeds import feed_content, feed_document
from monitor.lib.clock import utc_now
from monitor.tokens.make import token_digest
from monitor.tokens.reads import read_count
from monitor.tokens.use import token_find, token_touch


@require_safe
@public
def feed(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """The feed in its member's language; 404 for whatever token does not open it."""
    now = utc_now()
    try:
        limit_address(request)
        found = token_find(token, feed=name, now=now)
        if found is None:
            raise Http404
        limit("token", str(found.pk), settings.API_TOKEN_PER_MINUTE)
    except ProblemError as error:
        return HttpResponse(status=429, headers=error.headers)
    with translation.override(found.user.language):
        content = feed_content(name, user=found.user, sight=sight_of(found.user), now=now)
        if content is None:
            raise Http404
        document = feed_document(
            content,
            name=name,
            address=f"{settings.BASE_URL}{request.path}",
            language=found.user.language,
            now=now,
        )
    token_touch(found, now=now)
    read_count(token=found, what="feed", rows=len(document.entries), now=now)
    return _answer(request, atom(document), int(document.changed.timestamp()))


def _answer(request: HttpRequest, body: bytes, changed: int) -> HttpResponse:
    """304 when the reader has it."""
    etag = quote_etag(token_digest(body.decode())[:32])
    headers = {"ETag": etag, "Last-Modified": http_date(changed), "Cache-Control": "private, no-cache"}
    response = HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response
