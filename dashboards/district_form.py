"""Forms of units and places, why one cannot be as it is given in words, and a checked file between preview and import."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitor.district.places import place_values
from monitor.district.sheet import MAX_BYTES, MAX_ROWS
from monitor.district.units import unit_values
from monitor.errors import TingchaoError
from monitor.models import GazetteerPlace, PlaceKind, PlaceScope, Unit

Lines = list[tuple[int, dict[str, str]]]
MAX_TOKEN = 2_000_000  # characters; Django takes 2.5 MB of form fields
KEPT = timedelta(hours=2)
SALT = "tingchao.district"


class UnitForm(forms.Form):
    """A second-level union."""

    name = forms.CharField(label=gettext_lazy("单位名称"), max_length=80)
    words = forms.CharField(
        label=gettext_lazy("关键词（用顿号、逗号或换行分开）"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    exclude = forms.CharField(label=gettext_lazy("排除词"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def initial_of(cls, unit: Unit) -> dict[str, str]:
        row = unit_values(unit)
        return {"name": row.name, "words": "、".join(row.words), "exclude": "、".join(row.exclude)}


class PlaceForm(forms.Form):
    """A place or employer of the gazetteer."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    aliases = forms.CharField(
        label=gettext_lazy("别名（用顿号、逗号或换行分开）"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=PlaceKind.choices, initial=PlaceKind.SITE)
    scope = forms.ChoiceField(label=gettext_lazy("范围"), choices=PlaceScope.choices)
    unit = forms.ChoiceField(label=gettext_lazy("所属单位（可不填）"), required=False)
    note = forms.CharField(label=gettext_lazy("备注（可不填）"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Unit.objects.filter(retired_at=None).values_list("name", flat=True)
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("所属单位（可不填）"), required=False, choices=[("", "—"), *((n, n) for n in names)]
        )

    @classmethod
    def initial_of(cls, place: GazetteerPlace) -> dict[str, str]:
        row = place_values(place)
        values = {name: str(getattr(row, name)) for name in ("name", "kind", "scope", "unit", "note")}
        return values | {"aliases": "、".join(row.aliases)}


class SheetForm(forms.Form):
    """An XLSX or CSV file."""

    file = forms.FileField(
        label=gettext_lazy("XLSX 或 CSV 文件"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def lines_pack(kind: str, lines: Lines) -> str | None:
    """What was read as a form field that only we can have made; None when it would be too long for one."""
    token = signing.dumps([kind, lines], salt=SALT, compress=True)
    return token if len(token) <= MAX_TOKEN else None


def lines_unpack(kind: str, token: str) -> Lines | None:
    """The lines; None for a token that was changed, is of the other kind or older than KEPT."""
    try:
        packed, lines = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return [(int(number), dict(values)) for number, values in lines] if packed == kind else None


def district_sentence(error: TingchaoError) -> str:
    """What is wrong and what to do."""
    return label_sentence(error.label, error.detail)


def label_sentence(label: str, detail: str) -> str:
    """A fault of a row or a file in words."""
    sentences = {
        "name_missing": _("没有名称。"),
        "too_long": _("“%(detail)s”太长，请缩短。"),
        "too_many": _("词太多，每项最多 200 个。"),
        "too_short": _("“%(detail)s”只有一个字，会误中太多内容。请写全称。"),
        "no_word": _("“%(detail)s”里没有文字，会误中太多内容。请写名称。"),
        "both_ways": _("“%(detail)s”既是关键词又是排除词，请只留一处。"),
        "person": _("“%(detail)s”像是人名。本系统只看地方和组织，不看个人，不能添加。"),
        "private": _("含电话、身份证号等个人信息，不能保存。请删去后再试。"),
        "kind": _("不认识的类别“%(detail)s”。请用模板里的类别。"),
        "scope": _("不认识的范围“%(detail)s”。只能是本区、本市或外地。"),
        "unit_unknown": _("没有叫“%(detail)s”的单位。请先在单位页添加，或改正名称。"),
        "unit_retired": _("“%(detail)s”已停用。要再用它，请在单位页点“恢复”。"),
        "unit_known": _("已经有叫“%(detail)s”的单位。"),
        "place_known": _("已经有叫“%(detail)s”的地名。"),
        "sheet_kind": _("文件读不出来。请用 XLSX 或 CSV 格式（WPS 或 Excel 另存为 .xlsx 或 .csv）。"),
        "sheet_size": _("文件太大：最多 %(mb)s MB。请分成几个文件。"),
        "sheet_head": _("没有认得的列名（每张表看前几行）。请下载模板，照模板填写。"),
        "sheet_rows": _("行数太多：一次最多 %(rows)s 行。请分成几个文件。"),
    }
    values = {"detail": detail, "mb": MAX_BYTES // 10**6, "rows": MAX_ROWS}
    return sentences.get(label, detail) % values
