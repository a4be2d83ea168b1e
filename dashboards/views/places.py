"""The gazetteer: places and employers by which texts are tagged 本区, 本市 or 外地."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.district_form import PlaceForm, district_sentence
from monitor.district.places import place_remove, place_save
from monitor.district.rows import RowError, place_row
from monitor.lib.clock import utc_now
from monitor.models import GazetteerPlace, PlaceKind, PlaceScope, Role
from monitor.text.atlas import atlas, home_of

PAGE = 100


@needs(Role.MONITOR)
def places(request: HttpRequest) -> HttpResponse:
    """A page of the gazetteer, searched and narrowed; what the shipped atlas makes of the district."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    chosen = {
        "scope": _known(request.GET.get("scope", ""), PlaceScope.values),
        "kind": _known(request.GET.get("kind", ""), PlaceKind.values),
    }
    rows = GazetteerPlace.objects.select_related("unit").filter(**{k: v for k, v in chosen.items() if v})
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(aliases__icontains=words) | Q(unit__name__icontains=words))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **chosen,
        "q": words,
        "page": page,
        "any": bool(page.object_list) or GazetteerPlace.objects.exists(),
        "kinds": PlaceKind.choices,
        "scopes": PlaceScope.choices,
        "paging": urlencode({k: v for k, v in {**chosen, "q": words}.items() if v}),
        "home": _home(),
        "is_admin": may(request.user, Role.ADMIN),
        "now": utc_now(),
    }
    return render(request, "district/places.html", context)


def _known(value: str, values: list[str]) -> str:
    return value if value in values else ""


def _home() -> tuple[str, str]:
    """Official names of the district and city that the atlas recognises in the gazetteer, '' else."""
    by_scope: dict[str, list[str]] = {PlaceScope.LOCAL: [], PlaceScope.CITY: []}
    near = GazetteerPlace.objects.filter(scope__in=by_scope).values_list("scope", "name", "aliases")
    for scope, name, aliases in near:
        by_scope[scope] += [name, *aliases]
    district, city = home_of(by_scope[PlaceScope.LOCAL], by_scope[PlaceScope.CITY])
    return atlas().titles.get(district, ""), atlas().titles.get(city, "")


@needs(Role.ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """A new place."""
    return _edited(request, PlaceForm(request.POST or None), None)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All about a place."""
    found = get_object_or_404(GazetteerPlace, pk=pk)
    return _edited(request, PlaceForm(request.POST or None, initial=PlaceForm.initial_of(found)), found)


@require_POST
@needs(Role.ADMIN)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out."""
    place_remove(place=get_object_or_404(GazetteerPlace, pk=pk), by=member(request))
    messages.success(request, _("已移除。"))
    return redirect("places")


def _edited(request: HttpRequest, form: PlaceForm, found: GazetteerPlace | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            place_save(place=found, row=place_row(form.cleaned_data), by=member(request))
        except RowError as error:
            form.add_error(_field_of(error), district_sentence(error))
        else:
            messages.success(request, _("已保存。新内容几秒内按新的地名标记，已入库的内容随后重新标记。"))
            return redirect("places")
    context = {"form": form, "place": found}
    return render(request, "district/place.html", context, status=422 if form.errors else 200)


def _field_of(error: RowError) -> str:
    return "unit" if error.label == "unit_unknown" else "name"
