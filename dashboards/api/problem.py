"""Errors as RFC 9457 says: application/problem+json, in the reader's language, without traces and without anything that was sent.

`code` is stable and for programs, `detail` is for people, `instance` is the id to quote; the log has it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

PROBLEM_JSON = "application/problem+json"
PROBLEMS: dict[str, tuple[int, str]] = {
    "bad_request": (400, gettext_noop("请求无法理解")),
    "unauthorized": (401, gettext_noop("需要有效的令牌")),
    "forbidden": (403, gettext_noop("没有权限")),
    "not_found": (404, gettext_noop("没有这个对象")),
    "method": (405, gettext_noop("不支持这个方法")),
    "conflict": (409, gettext_noop("与现在的状态不符")),
    "too_large": (413, gettext_noop("内容太大")),
    "media_type": (415, gettext_noop("只接受 JSON")),
    "invalid": (422, gettext_noop("参数或内容不合要求")),
    "rate_limited": (429, gettext_noop("请求太频繁")),
    "internal": (500, gettext_noop("服务器出错")),
    "unavailable": (503, gettext_noop("暂时不可用")),
}
BY_STATUS = {status: code for code, (status, _title) in PROBLEMS.items()}
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "Content-Language", "Vary")


class ProblemError(Exception):
    """Raised by an operation: becomes the answer. `errors` say which parameter or member is meant, never its value."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors, self.headers = code, detail, errors, headers


def problem(
    code: str,
    detail: str = "",
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer."""
    status, title = PROBLEMS[code]
    body: dict[str, Any] = {
        "type": f"{settings.BASE_URL}/api/#problem-{code}",
        "title": _(title),
        "status": status,
        "code": code,
        "instance": f"urn:uuid:{_request_id()}",
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    answer = JsonResponse(body, status=status, content_type=PROBLEM_JSON, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        answer[name] = value
    return answer


def problem_instead(response: HttpResponse) -> HttpResponse:
    """A page that says that something went wrong, as a problem with its status and the headers that matter."""
    code = BY_STATUS.get(response.status_code, "internal" if response.status_code >= 500 else "bad_request")
    headers = {name: response[name] for name in KEPT if name in response}
    answer = problem(code, headers=headers)
    answer._resource_closers.extend(response._resource_closers)  # type: ignore[attr-defined]
    return answer


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id") or uuid4())
