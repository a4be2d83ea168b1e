"""A run by a moved clock, for a test: prints when it began, what a child reads 24 days later, and how long a sleep took."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from bench import clock

if __name__ == "__main__":
    begun, at = datetime.now(UTC), time.monotonic()
    time.sleep(0.2)
    slept = time.monotonic() - at
    clock.put(begun + timedelta(days=24))
    ask = "from datetime import UTC, datetime; print(datetime.now(UTC).isoformat())"
    child = subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True, text=True).stdout.strip()
    print(json.dumps({"begun": begun.isoformat(), "child": child, "slept": slept}))
