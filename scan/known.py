"""Findings that were looked at, one by one, each with its reason (known.toml): what is new fails, and so does what is gone."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

FILE = Path(__file__).with_name("known.toml")
Finding = tuple[str, str, str]  # (what found it, file, what: a rule, or a digest of the secret)


@dataclass(frozen=True)
class Known:
    """`code` and `secrets`: findings and how many of each; `skipped`: patterns of files in which nobody looks for secrets."""

    code: Counter[Finding]
    secrets: Counter[Finding]
    skipped: tuple[str, ...]

    def skips(self, file: str) -> bool:
        """Whether it holds what looks like secrets and cannot be any."""
        return any(fnmatch(file, pattern) for pattern in self.skipped)


def known_read(file: Path = FILE) -> Known:
    """Raises KeyError for an entry without a reason."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    code: Counter[Finding] = Counter()
    secrets: Counter[Finding] = Counter()
    for entry in told["code"]:
        _reason(entry)
        code.update({("bandit", path, entry["rule"]): n for path, n in entry["files"].items()})
    for entry in told["secret"]:
        _reason(entry)
        secrets.update(
            {("detect-secrets", entry["file"], f"{entry['type']} {digest}"): 1 for digest in entry["digests"]}
        )
    return Known(
        code, secrets, tuple(pattern for entry in told["skip"] if _reason(entry) for pattern in entry["files"])
    )


def _reason(entry: Mapping[str, object]) -> str:
    why = str(entry["why"])
    if len(why) < 10:
        raise KeyError(f"no reason: {entry}")
    return why


def differences(found: Counter[Finding], known: Counter[Finding]) -> list[str]:
    """Sentences; empty when what was found is what is known."""
    new = [
        f"NEW   {who}: {file}: {what} ({n} more than known)" for (who, file, what), n in sorted((found - known).items())
    ]
    gone = [f"GONE  {who}: {file}: {what}: take it out of scan/known.toml" for who, file, what in sorted(known - found)]
    return new + gone
