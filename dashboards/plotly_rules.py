"""Plotly's own style rules as a file: the CSP lets no script write rules into the page (ARCHITECTURE).

python -m dashboards.plotly_rules > dashboards/static/dashboards/css/plotly.css     after an update of plotly
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import plotly

HEAD = "/* Made by dashboards/plotly_rules.py from plotly.min.js; a test compares. */\n"
PAIR = re.compile(r"""(?:"([^"]*)"|([A-Z])):(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
PLACES = {"X": ".js-plotly-plot .plotly", "Y": ".plotly-notifier"}


def plotly_css() -> str:
    """The rules of the installed bundle. Raises ValueError when it no longer has them in the known form."""
    bundle = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    start = bundle.find('{"X,X div":')
    if start < 0:
        raise ValueError("plotly.min.js: rules not found")
    rules, at = [], start + 1
    while match := PAIR.match(bundle, at):
        rules.append(f"{_selector(match[1] or match[2])} {{ {match[3] or match[4]} }}\n")
        at = match.end() + 1
    return HEAD + "".join(rules)


def _selector(short: str) -> str:
    return re.sub(r"\b([XY])\b", lambda found: PLACES[found[1]], short)


if __name__ == "__main__":
    sys.stdout.write(plotly_css())
