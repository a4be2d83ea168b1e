"""The form of a rule, and what its test carries from one request to the next."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from dashboards import labels
from monitor.models import KeywordRule
from monitor.rules.check import MAX_NAME, MAX_NOTE
from monitor.rules.edit import RuleText
from monitor.rules.scan import Compared, Spot, Tally
from monitor.text.query import MAX_LENGTH

SALT = "rule-test"
OPEN_FOR = 3600  # seconds that a test may be paged through


class RuleForm(forms.Form):
    """One rule; `seen` is the version that the person looked at."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=MAX_NAME)
    query = forms.CharField(
        label=gettext_lazy("规则内容"),
        max_length=MAX_LENGTH * 2,  # what is too long is told with its place by the language itself
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=gettext_lazy("领域"), required=False)
    grave = forms.BooleanField(label=gettext_lazy("重大：命中一条就值得关注"), required=False)
    note = forms.CharField(label=gettext_lazy("改动说明（可不填）"), max_length=MAX_NOTE, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext_lazy("不带领域")), *((code, labels.area(code)) for code in labels.AREAS)]
        self.fields["area"] = forms.ChoiceField(label=gettext_lazy("领域"), choices=choices, required=False)

    @classmethod
    def initial_of(cls, rule: KeywordRule) -> dict[str, Any]:
        fields = {name: getattr(rule, name) for name in ("name", "query", "area", "grave")}
        return fields | {"seen": rule.version}

    def text(self) -> RuleText:
        data = self.cleaned_data
        return RuleText(data["name"], data["query"], data["area"], data["grave"])


class GroupForm(forms.Form):
    """A synonym group; its name cannot change, since rules ask for it."""

    name = forms.CharField(label=gettext_lazy("名称（规则里写作 {名称}）"), max_length=20)
    words = forms.CharField(
        label=gettext_lazy("词（一行一个，或用逗号隔开）"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tested: the query as written, and the one that was in force then."""

    query: str
    in_force: str

    def compared(self, groups: Any) -> Compared:
        return Compared(self.query, self.in_force, groups)

    def pack(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def unpack(cls, raw: str) -> Asked | None:
        """None when it is not ours or too old."""
        try:
            return cls(**signing.loads(raw, salt=SALT, max_age=OPEN_FOR))
        except signing.BadSignature:
            return None


def tally_pack(tally: Tally) -> str:
    """As text that only we can have written."""
    values = asdict(tally)
    values |= {name: values[name].isoformat() for name in ("start", "end")}
    values["spot"] = spot_pack(tally.spot)
    return signing.dumps(values, salt=SALT, compress=True)


def tally_unpack(raw: str) -> Tally | None:
    """None when it is not ours or too old."""
    try:
        values = signing.loads(raw, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    start, end = (datetime.fromisoformat(values.pop(name)) for name in ("start", "end"))
    spot = spot_unpack(values.pop("spot"))
    return Tally(start=start, end=end, spot=spot, **values) if spot else None


def spot_pack(spot: Spot) -> str:
    """Where a list goes on."""
    return f"{spot.at.isoformat()}~{spot.id}"


def spot_unpack(raw: str) -> Spot | None:
    """None for what makes no sense."""
    at, _tilde, number = raw.partition("~")
    try:
        spot = Spot(datetime.fromisoformat(at), int(number))
    except ValueError:
        return None
    return spot if spot.at.tzinfo and 0 <= spot.id < 2**63 else None
