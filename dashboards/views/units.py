"""Second-level unions and the words that tag items with them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dashboards.access import may, member, needs
from dashboards.district_form import UnitForm, district_sentence
from monitor.district.rows import RowError, unit_row
from monitor.district.units import unit_save
from monitor.lib.clock import utc_now
from monitor.models import GazetteerPlace, Role, Unit
from monitor.text.units import SHORT


@needs(Role.MONITOR)
def units(request: HttpRequest) -> HttpResponse:
    """All units with their words and the places that belong to them."""
    places = GazetteerPlace.objects.only("name", "unit")
    context = {
        "units": Unit.objects.prefetch_related(Prefetch("places", places)),
        "short": SHORT,
        "is_admin": may(request.user, Role.ADMIN),
        "now": utc_now(),
    }
    return render(request, "district/units.html", context)


@needs(Role.ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    return _edited(request, UnitForm(request.POST or None), None)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and words of a unit."""
    found = get_object_or_404(Unit, pk=pk)
    return _edited(request, UnitForm(request.POST or None, initial=UnitForm.initial_of(found)), found)


def _edited(request: HttpRequest, form: UnitForm, found: Unit | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            unit_save(unit=found, row=unit_row(form.cleaned_data), by=member(request))
        except RowError as error:
            form.add_error("name" if error.label.startswith(("unit", "name")) else "words", district_sentence(error))
        else:
            messages.success(request, _("已保存。新内容几秒内按新的词标记，已入库的内容随后重新标记。"))
            return redirect("units")
    context = {"form": form, "unit": found}
    return render(request, "district/unit.html", context, status=422 if form.errors else 200)
