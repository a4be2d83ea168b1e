"""The OpenAPI document: what ninja makes of the operations, plus what it does not know (problems, scopes, headers), in the
reader's language.
"""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards.api.app import VERSION, api
from dashboards.api.problem import PROBLEM_JSON, PROBLEMS

Json = dict[str, Any]
told = _  # what was marked for translation where it stands
ALWAYS = ("unauthorized", "forbidden", "invalid", "rate_limited", "internal", "unavailable")
WITH_BODY = ("bad_request", "too_large", "media_type", "conflict")
RETRY = {"Retry-After": {"description": "s", "schema": {"type": "integer", "minimum": 1}}}


def document() -> Json:
    """The document in the language in force."""
    return copy.deepcopy(_document(get_language() or settings.LANGUAGE_CODE, settings.BASE_URL))


@lru_cache(maxsize=8)
def _document(language: str, base_url: str) -> Json:
    raw: Json = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=DjangoJSONEncoder))
    scopes = {operation.operation_id: operation.auth_callbacks[0].scope for operation in operations()}
    for path, methods in raw["paths"].items():
        for method, operation in methods.items():
            _operation(operation, method, path, scopes[operation["operationId"]])
    for schema in raw["components"]["schemas"].values():
        schema.pop("description", None)  # a docstring for those who read the code
    _translate(raw["components"]["schemas"])
    raw["components"]["schemas"]["Problem"] = _problem_schema()
    raw["components"]["responses"] = {code: _problem_response(code) for code in PROBLEMS}
    raw["components"]["securitySchemes"]["Bearer"]["description"] = _("在“API 令牌”页生成；只放在 Authorization 头中。")
    raw["info"] = {
        "title": raw["info"]["title"],
        "version": VERSION,
        "description": _("只读取话题与公开内容，不涉及个人。"),
    }
    raw["servers"] = [{"url": base_url}]
    return raw


def operations() -> list[Any]:
    """Every operation that is mounted."""
    routers = api._get_bound_routers()
    return [one for router in routers for view in router.path_operations.values() for one in view.operations]


def _operation(operation: Json, method: str, path: str, scope: Any) -> None:
    operation["security"] = [{"Bearer": [scope.value]}]
    operation["x-scope"], operation["x-role"] = scope.value, scope.role.value
    for parameter in operation["parameters"]:
        said = parameter.get("description") or _said(parameter["schema"])
        parameter["schema"] = _plain(parameter["schema"])
        if said:
            parameter["description"] = told(said)
    _translate(operation.get("requestBody", {}))
    answers = operation["responses"]
    codes = [*ALWAYS, *(["not_found"] if "{" in path else []), *(WITH_BODY if method == "post" else [])]
    codes += ["conflict"] if method == "delete" else []
    for code in codes:
        answers[str(PROBLEMS[code][0])] = {"$ref": f"#/components/responses/{code}"}
    if method == "get":
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        if any(parameter["name"] == "after" for parameter in operation["parameters"]):
            answers["200"]["headers"]["Link"] = {"schema": {"type": "string"}}
        answers["304"] = {"description": "Not Modified"}


def _plain(schema: Json) -> Json:
    """A parameter is there or it is not; it is never null. Its description stands beside the schema."""
    kept = {name: value for name, value in schema.items() if name not in {"title", "description", "anyOf"}}
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    found = kept | {name: value for name, value in (options[0] if options else {}).items() if name != "description"}
    if found.get("default", 0) is None:
        del found["default"]
    return found


def _said(schema: Json) -> str:
    """The description of the kind of value, where the parameter has none of its own."""
    return next((one["description"] for one in schema.get("anyOf", ()) if "description" in one), "")


def _translate(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("description"), str):
            part["description"] = told(part["description"])
        if isinstance(part.get("title"), str):
            del part["title"]  # pydantic's, made of the name
        for value in part.values():
            _translate(value)
    elif isinstance(part, list):
        for value in part:
            _translate(value)


def _problem_schema() -> Json:
    text: Json = {"type": "string"}
    fault = dict.fromkeys(("in", "at", "code"), text)
    return {
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status", "code", "instance"],
        "properties": {
            "type": {**text, "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "code": {**text, "enum": list(PROBLEMS)},
            "detail": text,
            "instance": {**text, "format": "uri", "description": _("报障时请提供这个编号")},
            "errors": {"type": "array", "items": {"type": "object", "required": list(fault), "properties": fault}},
        },
    }


def _problem_response(code: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    found: Json = {"description": told(PROBLEMS[code][1]), "content": {PROBLEM_JSON: {"schema": schema}}}
    return found | ({"headers": RETRY} if code == "rate_limited" else {})
