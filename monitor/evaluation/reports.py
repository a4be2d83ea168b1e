"""`manage.py evaluate reports FOLDER`: authored reports rendered, opened by LibreOffice, looked at page by page.

A file of the folder is `{"report": {...}, "frozen": {...}}`. Faults that a machine can see: a page without anything, ink outside
the margins, a heading or a table's caption alone at the end of a page, a heading or character that is not on any page. Needs soffice and poppler.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from monitor.fonts import shown
from monitor.lib.jsonlines import StartError
from monitor.models import Report, User
from monitor.reports.freeze import digest
from monitor.reports.render import render
from monitor.reports.render.gather import paper_of
from monitor.reports.render.paper import Grid, Heading, Paper, Paragraph

from .pages import Page, pages_of
from .replay import Progress

TOOLS = ("soffice", "pdftoppm", "pdftotext")
LANGUAGES = ("zh-hans", "en")
FORMS = ("docx", "pdf", "html", "xlsx", "json")
LOOKED_AT = ("docx", "pdf")
PATIENCE_S = 180


@dataclass(slots=True)
class Seen:
    """One file: how long it took to make, how large it is, and, where pages were looked at, what is wrong with them."""

    seconds: float
    size: int
    pages: int = 0
    faults: list[str] = field(default_factory=list)


def evaluate_reports(folder: str, *, progress: Progress, out: str | None = None) -> dict[str, Any]:
    """Seconds, sizes, pages and faults by file. `out` keeps files and pages (PNG) for people to look at. Raises StartError."""
    if missing := [tool for tool in TOOLS if which(tool) is None]:
        raise StartError(f"not installed: {', '.join(missing)} (Debian: libreoffice-writer, poppler-utils)")
    names = sorted(Path(folder).glob("*.json"))
    if not names:
        raise StartError(f"no .json in {folder}")
    found: dict[str, Seen] = {}
    with TemporaryDirectory() as scratch:
        place = Path(out or scratch)
        place.mkdir(parents=True, exist_ok=True)
        for n, path in enumerate(names):
            progress(n, len(names))
            found |= dict(_looked_at(path, place))
    progress(len(names), len(names))
    return {
        "files": {
            name: {"seconds": round(s.seconds, 2), "bytes": s.size, "pages": s.pages} for name, s in found.items()
        },
        "slowest": max(round(s.seconds, 2) for s in found.values()),
        "faults": [f"{name}: {fault}" for name, s in found.items() for fault in s.faults],
    }


def report_from(path: Path) -> Report:
    """An authored report as a row that is never saved."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    given, frozen = stored["report"], stored["frozen"]
    signed = datetime.fromisoformat(given["signed_at"]) if given["signed_at"] else None
    return Report(
        kind=frozen["kind"],
        number=given["number"],
        period_start=date.fromisoformat(frozen["period"]["start"]),
        period_end=date.fromisoformat(frozen["period"]["end"]),
        status=given["status"],
        frozen=frozen,
        digest=digest(frozen),
        analysis=given["analysis"],
        signed_by=User(username="lead", name=given["signature"]) if given["signature"] else None,
        signed_at=signed,
    )


def _looked_at(path: Path, place: Path) -> Iterator[tuple[str, Seen]]:
    report = report_from(path)
    for language in LANGUAGES:
        paper = paper_of(report, language)
        for form in FORMS:
            began = time.monotonic()
            made = render(report, form, language)
            seen = Seen(time.monotonic() - began, len(made.content))
            file = place / f"{path.stem}.{language}.{form}"
            file.write_bytes(made.content)
            if form in LOOKED_AT:
                pages = pages_of(_pdf(file), hanging=form == "docx")
                seen.pages, seen.faults = len(pages), list(_faults(pages, paper, drawn=form == "pdf"))
            yield file.name, seen


def _pdf(file: Path) -> Path:
    """The file itself, or what LibreOffice makes of it."""
    if file.suffix == ".pdf":
        return file
    into = file.with_suffix(".docx.d")
    profile = f"-env:UserInstallation=file://{into / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(into), str(file)],
        check=True, capture_output=True, timeout=PATIENCE_S,
    )  # fmt: skip
    return into / f"{file.stem}.pdf"


def _faults(pages: list[Page], paper: Paper, *, drawn: bool) -> Iterator[str]:
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    above = {*headings, *(f"{grid.label}　{grid.caption}" for grid in paper.blocks if isinstance(grid, Grid))}
    for page in pages:
        if page.outside:
            yield f"page {page.number}: ink outside the margins ({page.outside})"
        if page.bare:
            yield f"page {page.number}: nothing on it"
        if page.last_line in above:
            yield f"page {page.number}: ends with {page.last_line}"
    text = "".join(_plain(page.text) for page in pages)
    said = [paper.head.title, *headings, *(block.text for block in paper.blocks if isinstance(block, Paragraph))]
    for words in said:
        plain = _plain(shown(words) if drawn else words)
        if plain not in text and set(plain) - set(text):
            yield f"not on any page: {words[:40]} {''.join(sorted(set(plain) - set(text)))[:20]}"


def _plain(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")
