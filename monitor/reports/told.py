"""A report as it is read: its sections with people's edits, and all its words in Chinese for search and proof."""

from __future__ import annotations

import hashlib

from django.utils import translation
from django.utils.translation import gettext

from monitor.models import Report
from monitor.reports.edits import edited, edits_standing, keyed
from monitor.reports.names import report_names
from monitor.reports.parts import Section
from monitor.reports.tell import Names, Translate
from monitor.reports.week import sections

LANGUAGE = "zh-hans"


def report_sections(report: Report, _: Translate, names: Names, *, struck: bool = False) -> list[Section]:
    """What every format and page shows. `struck`: sentences that were struck out too, marked."""
    return edited(keyed(sections(report.frozen, _, names)), report.edits, struck=struck)


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
