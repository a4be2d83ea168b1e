"""Message templates: plain text with placeholders such as {title}. Pure, and nothing in them is ever run.

Only the placeholders listed here; another one, or a stray brace, is refused with the place. `{{` and `}}` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.errors import TingchaoError

TOKEN = re.compile(r"\{\{|\}\}|\{([a-z_]*)\}|[{}]")
ALERT, SOURCE, DIGEST = "alert", "source", "digest"
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    ALERT: frozenset({"mark", "title", "counts", "lead", "level", "areas", "link", "time", "organisation"}),
    SOURCE: frozenset({"mark", "title", "lead", "level", "link", "time", "organisation"}),
    DIGEST: frozenset({"mark", "count", "reason", "link", "time", "organisation"}),
}
MOST_SUBJECT, MOST_BODY = 200, 4000


class TemplateError(TingchaoError):
    """Labels: template_unknown (detail: the placeholder), template_brace (detail: what stands there), template_empty,
    template_long, template_lines (a subject has one line)."""

    label = "template"
    permanent = True


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and body of one kind of message."""

    subject: str
    body: str


def wording_check(name: str, wording: Wording) -> None:
    """Raises TemplateError when this cannot be a template of that name."""
    if not wording.subject.strip() or not wording.body.strip():
        raise TemplateError(label="template_empty")
    if len(wording.subject) > MOST_SUBJECT or len(wording.body) > MOST_BODY:
        raise TemplateError(label="template_long")
    if len(wording.subject.splitlines()) > 1:
        raise TemplateError(label="template_lines")
    for text in (wording.subject, wording.body):
        for token in TOKEN.finditer(text):
            whole, inner = token.group(), token.group(1)
            if whole in {"{{", "}}"}:
                continue
            if not inner:
                raise TemplateError(text[max(0, token.start() - 5) : token.end() + 5], label="template_brace")
            if inner not in PLACEHOLDERS[name]:
                raise TemplateError(whole, label="template_unknown")


def wording_fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; values are taken as they are, braces in them mean nothing."""

    def put(token: re.Match[str]) -> str:
        whole = token.group()
        if whole in {"{{", "}}"}:
            return whole[0]
        return values.get(token.group(1) or "", whole)

    return TOKEN.sub(put, text)
