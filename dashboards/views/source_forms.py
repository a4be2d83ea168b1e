"""Adding and changing a source, with a preview of what would be read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.source_form import SourceEditForm, SourceForm, source_sentence
from monitor.feeds.labels import label_sentence
from monitor.feeds.manage import SourceError, source_add
from monitor.feeds.preview import source_preview
from monitor.lib.clock import utc_now
from monitor.models import Role, Source, SourceFormat
from monitor.rules.own import source_change


@needs(Role.ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """The form for a new source, and adding it."""
    form = SourceForm(_chosen(request) or None)
    if _to_save(request, form):
        try:
            made = source_add(**form.values(), by=member(request), now=utc_now())
        except SourceError as error:
            form.add_error("url", source_sentence(error))
        else:
            messages.success(request, _("已添加，几秒内首次抓取。"))
            return redirect("source", made.pk)
    return _shown(request, form, None)


@needs(Role.ADMIN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a source, and changing it."""
    found = get_object_or_404(Source, pk=pk)
    form = SourceEditForm(_chosen(request) or None, initial=SourceEditForm.initial_of(found))
    if _to_save(request, form):
        try:
            counted_anew = source_change(source=found, **form.values(), by=member(request), now=utc_now())[1]
        except SourceError as error:
            form.add_error("url", source_sentence(error))
        else:
            messages.success(request, _("已保存。以前的内容随后重新计数。") if counted_anew else _("已保存。"))
            return redirect("source", found.pk)
    return _shown(request, form, found)


def _chosen(request: HttpRequest) -> QueryDict:
    """What was posted; with the address of a discovered feed that was chosen in place of the page's."""
    if "use" not in request.POST:
        return request.POST
    posted = request.POST.copy()
    posted["url"], posted["format"] = request.POST.get("use", ""), SourceFormat.FEED
    return posted


def _to_show(request: HttpRequest) -> bool:
    return request.method == "POST" and bool({"preview", "use"} & request.POST.keys())


def _to_save(request: HttpRequest, form: SourceForm) -> bool:
    return request.method == "POST" and not _to_show(request) and form.is_valid()


def _shown(request: HttpRequest, form: SourceForm, found: Source | None) -> HttpResponse:
    context: dict[str, object] = {"form": form, "source": found}
    if _to_show(request) and form.is_valid():
        values = form.values()
        preview = source_preview(
            url=values["url"],
            format=values["format"],
            options=values["options"],
            by=member(request),
            now=utc_now(),
        )
        context |= {
            "preview": preview,
            "trouble": label_sentence(preview.label) if preview.label else "",
            "feeds": [(feed, label_sentence(feed.label)) for feed in preview.feeds],
        }
    return render(request, "sources/form.html", context, status=422 if form.errors else 200)
