"""Writes the boxes of forms without a template: Django's own are rendered anew for each of 120 sources to choose from.

What comes out is what Django's templates make, to the byte (tested). A widget that is not written here is left to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import conditional_escape

Widget = dict[str, Any]
FOLDER = "django/forms/widgets"
PLAIN = Context()


class FormRenderer(DjangoTemplates):
    """Django's, but for the widgets of WRITTEN."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The widget (or form) in `context` as HTML."""
        write = WRITTEN.get(template_name)
        return super().render(template_name, context, request) if write is None else write(context["widget"]).strip()


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    held = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"{held}{_attributes(widget)}>\n'


def _input_option(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return f"{_input(widget)}\n\n"
    pointed = widget["attrs"].get("id")
    begins = f'<label for="{_shown(pointed)}">' if pointed else "<label>"
    return f"{begins}{_input(widget)} {_shown(widget['label'])}</label>\n\n"


def _grouped(widget: Widget, option: Callable[[Widget], str], begins: str, ends: str) -> str:
    """The options, each as `option` writes it; those of a group that has a name (%s) between `begins` and `ends`."""
    parts = []
    for group, options, _index in widget["optgroups"]:
        inner = "".join(map(option, options))
        parts.append(f"\n  {begins % _shown(group)}{inner}\n  {ends}" if group else inner)
    return "".join(parts)


def _many_inputs(widget: Widget) -> str:
    pointed, style = widget["attrs"].get("id"), widget["attrs"].get("class")
    begins = (f' id="{_shown(pointed)}"' if pointed else "") + (f' class="{_shown(style)}"' if style else "")
    return f"<div{begins}>{_grouped(widget, _divided, '<div><label>%s</label>', '</div>')}\n</div>"


def _divided(widget: Widget) -> str:
    return f"<div>\n    {_input_option(widget)}</div>"


def _select(widget: Widget) -> str:
    inner = _grouped(widget, _in_select, '<optgroup label="%s">', "</optgroup>")
    return f'<select name="{_shown(widget["name"])}"{_attributes(widget)}>{inner}\n</select>\n'


def _in_select(widget: Widget) -> str:
    return f"\n  {_select_option(widget)}"


def _select_option(widget: Widget) -> str:
    return f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{_shown(widget["label"])}</option>\n'


def _textarea(widget: Widget) -> str:
    value = widget["value"]
    return f'<textarea name="{_shown(widget["name"])}"{_attributes(widget)}>\n{_shown(value) if value else ""}</textarea>\n'


def _text(value: object) -> str:
    """As `|stringformat:"s"` gives it."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _shown(value: Any) -> str:
    """As `{{ }}` gives it."""
    return conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, PLAIN)


WRITTEN: dict[str, Callable[[Widget], str]] = {
    f"{FOLDER}/select.html": _select,
    f"{FOLDER}/textarea.html": _textarea,
    f"{FOLDER}/radio.html": _many_inputs,
    f"{FOLDER}/checkbox_select.html": _many_inputs,
    f"{FOLDER}/select_option.html": _select_option,
    **{f"{FOLDER}/{name}_option.html": _input_option for name in ("checkbox", "radio")},
    **{
        f"{FOLDER}/{name}.html": _input
        for name in (
            "text",
            "number",
            "email",
            "url",
            "password",
            "hidden",
            "checkbox",
            "date",
            "datetime",
            "time",
            "file",
        )
    },
}
"""By the name of Django's template."""
