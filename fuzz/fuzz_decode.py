"""Any bytes through the charset decoder and the inflater: text, or one of two errors, within limits. See README.md."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path

import atheris
import brotli

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["monitor"]):
    from monitor.feeds.decode import decode
    from monitor.feeds.inflate import BrokenError, TooLargeError, inflate
    from monitor.feeds.links import absolute, canonical, public

from fuzz.harness import fuzz, seeds

LIMIT = 300_000
ENCODINGS = ("", "gzip", "deflate", "br", "zstd", "gzip, br", "identity", "gzip, gzip")
TYPES = ("", "text/xml; charset=gb2312", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1")


def one(data: bytes) -> None:
    """The first byte chooses encodings and content type."""
    if not data:
        return
    how, body = data[0], data[1:]
    try:
        plain = inflate(body, ENCODINGS[how & 7], LIMIT, whole=how < 128)
        assert len(plain) <= LIMIT
    except (BrokenError, TooLargeError):
        plain = body
    decoded = decode(plain, TYPES[(how >> 3) & 3])
    decoded.text.encode("utf-8")
    assert decoded.replaced <= decoded.text.count("\ufffd")
    link = canonical(absolute(decoded.text[:500], "http://a.example/b/"))
    assert canonical(link) == link
    assert public(link) == "" or public(link).startswith(("http://", "https://"))


if __name__ == "__main__":
    plain = seeds()
    packed = [bytes([1]) + gzip.compress(seed) for seed in plain] + [bytes([2]) + zlib.compress(seed) for seed in plain]
    fuzz(
        one,
        [bytes([how]) + seed for seed in plain for how in (0, 8)]
        + packed
        + [b"\3" + brotli.compress(seed) for seed in plain],
    )
