"""Sources from an OPML file (look first, then import) and all sources as one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.opml import MAX_UPLOAD, OpmlForm, Upload, upload_pack, upload_unpack
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
    return render(request, "sources/opml.html", {"form": form}, status=422 if form.errors else 200)


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
        return render(request, "sources/opml.html", {"form": form}, status=422)
    counts = opml_counts(plan)
    audit_record(actor=member(request), action="source_import_preview", detail=dict(counts))
    context = {
        "form": form,
        "token": token,
        "lines": [
            (line, outcome_name(line.outcome), reason_sentence(line.reason), TONES[line.outcome])
            for line in _ordered(plan)
        ],
        "counts": [(outcome_name(outcome), n, TONES[outcome]) for outcome, n in counts.items()],
        "to_add": counts["add"],
    }
    return render(request, "sources/opml.html", context)


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
