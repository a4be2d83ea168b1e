"""Report templates, and the members who get signed reports by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.report_form import ReaderForm, TemplateForm
from dashboards.report_words import fault_sentence, section_label
from monitor.models import ReportKind, ReportReader, ReportTemplate, Role
from monitor.reports.errors import ReportError
from monitor.reports.templates import reader_add, reader_switch, template_make_standard, template_save, templates_all


@needs(Role.LEAD)
def templates(request: HttpRequest) -> HttpResponse:
    """All templates by kind, and who is listed."""
    rows = [(row, _("、").join(section_label(key) for key in row.sections)) for row in templates_all()]
    context = {
        "rows": rows,
        "kinds": ReportKind.choices,
        "readers": ReportReader.objects.select_related("user").prefetch_related("templates"),
        "form": ReaderForm() if may(request.user, Role.ADMIN) else None,
    }
    return render(request, "reports/templates.html", context)


@needs(Role.LEAD)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A template of a kind."""
    if kind not in ReportKind.values:
        raise Http404
    return _edit(request, kind, None)


@needs(Role.LEAD)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template: drafts that exist keep what they were made by."""
    found = get_object_or_404(ReportTemplate, pk=pk)
    return _edit(request, found.kind, found)


@require_POST
@needs(Role.LEAD)
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafts of its kind are made by it from now on."""
    found = get_object_or_404(ReportTemplate, pk=pk)
    template_make_standard(template=found, by=member(request))
    messages.success(request, _("已设为标准模板，下一次起草起使用。"))
    return redirect("report_templates")


@require_POST
@needs(Role.ADMIN)
def reader_new(request: HttpRequest) -> HttpResponse:
    """List a member."""
    form = ReaderForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("report_templates")
    try:
        reader_add(user=form.cleaned_data["member"], address=form.cleaned_data["address"], by=member(request))
    except ReportError as error:
        messages.error(request, fault_sentence(error))
    else:
        messages.success(request, _("已列为报告接收人；在模板里勾选后才会收到。"))
    return redirect("report_templates")


@require_POST
@needs(Role.ADMIN)
def reader(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a listed member on or off."""
    found = get_object_or_404(ReportReader.objects.select_related("user"), pk=pk)
    reader_switch(reader=found, enabled=request.POST.get("on") == "1", by=member(request))
    messages.success(request, _("已保存。"))
    return redirect("report_templates")


def _edit(request: HttpRequest, kind: str, found: ReportTemplate | None) -> HttpResponse:
    form = TemplateForm(request.POST or None, kind=kind, template=found)
    if request.method == "POST" and form.is_valid():
        try:
            template_save(template=found, kind=kind, values=form.values(), by=member(request))
        except ReportError as error:
            form.add_error("name", fault_sentence(error))
        else:
            messages.success(request, _("已保存，下一次起草起使用。"))
            return redirect("report_templates")
    context = {"form": form, "template": found, "kind": ReportKind(kind).label}
    return render(request, "reports/template.html", context)
