"""The numbers of an alert rule as a form: built from the rule's kind, shares as per cent, windows as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.alert_rule_words import (
    FLAG,
    HOURS,
    LIKELY_OF,
    NEGATIVE_OF,
    NUMBER,
    ORIGINALS,
    PERCENT,
    SHARES,
    SOURCES_OF,
    STEPS,
    TIMES,
    Field,
    fields_of,
)
from monitor.alerts.rule_edit import MAX_NOTE
from monitor.alerts.rules import NUMBERED

ROWS = 3
COLUMNS = {
    "hours": HOURS,
    "originals": ORIGINALS,
    "sources": SOURCES_OF,
    "negative": NEGATIVE_OF,
    "likely": LIKELY_OF,
}
PARTS = {"likely"}  # columns that are no whole numbers
SPLIT = re.compile(r"[\s,，、;；]+")
MOST = 100_000
MOST_OF = {"hours": 4_320, "baseline_days": 366}
"""A window reaches as far as texts are kept (180 days): a slip of the hand there makes every decision slow."""


class NumbersForm(forms.Form):
    """All numbers of a kind; `params` gives them as `AlertRule.params` keeps them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=gettext_lazy("改动说明（可不填）"), max_length=MAX_NOTE, required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.numbers = kind, fields_of(kind)
        self.has_windows = "windows" in NUMBERED[kind]().stored()
        for name in self._window_names() if self.has_windows else ():
            column = name.partition("_")[2]
            kept = forms.FloatField if column in PARTS else forms.IntegerField
            self.fields[name] = kept(
                label=_(COLUMNS[column]), min_value=0, max_value=MOST_OF.get(column, MOST), required=False
            )
        for number in self.numbers:
            self.fields[number.name] = _field(number)

    @classmethod
    def initial_of(cls, kind: str, params: dict[str, Any]) -> dict[str, Any]:
        """The numbers as a person reads them."""
        values = {number.name: _shown(number, params[number.name]) for number in fields_of(kind)}
        for row, window in enumerate(params.get("windows", ())):
            values |= {f"w{row}_{column}": window.get(column, 0) for column in COLUMNS}
        return values

    def clean(self) -> dict[str, Any]:
        """Windows need their hours, originals and sources."""
        data = super().clean() or {}
        if self.has_windows and not self._windows(data):
            self.add_error(None, _("至少要有一个窗口。"))
        return data

    def params(self) -> dict[str, Any]:
        """As the rule keeps them; what is not in the form keeps its default."""
        data = self.cleaned_data
        values = {number.name: _read(number, data[number.name]) for number in self.numbers}
        return values | ({"windows": self._windows(data)} if self.has_windows else {})

    def window_rows(self) -> list[list[forms.BoundField]]:
        """For the table of windows."""
        return [[self[f"w{row}_{column}"] for column in COLUMNS] for row in range(ROWS)] if self.has_windows else []

    def shown(self, *, more: bool) -> list[tuple[forms.BoundField, Field]]:
        """The other fields, the rarely changed ones apart."""
        return [(self[number.name], number) for number in self.numbers if number.more == more]

    @property
    def main(self) -> list[tuple[forms.BoundField, Field]]:
        """Fields that are always shown."""
        return self.shown(more=False)

    @property
    def rest(self) -> list[tuple[forms.BoundField, Field]]:
        """Fields behind "更多"."""
        return self.shown(more=True)

    @staticmethod
    def _window_names() -> Iterator[str]:
        return (f"w{row}_{column}" for row in range(ROWS) for column in COLUMNS)

    @staticmethod
    def _windows(data: dict[str, Any]) -> list[dict[str, float]]:
        rows = [{column: data.get(f"w{row}_{column}") or 0 for column in COLUMNS} for row in range(ROWS)]
        return [row for row in rows if row["hours"]]


def _field(number: Field) -> forms.Field:
    if number.shape == FLAG:
        return forms.BooleanField(label=number.label, help_text=number.help, required=False)
    if number.shape in {STEPS, SHARES, TIMES}:
        return forms.CharField(label=number.label, help_text=number.help, max_length=80)
    if number.shape == NUMBER:
        return forms.FloatField(label=number.label, help_text=number.help, min_value=0, max_value=MOST)
    most = 100 if number.shape == PERCENT else MOST_OF.get(number.name, MOST)
    return forms.IntegerField(label=number.label, help_text=number.help, min_value=0, max_value=most)


def _shown(number: Field, value: Any) -> Any:
    if number.shape == PERCENT:
        return round(100 * value)
    if number.shape == SHARES:
        return "、".join(f"{100 * one:g}" for one in value)
    if number.shape in {STEPS, TIMES}:
        return "、".join(one if isinstance(one, str) else f"{one:g}" for one in value)
    return value


def _read(number: Field, value: Any) -> Any:
    """As stored. A step that is no number stays as written: reading the rule refuses it with the reason."""
    if number.shape == PERCENT:
        return value / 100
    if number.shape not in {STEPS, SHARES, TIMES}:
        return value
    parts = [part for part in SPLIT.split(value.strip()) if part]
    if number.shape == TIMES:
        return parts
    return [_number(part) / (100 if number.shape == SHARES else 1) for part in parts]


def _number(part: str) -> float:
    """NaN for what is none, which no check lets pass."""
    try:
        value = float(part)
    except ValueError:
        return float("nan")
    return int(value) if value.is_integer() else value
