"""The OpenAPI document as the reference page lists it: groups of operations with flat tables. Pure but for translated names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

Json = dict[str, Any]
TAGS = {
    "sources": gettext_noop("来源"),
    "items": gettext_noop("条目"),
    "topics": gettext_noop("话题"),
    "alerts": gettext_noop("预警"),
    "counts": gettext_noop("声量计数"),
    "reports": gettext_noop("报告"),
    "clues": gettext_noop("线索"),
    "corrections": gettext_noop("标签纠正"),
}
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or member: `name` with dots for what lies deeper."""

    name: str
    kind: str
    note: str
    required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    role: str
    parameters: list[Row]
    body: list[Row]
    answer: list[Row]
    statuses: list[tuple[str, str]]


@dataclass
class Group:
    """Operations on one resource."""

    tag: str
    name: str
    operations: list[Described] = field(default_factory=list)


def groups(document: Json) -> list[Group]:
    """In the order of the document."""
    found: dict[str, Group] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            group = found.setdefault(tag, Group(tag, _(TAGS[tag])))
            group.operations.append(_described(document, path, method, operation))
    return list(found.values())


def _described(document: Json, path: str, method: str, operation: Json) -> Described:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return Described(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        scope=operation["x-scope"],
        role=operation["x-role"],
        parameters=[
            Row(one["name"], _kind(one["schema"]), one.get("description", ""), one["required"])
            for one in operation["parameters"]
        ],
        body=list(_members(document, body)),
        answer=list(_members(document, answer)),
        statuses=[(status, _status(document, one)) for status, one in sorted(operation["responses"].items())],
    )


def _status(document: Json, one: Json) -> str:
    return str(_resolved(document, one)["description"])


def _members(document: Json, schema: Json, prefix: str = "", depth: int = 0) -> Iterator[Row]:
    schema = _resolved(document, schema)
    for option in schema.get("anyOf", ()):
        yield from _members(document, option, prefix, depth)
    for name, member in schema.get("properties", {}).items():
        inner = _inner(document, member)
        full = f"{prefix}{name}"
        yield Row(full, _kind(member, document), member.get("description", ""), name in schema.get("required", ()))
        if (
            inner.get("properties")
            and depth < DEEPEST
            and set(inner["properties"]) not in ({"code", "name"}, {"id", "name"})
        ):
            yield from _members(document, inner, f"{full}.", depth + 1)


def _inner(document: Json, member: Json) -> Json:
    """The object behind a member, in a list or not, null or not."""
    options = [one for one in member.get("anyOf", [member]) if one.get("type") != "null"]
    found = _resolved(document, options[0])
    return _resolved(document, found["items"]) if found.get("type") == "array" else found


def _resolved(document: Json, schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _kind(schema: Json, document: Json | None = None) -> str:
    """`integer 1–200`, `wages | safety`, `{code, name}`, `[integer]`, `date-time?` (may be null)."""
    if "anyOf" in schema:
        options = [_kind(one, document) for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(options) + ("?" if len(options) < len(schema["anyOf"]) else "")
    if "$ref" in schema and document:
        return "{" + ", ".join(_resolved(document, schema)["properties"]) + "}"
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'], document)}]"
    if "enum" in schema or "const" in schema:
        return " | ".join(str(one) or '""' for one in schema.get("enum", [schema.get("const")]))
    kind = str(schema.get("format", schema.get("type", "")))
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is not None and high < 10**6:
        kind += f" {low}–{high}"
    if schema.get("default", "") != "":
        kind += f" = {str(schema['default']).lower()}"
    return kind
