"""The door of every operation: how often, who, whether they may, and whether what they ask for is something that it knows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from dashboards.access import Sight, sight_of, token_may
from dashboards.api.limits import wait_for_turn
from dashboards.api.problem import ProblemError
from monitor.lib.clock import utc_now
from monitor.models import ApiScope, ApiToken, User
from monitor.tokens.reads import read_count
from monitor.tokens.use import token_find, token_touch

MOST_BODY = 65_536
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="tingchao"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the member behind the token, what they see, and when."""

    token: ApiToken
    user: User
    sight: Sight
    now: datetime

    def read(self, what: str, rows: int) -> None:
        """For the audit log (one entry for each token and hour)."""
        read_count(token=self.token, what=what, rows=rows, now=self.now)


class Bearer(HttpBearer):
    """Bearer tokens in the header and nowhere else: an address ends up in logs, histories and Referer."""

    def __init__(self, scope: ApiScope | None) -> None:
        super().__init__()
        self.scope = scope
        self.parameters: frozenset[str] = frozenset()

    def __call__(self, request: HttpRequest) -> Any:
        limit_address(request)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        caller = caller_of(token.strip())
        if self.scope is not None and not token_may(caller.token, self.scope):
            challenge = f'{CHALLENGE["WWW-Authenticate"]}, error="insufficient_scope", scope="{self.scope.value}"'
            detail = _("这个令牌，或令牌所属成员的角色，没有“%(scope)s”的权限。") % {"scope": self.scope.label}
            raise ProblemError("forbidden", detail, headers={"WWW-Authenticate": challenge})
        self._known(request)
        return caller

    def _known(self, request: HttpRequest) -> None:
        unknown = sorted(set(request.GET) - self.parameters)
        if unknown:
            errors = [{"in": "query", "at": name[:60], "code": "unknown"} for name in unknown[:10]]
            raise ProblemError("invalid", _("有不认识的参数。"), errors=errors)
        if request.method in {"POST", "PUT", "PATCH"}:
            if request.content_type != "application/json":
                raise ProblemError("media_type", _("请以 application/json 发送。"))
            if len(request.body) > MOST_BODY:
                raise ProblemError("too_large", _("最多 64 KB。"))


def caller_of(secret: str) -> Caller:
    """The caller of a bearer token. Raises a problem: no such token, or too many requests with it."""
    now = utc_now()
    token = token_find(secret, now=now)
    if token is None:
        detail = _("令牌不存在、已到期或已撤销，或所属成员已停用。")
        raise ProblemError("unauthorized", detail, headers=CHALLENGE | {"Cache-Control": "no-store"})
    limit("token", str(token.pk), settings.API_TOKEN_PER_MINUTE)
    token_touch(token, now=now)
    return Caller(token, token.user, sight_of(token.user), now)


def limit_address(request: HttpRequest) -> None:
    """Raises a problem when this address asked too often, with whatever token."""
    limit("address", request.META.get("REMOTE_ADDR", ""), settings.API_ADDRESS_PER_MINUTE)


def limit(kind: str, subject: str, per_minute: int) -> None:
    """Raises a problem with Retry-After."""
    wait = wait_for_turn(f"{kind}:{subject}", per_minute=per_minute)
    if wait:
        seconds = max(1, math.ceil(wait))
        detail = _("请在 %(n)s 秒后再试；每分钟最多 %(most)s 次。") % {"n": seconds, "most": per_minute}
        raise ProblemError("rate_limited", detail, headers={"Retry-After": str(seconds)})


def caller(request: HttpRequest) -> Caller:
    """Of a guarded operation."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]
