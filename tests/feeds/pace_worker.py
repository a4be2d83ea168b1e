"""A worker process of its own, for test_pacing.py: fetches addresses and prints the outcomes.

It says "ready" and begins with the next line of its input: {"urls": [...], "policy": {changes to POLICY}}; then it has forgotten all
hosts, and is ready again. It ends with its input.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from monitor.feeds.board import board_forget_away
from monitor.feeds.exchange import FetchRequest
from monitor.feeds.politeness import manners
from tests.feeds.conftest import POLICY, each


def main() -> None:
    """Until there are no more orders."""
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        requests = {n: FetchRequest(url) for n, url in enumerate(order["urls"])}
        found = [result.outcome for _, result in each(requests, replace(POLICY, **order["policy"]))]
        manners.clear()
        board_forget_away()
        print(json.dumps(found), "ready", sep="\n", flush=True)


if __name__ == "__main__":
    main()
