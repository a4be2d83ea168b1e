"""Sources from an OPML file (look first, then import) and all sources as one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.access import member, needs
from dashboards.opml import MAX_UPLOAD, OpmlForm, Upload, upload_pack, upload_unpack
from dashboards.sheet_import import ImportLine, ImportWords
from monitor.errors import ParseError
from monitor.feeds.opml_rows import REFUSED, Planned, opml_counts, opml_export, opml_import, opml_plan
from monitor.feeds.opml_words import file_sentence, outcome_name, reason_sentence
from monitor.lib.clock import utc_now
from monitor.models import Role, audit_record

TONES = {"add": "ok", "known": "off", "twice": "off", "refused": "bad"}


@needs(Role.ADMIN)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; what each line of a file would do; doing it. Nothing is stored before it is confirmed."""
    if "confirmed" in request.POST:
        return _import(request, request.POST["confirmed"])
    form = OpmlForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = _upload(form)
        token = upload_pack(upload) if upload else None
        if upload is None or token is None:
            form.add_error("file", file_sentence("too_large"))
        else:
            return _preview(request, form, upload, token)
    return _page(request, form)


def _upload(form: OpmlForm) -> Upload | None:
    file = form.cleaned_data["file"]
    if file.size > MAX_UPLOAD:
        return None
    return Upload(file.read(), form.cleaned_data["kind"], form.cleaned_data["region"])


def _preview(request: HttpRequest, form: OpmlForm, upload: Upload, token: str) -> HttpResponse:
    try:
        plan = opml_plan(body=upload.body, kind=upload.kind, region=upload.region)
    except ParseError as error:
        form.add_error("file", file_sentence(error.label))
        return _page(request, form)
    counts = opml_counts(plan)
    audit_record(actor=member(request), action="source_import_preview", detail=dict(counts))
    return _page(
        request,
        form,
        token=token,
        lines=[_line(line) for line in _ordered(plan)],
        counts=[(outcome_name(outcome), n, TONES[outcome]) for outcome, n in counts.items()],
        to_do=counts["add"],
        confirm=_words().confirm(counts["add"]),
    )


def _page(request: HttpRequest, form: OpmlForm, **preview: object) -> HttpResponse:
    context = {"form": form, "words": _words(), **preview}
    return render(request, "frame/import.html", context, status=422 if form.errors else 200)


def _words() -> ImportWords:
    return ImportWords(
        heading=_("导入 OPML"),
        lead=_("从别的阅读器导出的订阅清单。先逐行预览，确认后才添加；已有的来源不变。"),
        back=_("全部来源"),
        back_href=reverse("sources"),
        column=_("来源"),
        confirm=lambda n: ngettext("添加这 %(n)s 个来源", "添加这 %(n)s 个来源", n) % {"n": n},
        nothing=_("没有可以添加的来源。"),
    )


def _line(line: Planned) -> ImportLine:
    source = (str(line.source.get_kind_display()), line.source.region) if line.source else ()
    more = " · ".join(part for part in (*source, line.url) if part)
    reason = str(reason_sentence(line.reason))
    return ImportLine(line.line, line.title, more, str(outcome_name(line.outcome)), TONES[line.outcome], reason)


def _ordered(plan: tuple[Planned, ...]) -> list[Planned]:
    """What needs a look first."""
    return sorted(plan, key=lambda line: (line.outcome != REFUSED, line.line))


def _import(request: HttpRequest, token: str) -> HttpResponse:
    upload = upload_unpack(token)
    if upload is None:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("source_import")
    plan = opml_import(body=upload.body, kind=upload.kind, region=upload.region, by=member(request), now=utc_now())
    messages.success(
        request,
        _(
            "已添加 %(add)s 个来源；%(known)s 个已经有，%(twice)s 个文件里重复，%(refused)s 个不能添加。首次抓取会分散进行。"
        )
        % opml_counts(plan),
    )
    return redirect("sources")


@needs(Role.MONITOR)
def export(request: HttpRequest) -> HttpResponse:
    """All sources as an OPML file; audited."""
    name = "exercise-tingchao-sources.opml" if settings.DRILL else "tingchao-sources.opml"
    response = HttpResponse(opml_export(by=member(request)), content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
