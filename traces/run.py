"""Seed, run the chain, look everywhere; one JSON object."""

from __future__ import annotations

import logging
import logging.config
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from traces.identifiers import SEEDED, found_in
from traces.inside import chain_run
from traces.look import Named, database_texts, file_texts, mail_texts, texts_of, valkey_texts
from traces.outside import Outside, outside_running

INSIDE = {
    "FETCH_ALLOW_NETWORKS": ["127.0.0.1/32"],
    "CHANNEL_ALLOW_NETWORKS": ["127.0.0.1/32"],
    "FETCH_HOST_DELAY": 0.0,
    "ALLOWED_HOSTS": ["testserver"],
    "PAGES_PER_MINUTE": 0,
    "FILES_PER_MINUTE": 0,
    "PAGES_PER_ADDRESS": 0,
    "API_TOKEN_PER_MINUTE": 0,
    "DRILL": False,
}


def run() -> dict[str, Any]:
    """`figures`: how much was looked at; `found`: where a trace was, and of which kinds (never the trace itself)."""
    with tempfile.TemporaryDirectory() as name, outside_running() as outside:
        folder = Path(name)
        mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": outside.smtp_port, "DATA_DIR": folder / "data"}
        with override_settings(**INSIDE, **mail), _logged(folder / "log"):
            call_command("migrate", verbosity=0)
            figures = chain_run(outside, folder)
        found: dict[str, set[str]] = {}
        for where, text in _everything(outside, folder, figures):
            figures["characters"] = figures.get("characters", 0) + len(text)
            if kinds := found_in(text):
                found.setdefault(where, set()).update(kinds)
    idle = sorted(stage for stage, n in figures.items() if not n)
    return {
        "figures": figures,
        "seeded": sorted(SEEDED),
        "idle": idle,
        "found": {k: sorted(v) for k, v in found.items()},
    }


def _everything(outside: Outside, folder: Path, figures: dict[str, int]) -> Iterator[Named]:
    yield from database_texts(figures)
    yield from valkey_texts(figures)
    yield from file_texts(folder, figures)
    for n, raw in enumerate(outside.mails):
        yield from mail_texts(raw, n)
    for n, raw in enumerate(outside.hooks):
        yield from texts_of(f"webhook {n}", raw)


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    """What every logger says from INFO on, without the filter that hides secrets: nothing may get that far."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    quiet = [one for one in root.handlers if one is not handler]
    root.handlers = [handler]
    logging.getLogger("django_structlog").setLevel(logging.INFO)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.handlers = quiet
        logging.config.dictConfig(settings.LOGGING)
        handler.close()
