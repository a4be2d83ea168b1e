"""What a web process does before its first page: it loads what pages need, and tells Python's collector to leave it alone.

Every so many objects the collector looks at all that there are: a quarter of a million, most of them code, models, addresses
and templates, which stay until the process ends. Each such look made some page wait for 60 to 150 ms, one in twenty.
"""

from __future__ import annotations

import gc
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import get_resolver
from django.utils import translation

from monitor.lib.clock import utc_now
from monitor.lib.memory import keep_loaded

YOUNG = 5000  # objects between two looks at the young ones (Python: 700, which is 25 times a page)


def settle() -> None:
    """Load all addresses with their views and all templates of ours, compile what pages ask, then freeze what is there. About a
    second and a half."""
    from monitor.queries.ready import compile_shapes

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            resolver = get_resolver()
            addresses = resolver.reverse_dict, resolver.app_dict  # what it takes for them to be there is all views
    del addresses
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            for name in _names(engine):
                engine.get_template(name)
    compile_shapes(utc_now())
    keep_loaded()
    gc.set_threshold(YOUNG)


def _names(engine: DjangoTemplates) -> list[str]:
    """Of all templates that stand in this project, as they are asked for."""
    rooms = [Path(room) for room in engine.template_dirs if "site-packages" not in str(room)]
    return sorted({str(file.relative_to(room)) for room in rooms for file in room.rglob("*.html")})
