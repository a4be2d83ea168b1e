"""Who may read the wall's state: a member by session, or a screen by the secret of its link.

The secret travels in the header `X-Wall-Token` only, taken by the page from the part of its address behind `#`, which no
browser sends: it stands in no log, proxy or Referer. Secrets that open nothing are counted by address of the caller.
"""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from monitor.models import WallToken
from monitor.wall.links import digest_of, wall_link_find, wall_link_seen

HEADER = "X-Wall-Token"
WRONG_MOST = 20
WRONG_SECONDS = 15 * 60
GOOD_SECONDS = 24 * 3600


class TooManyError(Exception):
    """Too many secrets that open nothing came from there."""


def screen_of(request: HttpRequest, *, now: datetime) -> WallToken | None:
    """The link whose secret came with the request; None when it opens nothing. Raises TooManyError.

    A screen that was let in during the last day goes on even when its neighbour at the same address guesses.
    """
    secret = request.headers.get(HEADER, "")[:200]
    wrong = f"wall-wrong:{request.META.get('REMOTE_ADDR', '')}"
    good = f"wall-good:{digest_of(secret)}"
    if not cache.get(good) and cache.get(wrong, 0) >= WRONG_MOST:
        raise TooManyError
    found = wall_link_find(secret=secret)
    if found is None:
        cache.add(wrong, 0, WRONG_SECONDS)
        cache.incr(wrong)
        return None
    if not found.opens_at(now):  # revoked or over, which is no guess
        return None
    cache.set(good, True, GOOD_SECONDS)
    wall_link_seen(row=found, now=now)
    return found
