"""`manage.py cluster [FILE] [--online]`: the topics stage on a file of items; no database, no broker."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from monitor.lib.jsonlines import COULD_NOT_START, LineError, LineRun, Record, StartError, open_input
from monitor.topics.cluster import TopicItem
from monitor.topics.offline import Assigned, cluster_all
from monitor.topics.records import topic_item


class Command(BaseCommand):
    help = "Group the items of a file (JSON lines) into topics and link near-duplicates; see CONTRACTS in docs/."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="JSON lines; - or nothing = standard input")
        parser.add_argument("--online", action="store_true", help="each decision as first made, without later merges")

    def handle(self, *, file: str | None = None, online: bool = False, **options: Any) -> None:
        sys.exit(_cluster(file, online=online))


def _cluster(file: str | None, *, online: bool) -> int:
    run = LineRun()
    records: list[Record] = []
    items: list[TopicItem] = []
    try:
        with open_input(file) as stream, run:
            for number, record in run.read(stream):
                try:
                    items.append(topic_item(record, len(items)))
                except LineError as error:
                    run.fail(number, error)
                else:
                    records.append(record)
            for record, assigned in zip(records, cluster_all(items, online=online), strict=True):
                run.write({**record, **_answer(assigned, records)})
    except StartError as error:
        run.err.write(f"{error}\n")
        return COULD_NOT_START
    return run.exit_code


def _answer(assigned: Assigned, records: list[Record]) -> Record:
    original = assigned.duplicate_of
    return {
        "topic": str(assigned.topic),
        "duplicate_of": records[original].get("id") if isinstance(original, int) else None,
    }
