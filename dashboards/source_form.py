"""The form of a source, and why one cannot be as it is given, in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitor.feeds.manage import SourceError, source_url_check
from monitor.feeds.parsed import HOTLIST_FIELDS, LIST_FIELDS, HotlistMapping
from monitor.feeds.reading import options_fault
from monitor.models import Source, SourceFormat, SourceKind

SELECTOR_LABELS = {
    "entry": gettext_lazy("条目（选择器，如 ul.list li）"),
    "title": gettext_lazy("标题（条目内的选择器）"),
    "link": gettext_lazy("链接（条目内的选择器）"),
    "date": gettext_lazy("日期（条目内的选择器）"),
    "summary": gettext_lazy("摘要（条目内的选择器）"),
    "date_attr": gettext_lazy("日期所在的属性（如 datetime）"),
    "date_format": gettext_lazy("日期格式（strptime 写法）"),
}
NEWSNOW = HotlistMapping()
HOT = "hot_"
"""Before the name of a field of a hot list, since some are called as those of a list page."""
PATH_LABELS = {
    "items": gettext_lazy("条目所在的列表（路径，如 data.0.list）"),
    "id": gettext_lazy("编号（条目内的路径）"),
    "title": gettext_lazy("标题（条目内的路径）"),
    "link": gettext_lazy("链接（条目内的路径）"),
    "link_else": gettext_lazy("备用链接（条目内的路径）"),
    "published": gettext_lazy("时间（条目内的路径）"),
    "published_else": gettext_lazy("备用时间（条目内的路径）"),
    "summary": gettext_lazy("摘要（条目内的路径）"),
    "feed_title": gettext_lazy("榜单名称（路径）"),
}


class SourceForm(forms.Form):
    """A new source. Those fields of list pages and hot lists are read that its format has; empty ones are guessed, or as newsnow's."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    url = forms.CharField(label=gettext_lazy("网址"), max_length=1000)
    format = forms.ChoiceField(
        label=gettext_lazy("格式"),
        choices=[choice for choice in SourceFormat.choices if choice[0] != SourceFormat.BY_HAND],
    )
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=SourceKind.choices)
    region = forms.CharField(label=gettext_lazy("所在地区（可不填）"), max_length=40, required=False)
    read_articles = forms.BooleanField(
        label=gettext_lazy("同时读取条目链接的公开网页正文（遵守对方 robots.txt，掩码规则相同）"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LIST_FIELDS:
            self.fields[name] = forms.CharField(label=SELECTOR_LABELS[name], max_length=200, required=False)
        for name in HOTLIST_FIELDS:
            self.fields[HOT + name] = forms.CharField(
                label=PATH_LABELS[name],
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": getattr(NEWSNOW, name)}),
            )

    def clean_url(self) -> str:
        try:
            return source_url_check(self.cleaned_data["url"])
        except SourceError as error:
            raise forms.ValidationError(source_sentence(error)) from error

    def clean(self) -> dict[str, Any]:
        shape = self.cleaned_data.get("format", "")
        if fault := options_fault(shape, self._options()):
            if shape == SourceFormat.HOTLIST_JSON:
                self.add_error(HOT + fault, _("路径写法不对，或指向作者等个人信息，不能使用。"))
            else:
                self.add_error(fault, _("选择器写法不对，或指向作者等个人信息，不能使用。"))
        return self.cleaned_data

    @property
    def is_list(self) -> bool:
        return bool(self["format"].value() == SourceFormat.LIST_PAGE)

    @property
    def is_hotlist(self) -> bool:
        return bool(self["format"].value() == SourceFormat.HOTLIST_JSON)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not _is_option(field.name)]

    @property
    def list_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in LIST_FIELDS]

    @property
    def hotlist_fields(self) -> list[forms.BoundField]:
        return [self[HOT + name] for name in HOTLIST_FIELDS]

    def values(self) -> dict[str, Any]:
        """As `source_add` and `source_edit` take them."""
        fields = {name: value for name, value in self.cleaned_data.items() if not _is_option(name)}
        return fields | {"options": self._options()}

    def _options(self) -> dict[str, str]:
        hot = self.cleaned_data.get("format") == SourceFormat.HOTLIST_JSON
        names = {name: HOT + name for name in HOTLIST_FIELDS} if hot else {name: name for name in LIST_FIELDS}
        return {name: self.cleaned_data.get(field, "").strip() for name, field in names.items()}


def _is_option(name: str) -> bool:
    return name in LIST_FIELDS or name.startswith(HOT)


class SourceEditForm(SourceForm):
    """A source as it is."""

    trusted_dates = forms.BooleanField(label=gettext_lazy("采用来源标注的时间"), required=False)
    weight = forms.FloatField(
        label=gettext_lazy("在热度里的权重（0 到 3，通常为 1）"),
        min_value=0,
        max_value=3,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )

    @classmethod
    def initial_of(cls, source: Source) -> dict[str, Any]:
        names = ("name", "url", "format", "kind", "region", "read_articles", "trusted_dates", "weight")
        prefix = HOT if source.format == SourceFormat.HOTLIST_JSON else ""
        options = {prefix + name: value for name, value in source.options.items()}
        return {**{name: getattr(source, name) for name in names}, **options}


def source_sentence(error: SourceError) -> str:
    """What is wrong and what to do."""
    return {
        "source_url": _("网址写法不对，只支持 http 和 https。请改正网址。"),
        "source_login": _("网址里不能带用户名或密码。本系统只读公开内容。"),
        "source_personal": _("这是个人主页的订阅。本系统不跟踪个人，不能添加。"),
        "source_known": _("这个网址已经是来源了。"),
        "source_soon": _("一分钟内刚抓取过，请稍后再试。"),
        "source_paused": _("此来源已停用，请先恢复。"),
        "source_by_hand": _("这是人工录入的来源，不抓取，也不用停用。"),
    }.get(error.label, error.detail)
