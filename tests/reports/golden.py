"""Authored reports, from files: their numbers and what people added, as rows that are never saved.

`python -m tests.reports.golden` writes the expected structures (NAME.LANGUAGE.txt) anew: read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
LANGUAGES = ("zh-hans", "en")


def golden(name: str):  # type: ignore[no-untyped-def]  # Report: Django may not be ready where this is imported
    """One of NAMES: normal, empty, one (item), outage, long (titles and names)."""
    from monitor.evaluation.reports import report_from

    return report_from(FOLDER / f"{name}.json")


def structure(name: str, language: str) -> str:
    """Headings, captions, heads and rows of tables, texts of figures: what every form of the report says."""
    from monitor.reports.render.gather import paper_of
    from monitor.reports.render.paper import Figure, Grid, Heading, Paragraph

    paper = paper_of(golden(name), language)
    head, foot = paper.head, paper.foot
    lines = [head.title, head.issue, head.unit, head.period, head.day, *head.marks, f"[{head.state}]", head.notice]
    for block in paper.blocks:
        match block:
            case Heading():
                lines += ["", f"# {block.text}"]
            case Paragraph():
                lines.append(f"p {block.text}")
            case Figure():
                lines.append(f"f {block.label} {block.caption} | {block.chart.alt} | {block.chart.foot}")
            case Grid():
                lines.append(f"t {block.label} {block.caption} | {' / '.join(block.table.head)}")
                lines += [f"  {' / '.join(row)}" for row in block.table.rows[:12]]
    return "\n".join([*lines, "", foot.signed, foot.window, foot.digest]) + "\n"


def expected(name: str, language: str) -> Path:
    """The file with the structure as it should be."""
    return FOLDER / f"{name}.{language}.txt"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    django.setup()
    for one in NAMES:
        for spoken in LANGUAGES:
            expected(one, spoken).write_text(structure(one, spoken), encoding="utf-8")
