"""Pictures outside the pages have the colours of the pages."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.lib.colours import COLOURS

TOKENS = Path(__file__).resolve().parents[2] / "dashboards/static/dashboards/css/tokens.css"


def test_colours_are_those_of_the_light_theme() -> None:
    light = TOKENS.read_text(encoding="utf-8").split("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    assert {name: tokens.get(name) for name in COLOURS} == COLOURS
