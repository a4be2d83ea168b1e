"""Whether a report still is what it was: numbers fit their digest, the words come out the same, the kept files are whole."""

from __future__ import annotations

import hashlib
from copy import copy
from typing import Any

from monitor.models import Report, ReportFile
from monitor.reports.freeze import digest
from monitor.reports.issue import render_bytes
from monitor.reports.said import said_digest
from monitor.reports.told import report_told, words_digest
from monitor.reports.words import plain_words


def report_proof(report: Report, *, render: bool = False) -> dict[str, Any]:
    """{id, kind, from, numbers, words, files}: true where it is as it was; words None of a draft. `render`: make every kept file again and
    compare the bytes, under `rendered`."""
    files = list(report.files.all())
    found = {
        "id": report.pk,
        "kind": report.kind,
        "from": report.period_start.isoformat(),
        "status": report.status,
        "numbers": digest(report.frozen) == report.digest,
        "words": _words(report) if report.told_digest else None,
        "files": {f"{file.form} {file.language}": _sha(bytes(file.data)) == file.sha256 for file in files},
    }
    if render:
        signed = copy(report)
        signed.status = Report.Status.SIGNED
        found["rendered"] = {f"{file.form} {file.language}": _comes_out(file, signed, report) for file in files}
    return found


def _comes_out(file: ReportFile, *states: Report) -> bool:
    """Byte by byte, of the report as signed or, for a file made since, as withdrawn (it says so)."""
    return any(_sha(render_bytes(report, file.form, file.language)) == file.sha256 for report in states)


def _words(report: Report) -> bool:
    """The page shows what was signed. Of a report from before words were kept: what was kept for the search is whole, and holds the
    analysis; its page is written by the present version."""
    if report.said_digest:
        shown = words_digest(report_told(report)) == report.told_digest
        return shown and said_digest(report.said) == report.said_digest
    return words_digest(report.told) == report.told_digest and plain_words(report.analysis) in report.told


def proven(found: dict[str, Any]) -> bool:
    """Nothing is other than it was."""
    parts = [found["numbers"], found["words"], *found["files"].values(), *found.get("rendered", {}).values()]
    return all(part is not False for part in parts)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
