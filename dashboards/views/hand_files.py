"""Published items from a file: look first, line by line, then import in the background. Nothing is stored unmasked or unasked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.hand_file import MAX_ROWS, MAX_UPLOAD, Checked, FileForm, TooManyRowsError, file_check
from monitor.feeds.hand_files import file_confirm, file_park
from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import LineError
from monitor.models import HandFile, Role, audit_record
from tasks.feeds import import_files
from tasks.wake import task_wake

SHOWN = 50


@needs(Role.MONITOR)
def bring(request: HttpRequest) -> HttpResponse:
    """The form, and what each line of a file would become."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            form.add_error("file", _too_large())
        else:
            return _preview(request, form, file.name or "", file.read())
    return render(request, "clues/file.html", {"form": form}, status=422 if form.errors else 200)


def _preview(request: HttpRequest, form: FileForm, name: str, body: bytes) -> HttpResponse:
    now = utc_now()
    try:
        checked = file_check(name, body, now=now)
    except TooManyRowsError:
        form.add_error("file", _too_large())
    except LineError:
        form.add_error("file", _("文件读不出来：表格第一行要有“标题”或“正文”一列；JSONL 每行一个对象。"))
    if form.errors:
        return render(request, "clues/file.html", {"form": form}, status=422)
    wanted = checked.wanted
    file = file_park(wanted, now=now) if wanted else None
    counts = {"rows": len(checked.lines), "bad": len(checked.bad), "persons": dict(checked.persons)}
    audit_record(actor=member(request), action="items_import_preview", detail=counts)
    return render(request, "clues/file.html", {"form": form, "file": file, **_shown(checked)})


def _shown(checked: Checked) -> dict[str, object]:
    words = fate_words()
    return {
        "shown": True,
        "lines": [(line, *words[line.fate]) for line in checked.lines[:SHOWN]],
        "fates": [
            (*words[fate], n) for fate, n in sorted(checked.fates.items(), key=lambda one: list(words).index(one[0]))
        ],
        "to_do": len(checked.wanted),
        "more": max(len(checked.lines) - SHOWN, 0),
        "bad": [(line, _why(why)) for line, why in checked.bad[:SHOWN]],
        "bad_n": len(checked.bad),
        "persons": "、".join(f"{name}（{n}）" for name, n in checked.persons),
        "masked": checked.masked,
    }


def fate_words() -> dict[str, tuple[str, str]]:
    """{what becomes of a row: (its name, tone)}, in the order in which they are shown."""
    return {
        "new": (_("新增"), "ok"),
        "updated": (_("更新"), "ok"),
        "known": (_("已经有"), "off"),
        "too_old": (_("超过保存期限"), "off"),
        "failed": (_("无法处理"), "bad"),
    }


@require_POST
@needs(Role.MONITOR)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Let it be imported, at once if a worker is free; a second click changes nothing."""
    if not file_confirm(key=key, by=member(request), now=utc_now()) and not HandFile.objects.filter(key=key).exists():
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("items_import")
    transaction.on_commit(lambda: task_wake(import_files))
    return redirect("items_import_file", key)


@needs(Role.MONITOR)
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far a file is; the page asks again by itself until it is in."""
    file = get_object_or_404(HandFile.objects.defer("rows"), key=key)
    words = fate_words()
    context = {
        "file": file,
        "percent": file.done * 100 // max(file.total, 1),
        "fates": [(*words[fate], file.counts[fate]) for fate in words if file.counts.get(fate)],
    }
    template = "clues/_progress.html" if request.headers.get("HX-Request") else "clues/progress.html"
    return render(request, template, context)


def _too_large() -> str:
    values = {"mb": MAX_UPLOAD // 10**6, "rows": MAX_ROWS}
    return _("文件太大：网页上最多 %(mb)s MB、%(rows)s 行。更大的请管理员用命令 manage.py import_items 导入。") % values


def _why(reason: str) -> str:
    """Reasons of the reader in the user's language."""
    known = {
        "needs `title` or `text`": _("没有标题也没有正文"),
        "`at` is no time": _("时间写法看不懂"),
        "`url` is no http(s) address": _("链接不是 http(s) 网址"),
    }
    return known.get(reason, _("这一行读不出来（%(reason)s）") % {"reason": reason})
