"""What a form lets choose from, when that is known at the request only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def choices_offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give the field `name` its choices, (value, label) each. TypeError when it has none to give."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)
