"""Published items from a file: look first, line by line, then import. Nothing is stored before it is confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.hand_file import MAX_ROWS, MAX_UPLOAD, Checked, FileForm, file_check, rows_pack, rows_unpack
from monitor.feeds.by_hand import hand_import
from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import LineError
from monitor.models import Role, audit_record

SHOWN = 50


@needs(Role.MONITOR)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; what each line would become; doing it."""
    if "confirmed" in request.POST:
        return _import(request, request.POST["confirmed"])
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            form.add_error("file", _too_large())
        else:
            return _preview(request, form, file.name or "", file.read())
    return render(request, "clues/file.html", {"form": form}, status=422 if form.errors else 200)


def _preview(request: HttpRequest, form: FileForm, name: str, body: bytes) -> HttpResponse:
    try:
        checked = file_check(name, body)
    except LineError as error:
        form.add_error(
            "file",
            _too_large()
            if str(error) == "rows"
            else _("文件读不出来：表格第一行要有“标题”或“正文”一列；JSONL 每行一个对象。"),
        )
        return render(request, "clues/file.html", {"form": form}, status=422)
    token = rows_pack(checked.rows)
    if token is None:
        form.add_error("file", _too_large())
        return render(request, "clues/file.html", {"form": form}, status=422)
    counts = {"rows": len(checked.rows), "bad": len(checked.bad), "persons": dict(checked.persons)}
    audit_record(actor=member(request), action="items_import_preview", detail=counts)
    return render(request, "clues/file.html", {"form": form, "token": token, **_shown(checked)})


def _shown(checked: Checked) -> dict[str, object]:
    return {
        "rows": checked.rows[:SHOWN],
        "to_add": len(checked.rows),
        "more": max(len(checked.rows) - SHOWN, 0),
        "bad": [(line, _why(why)) for line, why in checked.bad[:SHOWN]],
        "bad_n": len(checked.bad),
        "persons": "、".join(f"{name}（{n}）" for name, n in checked.persons),
        "masked": checked.masked,
    }


def _import(request: HttpRequest, token: str) -> HttpResponse:
    rows = rows_unpack(token)
    if rows is None:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("items_import")
    counts = hand_import(rows, now=utc_now())
    detail = {name: getattr(counts, name) for name in counts.__slots__}
    audit_record(actor=member(request), action="items_import", detail=detail)
    messages.success(
        request,
        _(
            "新增 %(new)s 条，更新 %(updated)s 条；%(known)s 条已经有，%(too_old)s 条超过保存期限，%(failed)s 条无法处理。"
        )
        % detail,
    )
    return redirect("items_import")


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
