"""Forms of response plans, due times, shifts, routes and groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dashboards import labels
from dashboards.form_choices import choices_offer
from monitor.alerts.response import MAX_STEPS, MAX_TEXT, ResponsePlan
from monitor.alerts.roster import duty_members
from monitor.alerts.times import Times
from monitor.lib.clock import SHANGHAI
from monitor.models import (
    AlertKind,
    AlertLevel,
    AlertRoute,
    MemberGroup,
    PlaceScope,
    Plan,
    PlanState,
    RouteDays,
    Shift,
    SourceKind,
    StepKind,
    Unit,
    User,
)

SPARE = 2  # empty lines for further steps
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
REPEATS = (
    ("once", _("只这一天")),
    ("daily", _("每天")),
    ("working", _("每个工作日（含调休上班）")),
    ("rest", _("每个休息日（周末和法定节假日）")),
    ("weekly", _("每周同一天")),
)
WEEKDAYS = tuple(enumerate((_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))))


class StepForm(forms.Form):
    """One line of a plan; empty text takes the line away."""

    order = forms.IntegerField(label=_("顺序"), min_value=1, max_value=99, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=StepKind.choices)
    min_level = forms.TypedChoiceField(label=_("从哪一级起"), choices=AlertLevel.choices, coerce=int)
    text = forms.CharField(
        label=_("做什么"), max_length=MAX_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def step_forms(plan: ResponsePlan, data: Any = None) -> list[StepForm]:
    """A form a line: those of the plan and some empty ones."""
    lines = min(MAX_STEPS, len(plan.steps) + SPARE)
    initial: list[dict[str, Any]] = [
        {"order": n, "kind": step.kind, "text": step.text, "min_level": step.min_level}
        for n, step in enumerate(plan.steps, 1)
    ]
    initial += [{"order": n + 1} for n in range(len(initial), lines)]
    return [StepForm(data, prefix=f"s{n}", initial=values) for n, values in enumerate(initial)]


class TimesForm(forms.Form):
    """Eight numbers."""

    note = forms.CharField(label=_("为什么改（可不填）"), max_length=200, required=False)

    def __init__(self, *args: Any, times: Times, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, (_level, name) in enumerate(AlertLevel.choices):
            columns = {
                "acknowledge": (_("确认（分钟）"), times.acknowledge_minutes[n]),
                "resolve": (_("办结（小时）"), times.resolve_hours[n]),
            }
            for column, (words, initial) in columns.items():
                widget = forms.NumberInput(
                    attrs={"aria-label": f"{name} {words}"}
                )  # in a table: no label stands beside it
                field = forms.IntegerField(label=name, min_value=1, initial=initial, widget=widget)
                self.fields[f"{column}_{n}"] = field

    def numbers(self, name: str) -> list[int]:
        """The four of `acknowledge` or `resolve`."""
        return [self.cleaned_data[f"{name}_{n}"] for n in range(len(AlertLevel.choices))]


class ShiftForm(forms.Form):
    """A shift, once or for many days."""

    member = forms.TypedChoiceField(label=_("值班人"), coerce=int)
    deputy = forms.TypedChoiceField(label=_("副班（可不选）"), coerce=int, required=False, empty_value=None)
    day = forms.DateField(label=_("日期"), widget=DATE)
    start = forms.TimeField(label=_("开始"), widget=TIME, initial=time(8, 30))
    end = forms.TimeField(label=_("结束（不晚于开始时算次日）"), widget=TIME, initial=time(17, 30))
    note = forms.CharField(label=_("备注（可不填）"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(user.pk, str(user)) for user in duty_members()]
        choices_offer(self, "member", people)
        choices_offer(self, "deputy", [("", "—"), *people])

    @classmethod
    def initial_of(cls, shift: Shift) -> dict[str, Any]:
        start, end = shift.start.astimezone(SHANGHAI), shift.end.astimezone(SHANGHAI)
        return {
            "member": shift.member_id,
            "deputy": shift.deputy_id,
            "day": start.date(),
            "start": start.time(),
            "end": end.time(),
            "note": shift.note,
        }


class ShiftsForm(ShiftForm):
    """The same with repetition."""

    repeat = forms.ChoiceField(label=_("重复"), choices=REPEATS)
    until = forms.DateField(label=_("重复到（最多 92 天）"), widget=DATE, required=False)


class CalendarForm(forms.Form):
    """Days off, or make-up working days."""

    first = forms.DateField(label=_("从"), widget=DATE)
    last = forms.DateField(label=_("到（只有一天可不填）"), widget=DATE, required=False)
    working = forms.TypedChoiceField(
        label=_("安排"),
        choices=(("off", _("放假")), ("on", _("调休上班")), ("remove", _("去掉填写的安排"))),
        coerce=lambda value: {"off": False, "on": True}.get(value),
        empty_value=None,
    )
    name = forms.CharField(label=_("节日（可不填）"), max_length=20, required=False)


def _many(label: Any, choices: Iterable[tuple[Any, Any]] = (), coerce: Any = str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=list(choices),
        coerce=coerce,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RouteForm(forms.Form):
    """A route; conditions left empty hold for everything."""

    CONDITIONS = ("min_level", "kinds", "areas", "places", "units", "plans", "source_kinds")
    TIMES = ("days", "weekdays", "start", "end")
    TARGETS = ("duty", "deputy", "groups", "people")

    name = forms.CharField(label=_("名称"), max_length=60)
    min_level = forms.TypedChoiceField(label=_("从哪一级起"), choices=AlertLevel.choices, coerce=int)
    kinds = _many(_("预警种类"), [(kind.value, kind.label) for kind in AlertKind])
    areas = _many(_("领域"))
    places = _many(_("地点"), PlaceScope.choices)
    units = _many(_("单位"), coerce=int)
    plans = _many(_("专题"), coerce=int)
    source_kinds = _many(_("来源类别"), SourceKind.choices)
    days = forms.ChoiceField(label=_("日子"), choices=RouteDays.choices)
    weekdays = _many(_("星期（不选为每天）"), WEEKDAYS, int)
    start = forms.TimeField(label=_("从几点"), widget=TIME, required=False)
    end = forms.TimeField(label=_("到几点（可跨过零点，日子和星期按开始那天）"), widget=TIME, required=False)
    duty = forms.BooleanField(label=_("当时的值班人"), required=False)
    deputy = forms.BooleanField(label=_("当时的副班"), required=False)
    groups = _many(_("小组"), coerce=int)
    people = _many(_("成员"), coerce=int)
    enabled = forms.BooleanField(label=_("启用"), required=False, initial=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "areas", [(code, labels.area(code)) for code in labels.AREAS])
        choices_offer(self, "units", list(Unit.objects.values_list("pk", "name")))
        choices_offer(self, "plans", _plans(self.initial.get("plans", ())))
        choices_offer(self, "groups", list(MemberGroup.objects.values_list("pk", "name")))
        choices_offer(self, "people", [(user.pk, str(user)) for user in duty_members()])

    def spec(self) -> dict[str, Any]:
        """As a route keeps it."""
        names = (*self.CONDITIONS, *self.TIMES, *self.TARGETS)
        found = {name: self.cleaned_data[name] for name in names}
        return found | {name: f"{found[name]:%H:%M}" if found[name] else "" for name in ("start", "end")}

    @classmethod
    def initial_of(cls, route: AlertRoute) -> dict[str, Any]:
        return {**route.spec, "name": route.name, "enabled": route.enabled, "seen": route.version}


class GroupForm(forms.Form):
    """A group of members."""

    name = forms.CharField(label=_("小组名称"), max_length=40)
    members = _many(_("成员"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in duty_members()])
        choices_offer(self, "members", [(user.pk, str(user)) for user in people])


class TryForm(forms.Form):
    """A hypothetical matter, or one that there is, at some time."""

    alert = forms.IntegerField(label=_("预警编号（可不填）"), required=False, min_value=1)
    level = forms.TypedChoiceField(label=_("级别"), choices=AlertLevel.choices, coerce=int, required=False)
    kind = forms.ChoiceField(label=_("种类"), choices=[(k.value, k.label) for k in AlertKind], required=False)
    area = forms.ChoiceField(label=_("领域"), required=False)
    place = forms.ChoiceField(label=_("地点"), choices=[("", "—"), *PlaceScope.choices], required=False)
    unit = forms.TypedChoiceField(label=_("单位"), coerce=int, required=False, empty_value=None)
    plan = forms.TypedChoiceField(label=_("专题"), coerce=int, required=False, empty_value=None)
    source_kind = forms.ChoiceField(label=_("来源类别"), choices=[("", "—"), *SourceKind.choices], required=False)
    at = forms.CharField(label=_("时间"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [("", "—"), *((code, labels.area(code)) for code in labels.AREAS)]
        choices_offer(self, "area", areas)
        choices_offer(self, "unit", [("", "—"), *Unit.objects.values_list("pk", "name")])
        choices_offer(self, "plan", [("", "—"), *_plans()])


def _plans(named: Collection[int] = ()) -> list[tuple[int, str]]:
    """Standing plans that go on or may go on, and those `named` already."""
    rows = Plan.objects.filter(~Q(state=PlanState.ENDED) | Q(pk__in=named)).order_by("name", "pk")
    return list(rows.values_list("pk", "name"))
