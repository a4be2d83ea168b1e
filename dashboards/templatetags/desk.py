"""Panels of the duty desk."""

from __future__ import annotations

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, name: str) -> SafeString:
    """The panel as the screens that are open show it, else drawn now."""
    shown: SafeString | None = context["shown"].get(name)
    return shown or Engine.get_default().get_template(f"desk/_{name}.html").render(context)
