"""Collect translatable strings and bring the English catalogue up to date (developers; needs requirements/dev.txt).

Message ids are Chinese: the default language can never miss one. GNU gettext is not needed.
"""

from __future__ import annotations

import io
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

PACKAGES = ("monitor", "tasks", "dashboards")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Message = tuple[str | None, str, str | None]  # context, msgid, plural


def catalogue() -> Path:
    """The English catalogue."""
    return Path(settings.BASE_DIR) / "monitor" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _files() -> Iterator[Path]:
    for package in PACKAGES:
        root = Path(settings.BASE_DIR) / package
        yield from sorted(root.rglob("*.py"))
        for ending in ("*.html", "*.txt"):
            yield from (path for path in sorted(root.rglob(ending)) if "templates" in path.parts)


def messages_collect() -> dict[Message, list[str]]:
    """Every translatable string -> the files that use it (paths relative to the checkout)."""
    from babel.messages.extract import extract

    found: dict[Message, list[str]] = {}
    for path in _files():
        source = path.read_text(encoding="utf-8")
        origin = str(path.relative_to(settings.BASE_DIR))
        code = source if path.suffix == ".py" else _unindented(templatize(source, origin=origin))
        for _line, text, _comments, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            single, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, None)
            if single:
                found.setdefault((context, single, plural), []).append(origin)
    return found


def _unindented(code: str) -> str:
    """What templatize makes of a template has calls and filler only; its indentation would confuse the tokenizer."""
    return "\n".join(line.strip() for line in code.splitlines())


class Command(BaseCommand):
    """`manage.py messages [--add FILE.tsv ...]`: collect, merge translations, drop the unused, compile."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--add", nargs="*", default=[], help="files with lines [context|]msgid<TAB>english[<TAB>plural]"
        )

    def handle(self, *, add: list[str], **_: Any) -> None:
        import polib

        path = catalogue()
        entries = polib.pofile(str(path)) if path.exists() else []
        old: dict[tuple[str | None, str], polib.POEntry] = {(e.msgctxt, e.msgid): e for e in entries}
        new = _translations(add)
        po = polib.POFile()
        po.metadata = {
            "Content-Type": "text/plain; charset=utf-8",
            "Language": "en",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        missing = 0
        collected = sorted(messages_collect().items(), key=lambda pair: (pair[0][1], pair[0][0] or ""))
        for (context, msgid, plural), origins in collected:
            entry = polib.POEntry(msgid=msgid, msgctxt=context, occurrences=[(o, "") for o in sorted(set(origins))])
            before = old.get((context, msgid))
            given = new.get(f"{context}|{msgid}" if context else msgid)
            if plural:
                entry.msgid_plural = plural
                kept = before.msgstr_plural if before else {}
                entry.msgstr_plural = {0: given[0], 1: given[-1]} if given else {0: kept.get(0, ""), 1: kept.get(1, "")}
                missing += not all(entry.msgstr_plural.values())
            else:
                entry.msgstr = given[0] if given else (before.msgstr if before else "")
                missing += not entry.msgstr
            if "%(" in msgid:
                entry.flags.append("python-format")
            po.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        po.save(str(path))
        po.save_as_mofile(str(path.with_suffix(".mo")))
        self.stdout.write(f"{len(po)} messages, {missing} without English")
        if missing:
            raise CommandError("some messages have no English; add lines to a file and pass it with --add")


def _translations(files: list[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for name in files:
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            msgid, *english = line.split("\t")
            if english:
                pairs[msgid.replace("\\n", "\n")] = [text.replace("\\n", "\n") for text in english]
    return pairs
