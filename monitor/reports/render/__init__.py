"""One report as a file: Word, PDF, HTML mail, spreadsheet or its numbers.

    Report row ──paper_of──▶ Paper (headings, paragraphs, tables, figures, numbered once) ──▶ word | pdf | mail | sheets

A rendering reads the row alone (frozen numbers, words, status, signature), never live data, and takes its dates from it:
with the same version of the program the same report gives the same bytes, a year later too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from monitor.errors import TingchaoError
from monitor.models import Report
from monitor.reports.freeze import canonical
from monitor.reports.render.gather import paper_of
from monitor.reports.render.paper import Paper

Progress = Callable[[str, int, int], None]  # (what is being done, parts done, parts in all)


class RenderError(TingchaoError):
    """This form cannot be made. Labels: render_form (unknown), render_failed (what the tool said)."""

    label = "render_form"
    permanent = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file: its bytes, a plain ASCII name, and its media type."""

    content: bytes
    filename: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file. `module` is imported when first used: drawing and typesetting cost 100 MB of memory."""

    module: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "docx": Form("word", f"{OFFICE}.wordprocessingml.document"),
    "pdf": Form("pdf", "application/pdf"),
    "html": Form("mail", "text/html; charset=utf-8"),
    "xlsx": Form("sheets", f"{OFFICE}.spreadsheetml.sheet"),
    "json": Form("", "application/json; charset=utf-8"),
}


def render(report: Report, form: str, language: str, progress: Progress | None = None) -> Rendered:
    """The report as a file. `language` is zh-hans or en. Raises RenderError."""
    if form not in FORMS:
        raise RenderError(f"no such form: {form}")
    kind, said = FORMS[form], progress or _nobody
    if form == "json":
        return Rendered(canonical(report.frozen), filename(report, form), kind.content_type)
    content = _write(kind, paper_of(report, language), said)
    return Rendered(content, filename(report, form), kind.content_type)


def filename(report: Report, suffix: str) -> str:
    """Such as exercise-tingchao-weekly-20260302-draft.docx."""
    exercise = "exercise-" if report.frozen["drill"] else ""
    state = "" if report.status == Report.Status.SIGNED else f"-{report.status}"
    return f"{exercise}tingchao-{report.kind}-{report.period_start:%Y%m%d}{state}.{suffix}"


def _write(kind: Form, paper: Paper, progress: Progress) -> bytes:
    write: Callable[[Paper, Progress], bytes] = import_module(f"monitor.reports.render.{kind.module}").write
    return write(paper, progress)


def _nobody(_step: str, _done: int, _of: int) -> None:
    return None
