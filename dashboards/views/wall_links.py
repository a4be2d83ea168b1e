"""The wall's settings and links for screens (admin), and the replay of a week (lead)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dashboards.access import member, needs
from dashboards.wall_forms import SCENE_NAMES, ReplayForm, WallLinkForm, WallSettingsForm
from monitor.lib.clock import utc_now
from monitor.models import Role, WallSettings, WallToken
from monitor.queries.wall_weeks import weeks_stored
from monitor.wall.links import wall_link_add, wall_link_revoke, wall_settings_save


@never_cache
@needs(Role.ADMIN)
def links(request: HttpRequest) -> HttpResponse:
    """All links with when each was last seen; POST makes one and shows its address this once."""
    now = utc_now()
    form = WallLinkForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row, secret = wall_link_add(
            name=data["name"],
            scenes=form.scenes(),
            area=data["area"],
            unit=data["unit"],
            expires_at=now + form.lasts,
            by=member(request),
            now=now,
        )
        address = f"{settings.BASE_URL}{reverse('wall_open')}?language={data['language']}#{secret}"
        form = WallLinkForm()
        messages.success(request, _("已为“%(name)s”生成链接。地址只显示这一次，请现在复制。") % {"name": row.name})
    return _page(request, form, None, address, 422 if form.errors else 200)


@require_POST
@needs(Role.ADMIN)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link; the screen goes dark with its next question."""
    if wall_link_revoke(pk=pk, by=member(request), now=utc_now()):
        messages.success(request, _("链接已撤销，屏幕会在几秒内停止显示。"))
    else:
        messages.error(request, _("没有这条链接，或它已被撤销。"))
    return redirect("wall_links")


@require_POST
@needs(Role.ADMIN)
def save(request: HttpRequest) -> HttpResponse:
    """What `/wall/` shows from now on."""
    form = WallSettingsForm(request.POST, auto_id="settings_%s")
    if not form.is_valid():
        return _page(request, WallLinkForm(), form, "", 422)
    names = ("interval_s", "compare_h", "theme")
    wall_settings_save(scenes=form.scenes(), by=member(request), **{name: form.cleaned_data[name] for name in names})
    messages.success(request, _("已保存。大屏在下次打开时生效。"))
    return redirect("wall_links")


@require_GET
@needs(Role.LEAD)
def replay(request: HttpRequest) -> HttpResponse:
    """Choose a week of which counts are stored."""
    weeks = weeks_stored(now=utc_now())
    form = ReplayForm(weeks=weeks)
    return render(request, "wall/replay.html", {"form": form, "weeks": weeks})


def _page(
    request: HttpRequest, link_form: WallLinkForm, form: WallSettingsForm | None, address: str, status: int
) -> HttpResponse:
    now = utc_now()
    stored = WallSettings.objects.filter(pk=1).first() or WallSettings()
    initial = {"interval_s": stored.interval_s, "compare_h": stored.compare_h, "theme": stored.theme}
    rows = [(row, [SCENE_NAMES[name] for name in row.scenes if name in SCENE_NAMES]) for row in _rows()]
    context: dict[str, Any] = {
        "links": rows,
        "form": link_form,
        "settings_form": form or WallSettingsForm(scenes=stored.scenes, initial=initial, auto_id="settings_%s"),
        "address": address,
        "now": now,
    }
    return render(request, "wall/links.html", context, status=status)


def _rows() -> list[WallToken]:
    return list(WallToken.objects.select_related("unit", "made_by"))
