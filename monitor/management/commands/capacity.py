"""What a number of items a day and of feeds needs: cores, memory, disk, what gives way first, and the step after. Needs no servers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.lib.capacity import Load, Need, need
from monitor.lib.capacity_words import load_table, measured_table, part_name, sentence, step_after, step_table


class Command(BaseCommand):
    """`manage.py capacity --items-per-day N --feeds M [--interval MIN] [--people P] [--json]`, or `--tables` for the docs."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--items-per-day", type=int, default=3_000)
        parser.add_argument("--feeds", type=int, default=120)
        parser.add_argument(
            "--interval", type=float, default=60.0, help="minutes between two polls of a feed in the mean"
        )
        parser.add_argument("--people", type=int, default=40, help="who look at pages at the same time")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--tables", action="store_true", help="the tables of docs/scaling.md")
        parser.add_argument("--language", choices=("zh-hans", "en"), default="zh-hans")

    def handle(self, *, language: str, tables: bool, **options: Any) -> None:
        numbers = ("items_per_day", "feeds", "interval", "people")
        if any(options[name] <= 0 for name in numbers):
            raise CommandError("Numbers above zero are needed.")
        with translation.override(language):
            if tables:
                self.stdout.write("\n\n".join((load_table(), step_table(), measured_table())))
                return
            load = Load(*(options[name] for name in numbers))
            found = need(load)
            self.stdout.write(_as_json(found) if options["json"] else _as_words(found))


def _as_json(found: Need) -> str:
    whole = {
        "cores": found.cores,
        "memory_gib": found.memory_gib,
        "disk_gib": found.disk_gib,
        "stored": found.load.stored,
    }
    return json.dumps({**asdict(found), **whole, "first": found.first.name}, ensure_ascii=False)


def _as_words(found: Need) -> str:
    values = {"cores": found.cores, "memory": found.memory_gib, "disk": f"{found.disk_gib:,}"}
    line = _("%(part)s：忙时 %(cores).2f 核，内存 %(memory).1f GiB，磁盘 %(disk).1f GiB")
    lines = [
        _("合计：%(cores)d 核，内存 %(memory)d GiB，磁盘 %(disk)s GiB。") % values,
        *(
            line % {"part": part_name(part), "cores": part.cores, "memory": part.memory_gib, "disk": part.disk_gib}
            for part in found.parts
        ),
        sentence(found),
        _("下一步：%(step)s") % {"step": step_after(found.first)},
    ]
    return "\n".join(lines)
