"""Forms of the wall's settings, its links and its replay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards import labels
from dashboards.form_choices import choices_offer
from monitor.models import SCENES, Unit

SCENE_NAMES = {
    "numbers": _("数字"),
    "volume": _("走势"),
    "sentiment": _("情感"),
    "topics": _("话题排名"),
    "newest": _("新话题"),
    "sources": _("来源"),
    "alerts": _("预警"),
}
PLACES = [("", _("不显示")), *((str(n), str(n)) for n in range(1, len(SCENES) + 1))]
EXPIRIES = [(30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("一年"))]


class SceneOrderForm(forms.Form):
    """Each scene has a place, or is left out; equal places keep the usual order."""

    def __init__(self, *args: Any, scenes: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = list(SCENES) if scenes is None else scenes
        for name in SCENES:
            place = str(chosen.index(name) + 1) if name in chosen else ""
            self.fields[f"scene_{name}"] = forms.ChoiceField(
                label=SCENE_NAMES[name], choices=PLACES, required=False, initial=place
            )

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields of the scenes."""
        return [self[f"scene_{name}"] for name in SCENES]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields besides."""
        return [field for field in self if not field.name.startswith("scene_")]

    def scenes(self) -> list[str]:
        """Those shown, in their order."""
        shown = [
            (int(self.cleaned_data[f"scene_{name}"]), name) for name in SCENES if self.cleaned_data[f"scene_{name}"]
        ]
        return [name for _place, name in sorted(shown, key=lambda pair: pair[0])]

    def clean(self) -> dict[str, Any]:
        """At least one scene."""
        data = super().clean() or {}
        if not any(data.get(f"scene_{name}") for name in SCENES):
            self.add_error(None, _("请至少选一个画面。"))
        return data


class WallSettingsForm(SceneOrderForm):
    """What `/wall/` shows."""

    interval_s = forms.IntegerField(label=_("每个画面停留（秒）"), min_value=5, max_value=300)
    compare_h = forms.TypedChoiceField(
        label=_("名次箭头对比"), choices=[(1, _("1 小时前")), (24, _("24 小时前"))], coerce=int
    )
    theme = forms.ChoiceField(label=_("配色"), choices=[("dark", _("深色")), ("light", _("浅色"))])


class WallLinkForm(SceneOrderForm):
    """A new link for a screen."""

    name = forms.CharField(label=_("哪块屏幕（名称）"), max_length=60)
    days = forms.TypedChoiceField(label=_("有效期"), choices=EXPIRIES, coerce=int, initial=90)
    area = forms.ChoiceField(label=_("只显示领域"), required=False)
    unit = forms.ModelChoiceField(
        label=_("只显示单位"), queryset=Unit.objects.all(), required=False, empty_label=_("全部单位")
    )
    language = forms.ChoiceField(label=_("语言"), choices=[("zh-hans", _("简体中文")), ("en", "English")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_offer(self, "area", [("", _("全部领域")), *((code, labels.area(code)) for code in labels.AREAS)])

    @property
    def lasts(self) -> timedelta:
        """How long it opens the wall."""
        return timedelta(days=self.cleaned_data["days"])


class ReplayForm(forms.Form):
    """Which week to show again."""

    replay = forms.ChoiceField(label=_("哪一周"))
    minutes = forms.ChoiceField(
        label=_("用多长时间"), choices=[("5", _("5 分钟")), ("10", _("10 分钟")), ("20", _("20 分钟"))], initial="10"
    )

    def __init__(self, *args: Any, weeks: list[tuple[str, date]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = _("%(week)s（%(from)s 至 %(to)s）")
        named = [
            (name, shape % {"week": name, "from": f"{day:%m-%d}", "to": f"{day + timedelta(days=6):%m-%d}"})
            for name, day in weeks
        ]
        choices_offer(self, "replay", named)
