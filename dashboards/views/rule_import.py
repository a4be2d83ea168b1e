"""Rules from a word file of TrendRadar: look first, line by line, then import."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dashboards.access import may, member, needs
from dashboards.rule_words import query_fault, rule_sentence, spoken
from dashboards.sheet_import import ImportWords
from monitor.lib.clock import utc_now
from monitor.models import Role, audit_record
from monitor.rules.bring import ADD, KNOWN, REFUSED, PlannedRule, rules_import, rules_plan
from monitor.rules.check import RuleError
from monitor.text.trendradar import CHANGED, MAX_FILE, TAKEN, import_words

SALT = "rule-import"
SHOWN_FOR = 3600  # seconds
TONES = {ADD: "ok", KNOWN: "off", REFUSED: "bad"}
LINE_TONES = {TAKEN: "ok", CHANGED: "warn"}


class WordFileForm(forms.Form):
    """The file as it is."""

    file = forms.FileField(label=gettext_lazy("TrendRadar 词表（frequency_words.txt）"))


@needs(Role.LEAD)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; what each line and rule would become; doing it. Nothing is stored before it is confirmed."""
    if "confirmed" in request.POST:
        return _import(request)
    form = WordFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > 3 * MAX_FILE:
            form.add_error("file", _("文件太大：词表最多 20 万字。"))
        else:
            return _preview(request, form, _text(file.read()))
    return render(request, "rules/import.html", {"form": form, "words": _words()}, status=422 if form.errors else 200)


def _words() -> ImportWords:
    return ImportWords(
        heading=_("导入规则"),
        lead=_("TrendRadar 的词表。先逐行预览，确认后才导入；已有的规则不变。"),
        back=_("全部规则"),
        back_href=reverse("rules"),
        column=_("规则内容"),
        confirm=lambda n: ngettext("导入这 %(n)s 条规则", "导入这 %(n)s 条规则", n) % {"n": n},
        nothing=_("没有可以导入的规则。"),
    )


def _text(body: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def _preview(request: HttpRequest, form: WordFileForm, content: str) -> HttpResponse:
    imported = import_words(content)
    plan = rules_plan(imported, may_groups=may(request.user, Role.ADMIN))
    counts = Counter(line.outcome for line in plan)
    audit_record(actor=member(request), action="rules_import_preview", detail=dict(counts))
    context: dict[str, Any] = {
        "form": form,
        "words": _words(),
        "token": signing.dumps(content[:MAX_FILE], salt=SALT, compress=True),
        "counts": [(_outcome(outcome), n, TONES[outcome]) for outcome, n in counts.items()],
        "to_do": counts[ADD],
        "confirm": _words().confirm(counts[ADD]),
        "rules": [(line.rule, _outcome(line.outcome), _reason(line), TONES[line.outcome]) for line in plan],
        "groups": imported.groups.items(),
        "lines": [
            (line, _status(line.status), spoken(line.zh, line.en), LINE_TONES.get(line.status, "bad"))
            for line in imported.lines
        ],
    }
    return render(request, "rules/import.html", context)


def _import(request: HttpRequest) -> HttpResponse:
    try:
        content: str = signing.loads(request.POST["confirmed"], salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("rule_import")
    plan = rules_import(
        import_words(content), by=member(request), may_groups=may(request.user, Role.ADMIN), now=utc_now()
    )
    counts = Counter(line.outcome for line in plan)
    said = _("已导入 %(add)d 条规则；%(known)d 条已经有，%(refused)d 条不能导入。历史内容正在后台重新标记。")
    messages.success(request, said % {outcome: counts[outcome] for outcome in TONES})
    return redirect("rules")


def _outcome(code: str) -> str:
    return {ADD: _("将新建"), KNOWN: _("已经有"), REFUSED: _("不能导入")}[code]


def _status(code: str) -> str:
    return {TAKEN: _("照收"), CHANGED: _("改写后收下")}.get(code, _("不收"))


def _reason(line: PlannedRule) -> str:
    if line.error is None:
        return ""
    if isinstance(line.error, RuleError):
        return rule_sentence(line.error)
    return query_fault(line.error, line.rule.query).sentence
