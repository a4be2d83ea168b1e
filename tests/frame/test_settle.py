"""Before its first page a web process has loaded what pages need, and the collector leaves that alone."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

SETTLED = """
import gc, sys
import monitor.asgi
from django.template import engines
kept = engines["django"].engine.template_loaders[0].get_template_cache
assert any(key == "desk/desk.html" for key in kept), sorted(kept)[:5]
assert "dashboards.views.training" in sys.modules
assert gc.get_freeze_count() > 50 * len(gc.get_objects()) > 0, (gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_views_and_templates_are_there_and_frozen() -> None:
    """In a process of its own: a frozen test run would be one too."""
    done = subprocess.run(
        [sys.executable, "-c", SETTLED], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
