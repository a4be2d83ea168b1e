"""The numbers of an alert rule as a form: built from the rule's kind, shares as per cent, windows as rows.

What the form lets pass, the rule reads: each number that it would refuse is refused here, beside its field, in the reader's language.
Digits and signs of full width are read as the plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from math import isfinite
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
from monitor.alerts.heartbeat_times import CLOCK
from monitor.alerts.rule_edit import MAX_NOTE
from monitor.alerts.rules import NUMBERED
from monitor.errors import SettingError

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
MOST_OF = {"hours": 4_320, "baseline_days": 366, "level": 4}
"""A window reaches as far as texts are kept (180 days): a slip of the hand there makes every decision slow."""
ASKED_OF_A_WINDOW = ("originals", "sources")
LEVELS = 3  # steps of level_points: yellow, orange, red


class NumbersForm(forms.Form):
    """All numbers of a kind; `params` gives them as `AlertRule.params` keeps them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=gettext_lazy("改动说明（可不填）"), max_length=MAX_NOTE, required=False)

    def __init__(self, kind: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(None if data is None else _plain(data), **kwargs)
        self.kind, self.numbers = kind, fields_of(kind)
        self.has_windows = "windows" in NUMBERED[kind]().stored()
        for name in self._window_names() if self.has_windows else ():
            column = name.partition("_")[2]
            kept = forms.FloatField if column in PARTS else forms.IntegerField
            self.fields[name] = kept(
                label=_(COLUMNS[column]), min_value=0, max_value=MOST_OF.get(column, MOST), required=False
            )
        for number in self.numbers:
            self.fields[number.name] = _field(kind, number)

    @classmethod
    def initial_of(cls, kind: str, params: dict[str, Any]) -> dict[str, Any]:
        """The numbers as a person reads them."""
        values = {number.name: _shown(number, params[number.name]) for number in fields_of(kind)}
        for row, window in enumerate(params.get("windows", ())):
            values |= {f"w{row}_{column}": window.get(column, 0) for column in COLUMNS}
        return values

    def clean(self) -> dict[str, Any]:
        """What no field can see by itself: windows as a whole, steps in their order, two numbers beside each other."""
        data = super().clean() or {}
        if "seen" in self.errors:  # nobody typed it
            del self.errors["seen"]
            data["seen"] = 0
        if self.has_windows:
            self._check_windows(data)
        for number in self.numbers:
            if number.shape in {STEPS, SHARES, TIMES} and number.name in data:
                self._check_steps(number, _read(number, data[number.name]))
        calm, ratio = data.get("calm_ratio"), data.get("ratio")
        if calm is not None and ratio is not None and calm >= ratio:
            limit = {"label": self.fields["ratio"].label, "n": f"{ratio:g}"}
            self.add_error("calm_ratio", _("要小于“%(label)s”（%(n)s）。") % limit)
        return data

    def _check_windows(self, data: dict[str, Any]) -> None:
        rows = [f"w{row}_" for row in range(ROWS) if data.get(f"w{row}_hours")]
        if not rows and not any(name in self.errors for name in self._window_names()):
            self.add_error(None, _("至少要有一个窗口。"))
        for name in (row + column for row in rows for column in ASKED_OF_A_WINDOW):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("填写 1 或更大的数。不用这个窗口，就把它的小时数清空。"))

    def _check_steps(self, number: Field, steps: list[Any]) -> None:
        if number.shape == TIMES:
            if not steps or not all(CLOCK.fullmatch(step) for step in steps):
                self.add_error(number.name, _("写成 08:30 这样的时刻；有多个时用顿号隔开。"))
            return
        if any(not isfinite(step) or step < 0 for step in steps) or steps != sorted(steps):
            self.add_error(number.name, _("写成从小到大的几个数，用顿号隔开，都不小于 0。"))
        elif number.shape == SHARES and any(step > 1 for step in steps):
            self.add_error(number.name, _("百分比不能大于 100。"))
        elif number.name == "level_points" and len(steps) != LEVELS:
            self.add_error(number.name, _("要写三个数：几分起为黄、橙、红。"))

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
    def rest_wrong(self) -> bool:
        """Whether something behind "更多" has to be corrected."""
        return any(number.more and number.name in self.errors for number in self.numbers)

    @property
    def faults(self) -> list[str]:
        """What has to be corrected, with the names of the fields."""
        labels = {name: field.label for name, field in self.fields.items()}
        return [
            _("%(label)s：%(fault)s") % {"label": labels[name], "fault": fault} if name in labels else str(fault)
            for name, found in self.errors.items()
            for fault in found
        ]

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


class AboveZero(forms.FloatField):
    """A number that is not 0 either."""

    def validate(self, value: Any) -> None:
        """Raises ValidationError."""
        super().validate(value)
        if value == 0:
            raise forms.ValidationError(_("填写大于 0 的数。"))


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as if it had been typed in half width."""
    return {name: value if name == "note" else unicodedata.normalize("NFKC", value) for name, value in data.items()}


@cache
def _may_be_zero(kind: str, name: str) -> bool:
    numbers = NUMBERED[kind]
    try:
        numbers.read({**numbers().stored(), name: 0})
    except SettingError:
        return False
    return True


def _field(kind: str, number: Field) -> forms.Field:
    if number.shape == FLAG:
        return forms.BooleanField(label=number.label, help_text=number.help, required=False)
    if number.shape in {STEPS, SHARES, TIMES}:
        return forms.CharField(label=number.label, help_text=number.help, max_length=80)
    if number.name == "mild_factor":  # times the sources
        return forms.FloatField(label=number.label, help_text=number.help, min_value=1, max_value=MOST)
    if number.shape == NUMBER:
        kept = forms.FloatField if _may_be_zero(kind, number.name) else AboveZero
        return kept(label=number.label, help_text=number.help, min_value=0, max_value=MOST)
    most = 100 if number.shape == PERCENT else MOST_OF.get(number.name, MOST)
    least = 0 if _may_be_zero(kind, number.name) else 1
    return forms.IntegerField(label=number.label, help_text=number.help, min_value=least, max_value=most)


def _shown(number: Field, value: Any) -> Any:
    if number.shape == PERCENT:
        return round(100 * value)
    if number.shape == SHARES:
        return "、".join(f"{100 * one:g}" for one in value)
    if number.shape in {STEPS, TIMES}:
        return "、".join(one if isinstance(one, str) else f"{one:g}" for one in value)
    return value


def _read(number: Field, value: Any) -> Any:
    """As stored. A step that is no number becomes NaN, which is refused."""
    if number.shape == PERCENT:
        return value / 100
    if number.shape not in {STEPS, SHARES, TIMES}:
        return value
    parts = [part for part in SPLIT.split(value.strip()) if part]
    if number.shape == TIMES:
        return [part.zfill(5) for part in parts]
    return [_number(part) / (100 if number.shape == SHARES else 1) for part in parts]


def _number(part: str) -> float:
    """NaN for what is none, which no check lets pass."""
    try:
        value = float(part)
    except ValueError:
        return float("nan")
    return int(value) if value.is_integer() else value
