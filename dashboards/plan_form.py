"""The form of a standing plan, and what its test carries from one request to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards import labels
from dashboards.form_choices import choices_offer
from dashboards.rule_form import OPEN_FOR
from dashboards.rule_words import Fault
from monitor.models import AlertLevel, PlaceScope, Recipient, Source, Unit, User
from monitor.plans.check import LISTS, MAX_NAME, MAX_PURPOSE, PlanText
from monitor.rules.check import MAX_NOTE
from monitor.rules.scan import Compared, Narrow
from monitor.text.query import MAX_LENGTH

SALT = "plan-test"
DAY_BOX = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.Form):
    """One plan; `seen` is the version that the person looked at. Members, sources and units are chosen from those that there are.

    `fault`: what is wrong with the query, once it was tried.
    """

    fault: Fault | None = None

    name = forms.CharField(label=gettext_lazy("名称"), max_length=MAX_NAME)
    purpose = forms.CharField(label=gettext_lazy("为什么关注（可不填）"), max_length=MAX_PURPOSE, required=False)
    query = forms.CharField(
        label=gettext_lazy("检索式"),
        max_length=MAX_LENGTH * 2,  # what is too long is told with its place by the language itself
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    areas = forms.MultipleChoiceField(label=gettext_lazy("领域"), required=False, widget=forms.CheckboxSelectMultiple)
    places = forms.MultipleChoiceField(
        label=gettext_lazy("地域"), required=False, widget=forms.CheckboxSelectMultiple, choices=PlaceScope.choices
    )
    sources = forms.TypedMultipleChoiceField(
        label=gettext_lazy("来源"), required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("基层单位"), required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )
    starts_on = forms.DateField(label=gettext_lazy("从哪天起（可不填）"), required=False, widget=DAY_BOX)
    ends_on = forms.DateField(label=gettext_lazy("到哪天止（可不填）"), required=False, widget=DAY_BOX)
    recipients = forms.TypedMultipleChoiceField(
        label=gettext_lazy("接收人"), required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )
    tell = forms.BooleanField(label=gettext_lazy("把本专题话题的预警发给接收人"), required=False)
    tell_level = forms.TypedChoiceField(label=gettext_lazy("从哪一级起发"), choices=AlertLevel.choices, coerce=int)
    hit_alert = forms.BooleanField(label=gettext_lazy("命中即预警：第一条归入的内容就发给接收人"), required=False)
    in_report = forms.BooleanField(label=gettext_lazy("在周报中单列一节"), required=False)
    note = forms.CharField(label=gettext_lazy("改动说明（可不填）"), max_length=MAX_NOTE, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cloned = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "areas", [(code, labels.area(code)) for code in labels.AREAS])
        choices_offer(self, "sources", Source.objects.order_by("id").values_list("pk", "name"))
        choices_offer(self, "units", Unit.objects.values_list("pk", "name"))
        choices_offer(self, "recipients", _members())

    def text(self) -> PlanText:
        data = self.cleaned_data
        values: dict[str, Any] = {
            name: tuple(data[name]) if name in LISTS else data[name] for name in PlanText.__slots__
        }
        return PlanText(**values)


def initial_of(text: PlanText, **more: Any) -> dict[str, Any]:
    """What the form shows of a plan."""
    return {name: getattr(text, name) for name in PlanText.__slots__} | more


def _members() -> list[tuple[int, str]]:
    """Members who may sign in; said of each whom no mail can reach yet."""
    reached = set(Recipient.objects.filter(enabled=True).values_list("user_id", flat=True))
    return [
        (user.pk, f"{user}（{user.get_role_display()}）" + ("" if user.pk in reached else _("　尚无接收地址")))
        for user in User.objects.filter(is_active=True)
    ]


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What is tested."""

    query: str
    narrow: Narrow

    @classmethod
    def of(cls, form: PlanForm) -> PlanAsked:
        """From a form of which the query is known to be readable; a part that makes no sense narrows nothing."""
        data = form.cleaned_data
        lists = {name: tuple(data.get(name) or ()) for name in ("sources", "areas", "places", "units")}
        days = PlanText("", "", starts_on=data.get("starts_on"), ends_on=data.get("ends_on"))
        return cls(data["query"].strip(), Narrow(**lists, since=days.start, until=days.end))

    def compared(self, groups: Any) -> Compared:
        return Compared(self.query, "", groups, self.narrow)

    def pack(self) -> str:
        """As text that only we can have written."""
        values = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in self.narrow.values.items()}
        return signing.dumps([self.query, values], salt=SALT, compress=True)

    @classmethod
    def unpack(cls, raw: str) -> PlanAsked | None:
        """None when it is not ours or too old."""
        try:
            query, values = signing.loads(raw, salt=SALT, max_age=OPEN_FOR)
        except signing.BadSignature:
            return None
        read: dict[str, Any] = {
            name: datetime.fromisoformat(value) if isinstance(value, str) else tuple(value)
            for name, value in values.items()
        }
        return cls(query, Narrow(**read))
