"""A worker process of its own, for test_pacing.py: fetches addresses and prints the outcomes.

It says "ready" first and begins with the next line of its input: {"urls": [...], "policy": {changes to POLICY}}.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from monitor.feeds.exchange import FetchRequest
from tests.feeds.conftest import POLICY, each


def main() -> None:
    """Until the addresses are done."""
    print("ready", flush=True)
    order = json.loads(sys.stdin.readline())
    requests = {n: FetchRequest(url) for n, url in enumerate(order["urls"])}
    print(json.dumps([result.outcome for _, result in each(requests, replace(POLICY, **order["policy"]))]))


if __name__ == "__main__":
    main()
