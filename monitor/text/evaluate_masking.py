"""Masking against a list of what must not survive. Pure.

Label `secrets`: the identifiers in the text as they are written there; [] = nothing to mask. One survives when the
stored title or text still holds it, read loosely: full-width as plain characters, letters, digits and Chinese alone.
An optional label `kind` ("mobile", "no plate: route") makes a table by kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from monitor.lib.resample import Figure, share_interval
from monitor.text.analyse import analyse
from monitor.text.config import default_config
from monitor.text.evaluate import Row
from monitor.text.types import Analysis, RawText

DEFINITIONS = {
    "recall_secrets": "of the secrets: gone from what would be stored",
    "recall_items": "of the items with secrets: all of them gone",
    "precision": "of the items in which something was masked: the item had a secret",
    "intervals": "95 % bootstrap over items",
}
# what a first attempt looks like: a mobile number, an identity number, an e-mail address, a handle
PLAIN = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]|[\w.]+@[\w.]+\.\w+|@\w{2,20}")
_LOOSE = re.compile(r"[^\w@]|_")


def evaluate_masking(rows: Sequence[Row]) -> dict[str, Any]:
    """Figures of the text stage, and of four plain patterns as the baseline."""
    config = default_config()
    found = [analyse(RawText(row.get("title") or "", row.get("text") or ""), config) for row in rows]
    secrets = [list(row["secrets"]) for row in rows]
    return {
        "n": len(rows),
        "items_with_secrets": sum(map(bool, secrets)),
        "secrets": sum(map(len, secrets)),
        "masked": sum(one.masked for one in found),
        "figures": _figures(secrets, [f"{one.title}\n{one.text}" for one in found], [one.masked for one in found]),
        "kinds": _by_kind(rows, secrets, found),
        "baselines": {"four_plain_patterns": _plain(rows, secrets)},
        "definitions": DEFINITIONS,
    }


def _by_kind(rows: Sequence[Row], secrets: Sequence[list[str]], found: Sequence[Analysis]) -> dict[str, dict[str, int]]:
    """Of each kind: lines, secrets, secrets gone, and lines without a secret in which something was masked."""
    table: dict[str, dict[str, int]] = {}
    for row, own, one in zip(rows, secrets, found, strict=True):
        if "kind" not in row:
            continue
        cells = table.setdefault(str(row["kind"]), {"lines": 0, "secrets": 0, "gone": 0, "masked_for_nothing": 0})
        cells["lines"] += 1
        cells["secrets"] += len(own)
        cells["gone"] += sum(not survives(secret, f"{one.title}\n{one.text}") for secret in own)
        cells["masked_for_nothing"] += bool(one.masked and not own)
    return table


def survives(secret: str, stored: str) -> bool:
    """Whether a reader of `stored` could still read `secret`."""
    return _loose(secret) in _loose(stored)


def _loose(text: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).lower()


def _plain(rows: Sequence[Row], secrets: Sequence[list[str]]) -> dict[str, Figure]:
    texts = [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows]
    masked = [PLAIN.sub("*", text) for text in texts]
    return _figures(secrets, masked, [a != b for a, b in zip(texts, masked, strict=True)])


def _figures(secrets: Sequence[list[str]], stored: Sequence[str], masked: Sequence[bool]) -> dict[str, Figure]:
    gone = [sum(not survives(s, text) for s in own) for own, text in zip(secrets, stored, strict=True)]
    having = [len(own) for own in secrets]
    whole = [g == n for g, n in zip(gone, having, strict=True) if n]
    right = [m and n > 0 for m, n in zip(masked, having, strict=True)]
    return {
        "recall_secrets": share_interval(*_with_secret(gone, having)),
        "recall_items": share_interval(whole, [1] * len(whole)),
        "precision": share_interval(right, masked),
    }


def _with_secret(gone: Sequence[int], having: Sequence[int]) -> tuple[list[int], list[int]]:
    kept = [(g, n) for g, n in zip(gone, having, strict=True) if n]
    return [g for g, _ in kept], [n for _, n in kept]
