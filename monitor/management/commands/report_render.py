"""`manage.py report_render ID --form docx --language en --out FILE`: one report as a file; audited."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.lib.jsonlines import COULD_NOT_START
from monitor.models import Report, audit_record
from monitor.reports.render import FORMS, RenderError, render


class Command(BaseCommand):
    """Reads the report's row only: the same report gives the same file, today or in a year."""

    help = "Write one report as Word, PDF, HTML, spreadsheet or its frozen numbers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", type=int, help="its id: the number in the address of its page")
        parser.add_argument("--form", choices=sorted(FORMS), default="docx")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans")
        parser.add_argument("--out", help="a file, or - for standard output; by default a file named after the report")

    def handle(self, *, report: int, form: str, language: str, out: str | None = None, **_: Any) -> None:
        found = Report.objects.select_related("signed_by").filter(pk=report).first()
        if found is None:
            self._stop(f"there is no report {report}")
            return
        try:
            made = render(found, form, language, progress=self._progress)
            self._write(made.content, out or made.filename)
        except (RenderError, OSError) as error:
            self._stop(str(error))
        detail = {"form": form, "language": language}
        audit_record(actor="report_render", action="report_export", target=f"report:{found.pk}", detail=detail)

    def _write(self, content: bytes, out: str) -> None:
        if out == "-":
            sys.stdout.buffer.write(content)
            return
        Path(out).write_bytes(content)
        self.stderr.write(f"{out}: {len(content):,} bytes")

    def _progress(self, step: str, done: int, of: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{step} {done} of {of}", ending="")
            self.stderr.flush()

    def _stop(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(COULD_NOT_START)
