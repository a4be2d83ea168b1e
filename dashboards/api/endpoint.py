"""How an operation is declared: its scope, its answer, its door. Nothing is mounted without these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from ninja import Router

from dashboards.api.guard import Bearer
from monitor.models import ApiScope

View = TypeVar("View", bound=Callable[..., Any])


def endpoint(
    router: Router,
    method: str,
    path: str,
    *,
    scope: ApiScope,
    name: str,
    summary: str | Promise,
    response: Any,
    status: int = 200,
) -> Callable[[View], View]:
    """Mount a view; `name` is its operation id. The view keeps its own signature (ninja reads it)."""

    def decorate(view: View) -> View:
        door = Bearer(scope)
        router.api_operation(
            [method],
            path,
            auth=door,
            response={status: response},
            operation_id=name,
            summary=summary,  # type: ignore[arg-type] # lazy: told in the reader's language
            description="",
            url_name=f"api_{name}",
        )(view)
        models = view._ninja_operation.models  # type: ignore[attr-defined]
        door.parameters = frozenset(
            parameter
            for model in models
            if model.__ninja_param_source__ == "query"
            for parameter in model.__ninja_flatten_map__
        )
        return view

    return decorate
