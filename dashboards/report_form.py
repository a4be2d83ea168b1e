"""The form of a report template: sections with their places, plans, formats, readers, thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.form_choices import choices_offer
from dashboards.listed_form import ListedForm
from dashboards.report_words import form_label, section_choices
from monitor.models import Plan, PlanState, ReportKind, ReportReader, ReportTemplate
from monitor.reports.layout import SECTIONS
from monitor.reports.periods import DOSSIER, MONTHLY, WEEKLY
from monitor.reports.templates import BOUNDS, FORMS, TemplateValues

BOXES = forms.CheckboxSelectMultiple


class TemplateForm(forms.Form):
    """`place_KEY`: where a section stands, 0 leaves it out. `bound_NAME`: a threshold."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    plans = forms.TypedMultipleChoiceField(
        label=gettext_lazy("专题（不选为全部）"), required=False, widget=BOXES, coerce=int
    )
    attached = forms.MultipleChoiceField(label=gettext_lazy("邮件附带的文件"), required=False, widget=BOXES)
    readers = forms.TypedMultipleChoiceField(label=gettext_lazy("签发后发给"), required=False, widget=BOXES, coerce=int)
    automatic = forms.BooleanField(label=gettext_lazy("到时间自动起草（仅标准模板）"), required=False)

    def __init__(self, *args: Any, kind: str, template: ReportTemplate | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(kind, template))
        super().__init__(*args, **kwargs)
        self.kind = kind
        places = [(str(n), str(n) if n else _("不列")) for n in range(len(SECTIONS[kind]) + 1)]
        for key, name in section_choices(kind):
            self.fields[f"place_{key}"] = forms.ChoiceField(label=name, choices=places)
        for bound, name in bound_labels(kind).items():
            self.fields[f"bound_{bound}"] = forms.FloatField(label=name, min_value=0.1, max_value=100_000)
        plans = Plan.objects.exclude(state=PlanState.ENDED)
        choices_offer(self, "plans", [(plan.pk, plan.name) for plan in plans])
        choices_offer(self, "attached", [(form, form_label(form)) for form in FORMS])
        readers = ReportReader.objects.filter(enabled=True).select_related("user")
        choices_offer(self, "readers", [(one.pk, f"{one.user}（{one.address}）") for one in readers])
        if kind not in {WEEKLY, MONTHLY}:
            del self.fields["plans"]
        if kind == DOSSIER:
            del self.fields["automatic"]

    def values(self) -> TemplateValues:
        """What was entered; sections in the order of their places, as listed where two are the same."""
        data = self.cleaned_data
        placed = [(int(data[f"place_{key}"]), key) for key, _name in section_choices(self.kind)]
        return TemplateValues(
            name=data["name"],
            sections=[key for place, key in sorted(placed, key=lambda pair: pair[0]) if place],
            plans=data.get("plans", []),
            forms=data["attached"],
            readers=ReportReader.objects.filter(pk__in=data["readers"]),
            thresholds={bound: data[f"bound_{bound}"] for bound in bound_labels(self.kind)},
            automatic=data.get("automatic", True),
        )

    def places(self) -> Iterator[BoundField]:
        """Fields of the sections."""
        return (self[name] for name in self.fields if name.startswith("place_"))

    def bounds(self) -> Iterator[BoundField]:
        """Fields of the thresholds."""
        return (self[name] for name in self.fields if name.startswith("bound_"))


class ReaderForm(ListedForm):
    """A member to be listed for report mails."""


def bound_labels(kind: str) -> dict[str, str]:
    """Thresholds that a kind of report knows, with their names."""
    level = {
        "least_items": _("等级：按比例的标准至少要有多少条"),
        "red_4": _("高：红色预警（起）"),
        "orange_4": _("高：橙色预警（起）"),
        "orange_3": _("较高：橙色预警（起）"),
        "yellow_3": _("较高：黄色预警（起）"),
        "points_3": _("较高：负面占比上升（百分点）"),
        "change_3": _("较高：信息量增加（%）"),
        "orange_2": _("关注：橙色预警（起）"),
        "yellow_2": _("关注：黄色预警（起）"),
        "points_2": _("关注：负面占比上升（百分点）"),
        "change_2": _("关注：信息量增加（%）"),
    }
    advice = {
        "advice_points": _("建议：负面占比连升两期，合计（百分点）"),
        "advice_items": _("建议：领域至少有多少条"),
        "advice_change": _("建议：领域信息量增加（%）"),
        "advice_topic": _("建议：话题至少有多少条原创"),
        "advice_negative": _("建议：话题负面占比（%）"),
        "advice_forecast": _("建议：预测高出（%）"),
        "advice_gaps": _("建议：来源中断占时长（%）"),
    }
    return advice if kind == ReportKind.DOSSIER else {**level, **advice}


def _initial(kind: str, template: ReportTemplate | None) -> dict[str, Any]:
    sections = template.sections if template else list(SECTIONS[kind])
    places = {f"place_{key}": sections.index(key) + 1 if key in sections else 0 for key in SECTIONS[kind]}
    kept = template.thresholds if template else {}
    bounds = {f"bound_{name}": kept.get(name, shipped) for name, shipped in BOUNDS.items()}
    return {
        "name": template.name if template else "",
        "plans": template.plans if template else [],
        "attached": template.forms if template else ["docx", "pdf"],
        "readers": list(template.readers.values_list("pk", flat=True)) if template else [],
        "automatic": template.automatic if template else True,
        **places,
        **bounds,
    }
