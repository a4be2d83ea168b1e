"""The wording of messages: editable with a preview, the shipped one a button away. Placeholders only, nothing is run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dashboards.access import member, needs
from dashboards.channel_form import WordingForm
from monitor.alerts.templates import SHIPPED, template_of, template_restore, template_save
from monitor.alerts.wording import PLACEHOLDERS, TemplateError, Wording, wording_check, wording_fill
from monitor.models import MessageTemplate, Role
from monitor.queries.channel_words import listing_sentence

NAMES = {"alert": gettext_noop("话题预警"), "source": gettext_noop("来源通知"), "digest": gettext_noop("汇总")}
MEANINGS = {
    "mark": gettext_noop("级别与进展，如【橙色预警】"),
    "title": gettext_noop("话题或来源的名称"),
    "counts": gettext_noop("条数、来源数、负面占比"),
    "lead": gettext_noop("一句话情况"),
    "level": gettext_noop("级别"),
    "areas": gettext_noop("领域"),
    "link": gettext_noop("页面地址"),
    "time": gettext_noop("时间（北京时间）"),
    "organisation": gettext_noop("单位名称"),
    "count": gettext_noop("消息条数"),
    "reason": gettext_noop("为什么汇总"),
}
SAMPLES = {
    "mark": gettext_noop("【橙色预警】"),
    "title": gettext_noop("云河新城项目欠薪"),
    "counts": gettext_noop("24 小时 38 条原创，6 家来源，负面 82 %"),
    "lead": gettext_noop("24 小时 38 条原创，6 家来源，负面 82 %，仍在上升"),
    "level": gettext_noop("橙色"),
    "areas": gettext_noop("工资报酬"),
    "link": "https://tingchao.example/alerts/12/",
    "time": "2026-03-09 09:41",
    "organisation": gettext_noop("云河区总工会"),
    "count": "12",
    "reason": gettext_noop("短时间内预警较多，为免刷屏，其中 12 条消息合并为这一封。"),
}


@needs(Role.ADMIN)
def wordings(request: HttpRequest) -> HttpResponse:
    """All kinds of messages in both languages, and which have a wording of their own."""
    own = {(row.name, row.language): row for row in MessageTemplate.objects.all()}
    rows = [
        (_(NAMES[name]), name, language, template_of(name, language), own.get((name, language)))
        for name, language in SHIPPED
    ]
    return render(request, "channels/wordings.html", {"rows": rows})


@needs(Role.ADMIN)
def wording(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Edit one: preview, save or restore, by the button that was pressed."""
    if (name, language) not in SHIPPED:
        raise Http404
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if action == "restore":
        template_restore(name=name, language=language, by=member(request))
        messages.success(request, _("已恢复默认文字。"))
        return redirect("wording", name, language)
    now = template_of(name, language)
    form = WordingForm(request.POST or None, initial={"subject": now.subject, "body": now.body})
    preview: Wording | None = _preview(name, language, now)
    if action and form.is_valid():
        wanted = Wording(form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r\n", "\n"))
        try:
            wording_check(name, wanted)
        except TemplateError as error:
            form.add_error(None, f"{listing_sentence(error.label)} {error.detail}".strip())
            preview = None
        else:
            preview = _preview(name, language, wanted)
            if action == "save":
                template_save(name=name, language=language, wording=wanted, by=member(request))
                messages.success(request, _("已保存，下一条消息起生效。"))
                return redirect("wording", name, language)
    context = {
        "form": form,
        "title": _(NAMES[name]),
        "language": language,
        "own": MessageTemplate.objects.filter(name=name, language=language).exists(),
        "placeholders": [(word, _(MEANINGS[word])) for word in MEANINGS if word in PLACEHOLDERS[name]],
        "preview": preview,
    }
    return render(request, "channels/wording.html", context, status=422 if form.errors else 200)


def _preview(name: str, language: str, wanted: Wording) -> Wording:
    """The wording with made-up figures, in the language of its readers."""
    with translation.override(language):
        values = {word: _(sample) for word, sample in SAMPLES.items() if word in PLACEHOLDERS[name]}
    return Wording(wording_fill(wanted.subject, values), wording_fill(wanted.body, values))
