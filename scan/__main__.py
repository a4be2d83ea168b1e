"""`python -m scan`: bandit, detect-secrets and the bill of materials, side by side; exit 1 when anything is new, gone or missing.

`--print` shows findings in the form of known.toml, to be copied there with a reason once they were looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scan.known import Finding, differences, known_read
from scan.parts import bill_write

ROOT = Path(__file__).resolve().parents[1]
CODE = ("monitor", "tasks", "dashboards", "bench", "chaos", "fuzz", "scan", "traces", "manage.py")
BILL = ROOT / "build" / "sbom.cdx.json"
KNOWN = known_read()
# Keys of services that nothing here talks to: each detector costs a second, and their keys look like those of the others.
ELSEWHERE = (
    "ArtifactoryDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "MailchimpDetector",
    "SoftlayerDetector",
    "SquareOAuthDetector",
)


def main() -> int:
    """Everything at once: two of them start processes, so threads are enough."""
    began = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        code, secrets = pool.submit(risky_code), pool.submit(committed_secrets)
        bill = pool.submit(bill_write, ROOT / "requirements" / "base.txt", BILL)
    if "--print" in sys.argv:
        print(json.dumps([*sorted(code.result().items()), *sorted(secrets.result().items())], indent=0))
        return 0
    faults = differences(code.result(), KNOWN.code) + differences(secrets.result(), KNOWN.secrets) + bill.result()
    for fault in faults:
        print(fault)
    looked = f"{sum(code.result().values())} places in code, {sum(secrets.result().values())} that look like secrets"
    print(
        f"scan: {looked}, all known; {BILL.relative_to(ROOT)} written"
        if not faults
        else f"scan: {len(faults)} to look at"
    )
    print(f"scan: {time.monotonic() - began:.0f} s")
    return 1 if faults else 0


def risky_code() -> Counter[Finding]:
    """By bandit, every severity."""
    said = _told("bandit", "-q", "-r", *CODE, "-f", "json")
    return Counter(("bandit", found["filename"].removeprefix("./"), found["test_id"]) for found in said["results"])


def committed_secrets() -> Counter[Finding]:
    """By detect-secrets, in every file that git has; digests, so that known.toml holds no secret either."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = [file for file in listed.split("\0") if file and (ROOT / file).is_file() and not KNOWN.skips(file)]
    without = [word for name in ELSEWHERE for word in ("--disable-plugin", name)]
    said = _told("detect-secrets", "-c", "2", "scan", "--no-verify", *without, *files)
    return Counter(
        ("detect-secrets", file, f"{found['type']} {found['hashed_secret'][:12]}")
        for file, results in said["results"].items()
        for found in results
    )


def _told(tool: str, *arguments: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    """bandit exits 1 when it found something, which it does."""
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        raise SystemExit(f"{tool}: {done.stderr[-1000:]}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
