"""A report as it is read: its sections with people's edits, and all its words in Chinese for search and proof."""

from __future__ import annotations

import hashlib

from django.utils import translation
from django.utils.translation import get_language, gettext

from monitor.models import Report
from monitor.reports.edits import edited, edits_standing, keyed, without_struck
from monitor.reports.names import report_names
from monitor.reports.parts import Section
from monitor.reports.said import Said, said_of, sections_from
from monitor.reports.tell import Names, Translate
from monitor.reports.week import sections

LANGUAGE = "zh-hans"


def report_sections(report: Report, _: Translate, names: Names, *, struck: bool = False) -> list[Section]:
    """What every format and page shows: as signed, or of a draft as its numbers are told now. `struck`: sentences that were struck out
    too, marked."""
    kept = report.said.get("en" if (get_language() or "").startswith("en") else LANGUAGE)
    if kept:
        return [section if struck else without_struck(section) for section in sections_from(kept)]
    return edited(keyed(sections(report.frozen, _, names)), report.edits, struck=struck)


def report_said(report: Report) -> Said:
    """All its words in every language, to be kept with the signature."""
    found: Said = {}
    for language in (LANGUAGE, "en"):
        with translation.override(language):
            found[language] = said_of(report_sections(report, gettext, report_names(), struck=True))
    return found


def report_drafted(report: Report) -> list[Section]:
    """As drafted, in Chinese, with keys: what edits are checked against."""
    with translation.override(LANGUAGE):
        return keyed(sections(report.frozen, gettext, report_names()))


def report_edits_keep(report: Report) -> int:
    """Drop the edits whose sentence says something else by now; how many went."""
    standing = edits_standing(report_drafted(report), report.edits)
    gone = len(report.edits) - len(standing)
    report.edits = dict(standing)
    return gone


def report_told(report: Report) -> str:
    """All it says in Chinese: titles, sentences, tables, the analyst's words."""
    lines: list[str] = []
    with translation.override(LANGUAGE):
        for section in report_sections(report, gettext, report_names()):
            lines.append(section.title)
            lines += [sentence.text for sentence in section.sentences]
            lines += [report.analysis] if section.key == "analysis" else []
            for table in section.tables:
                lines += [table.caption, *("\t".join(row) for row in table.rows)]
    return "\n".join(line for line in lines if line)


def words_digest(told: str) -> str:
    """SHA-256 of the words, hexadecimal."""
    return hashlib.sha256(told.encode()).hexdigest()
