"""Boxes of forms that are written without a template are what Django's templates make."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from dashboards.form_renderer import WRITTEN, FormRenderer
from monitor.models import AlertLevel
from tests.each import each

ODD = """<b>"工资" & 'a'</b>"""
FLAT = [("", "---"), (1, "一"), ("2", ODD), (3, mark_safe("<i>三</i>")), (4, 1234567), (None, "none")]
GROUPED = [("外", "外头"), (ODD, [(ODD, gettext_lazy("名称")), ("b", "乙")]), ("组", [(7, 7.5)])]
VALUES = {
    "line": (None, "", ODD, 0, 1234567),
    "hidden": (None, 12345),
    "lines": (None, "", ODD, "\n a\n"),
    "word": ("secret", None),
    "number": (None, 0, 12345.5, Decimal("1.50")),
    "mail": ("a@b.example", None),
    "site": ("https://b.example/?a=1&b=2", None),
    "day": (date(2026, 11, 6), None, "bad"),
    "moment": (datetime(2026, 11, 6, 1, 2, 3, tzinfo=UTC), None),
    "box": (True, False, None, "x"),
    "one": (1, "2", None, "4", 99),
    "grouped": (ODD, "b", 7, None),
    "radio": (1, "2", None),
    "several": ([1, "2"], [], None),
    "several_grouped": ([ODD, 7], None),
    "picked": ([1, "4"], None),
    "level": (2, None),
    "upload": (None, "name"),
    "clock": (None, "10:00"),
    "maybe": (True, None),
}


class Every(forms.Form):
    """Every kind of widget, plain ones and those with odd attributes."""

    line = forms.CharField(
        widget=forms.TextInput(attrs={"title": ODD, "autofocus": True, "hidden": False, "size": 12345, "x": None})
    )
    hidden = forms.IntegerField(widget=forms.HiddenInput)
    lines = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "class": ODD}))
    word = forms.CharField(widget=forms.PasswordInput)
    number = forms.DecimalField(max_value=10**6, min_value=0)
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    moment = forms.DateTimeField()
    box = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=FLAT)
    grouped = forms.ChoiceField(choices=GROUPED, widget=forms.Select(attrs={"class": "a", "data-x": ODD}))
    radio = forms.ChoiceField(choices=FLAT, widget=forms.RadioSelect(attrs={"class": "r"}))
    several = forms.MultipleChoiceField(choices=FLAT, widget=forms.CheckboxSelectMultiple)
    several_grouped = forms.MultipleChoiceField(choices=GROUPED, widget=forms.CheckboxSelectMultiple, required=False)
    picked = forms.MultipleChoiceField(choices=FLAT, widget=forms.SelectMultiple(attrs={"size": 9}))
    level = forms.TypedChoiceField(choices=AlertLevel.choices, coerce=int)
    upload = forms.FileField(widget=forms.FileInput)
    clock = forms.TimeField()
    maybe = forms.NullBooleanField()


def drawn(renderer: Any, name: str, **form: Any) -> list[str]:
    """The field as a whole, and its boxes one by one."""
    field = Every(renderer=renderer, **form)[name]
    return [str(field), *(box.tag() for box in field), *(str(box) for box in field)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("auto_id", ["id_%s", False])
@each(name=VALUES)
def test_each_widget_is_written_as_djangos_template_writes_it(name: str, language: str, auto_id: str) -> None:
    with translation.override(language):
        for value in VALUES[name]:
            for given in ({"initial": {name: value}}, {"data": {name: value}}):
                given |= {"auto_id": auto_id}
                assert drawn(FormRenderer(), name, **given) == drawn(DjangoTemplates(), name, **given)


def test_no_template_is_asked_for_what_is_written_and_all_of_that_was_compared() -> None:
    asked: set[str] = set()
    with patch.object(DjangoTemplates, "get_template", side_effect=AssertionError):
        for name in VALUES:
            drawn(FormRenderer(), name)
    field = FormRenderer.render

    def noting(self: FormRenderer, template_name: str, *args: Any) -> str:
        asked.add(template_name)
        return field(self, template_name, *args)

    with patch.object(FormRenderer, "render", noting):
        for name in VALUES:
            drawn(FormRenderer(), name)
    assert asked == set(WRITTEN)


def test_forms_are_given_this_renderer() -> None:
    assert type(get_default_renderer()) is FormRenderer
