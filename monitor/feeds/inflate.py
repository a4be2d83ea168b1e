"""Content-Encoding undone by us, with a limit on what may come out: a bomb stops at the limit, whatever its size."""

from __future__ import annotations

import re
import sys
import zlib

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 64 * 1024
MOST_MEMBERS = 10_000  # a body of millions of empty ones is an attack
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): 23}
"""A window of 8 MiB, as RFC 9659 has it for HTTP."""

KNOWN = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
BLANK, DOCUMENT = b"\xef\xbb\xbf \t\r\n", (b"<", b"{", b"[")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class TooLargeError(ValueError):
    """More came out than the limit."""


class BrokenError(ValueError):
    """The compressed bytes are damaged or incomplete."""


class UnknownError(BrokenError):
    """Packed in a way that nobody agreed on."""


def inflate(body: bytes, encodings: str, limit: int, *, whole: bool = True) -> bytes:
    """Undo the encodings of a Content-Encoding header, last first. Raises TooLargeError, BrokenError.

    With `whole` false the body is known to end in its middle: what can be undone of it is given.
    An unknown encoding raises BrokenError. A body that is gzip though nobody said so (`feed.xml.gz`) is undone too, and
    one that was announced as packed but plainly is not (a document, or gzip instead) is taken as what it is: both are common.
    """
    for encoding in reversed([word.strip().lower() for word in encodings.split(",") if word.strip()]):
        try:
            body = _one(body, encoding, limit, whole)
        except BrokenError:
            if encoding not in KNOWN or not _is_document(body):
                raise
    if body.startswith(GZIP_MAGIC):
        body = _zlib(body, 31, limit, whole)
    if len(body) > limit:
        raise TooLargeError
    return body


def _is_document(body: bytes) -> bool:
    """Not packed at all: a packed stream may begin with `[` too, but holds control characters."""
    return body[:100].lstrip(BLANK).startswith(DOCUMENT) and not CONTROL.search(body, 0, 200)


def _one(body: bytes, encoding: str, limit: int, whole: bool) -> bytes:
    if not body or encoding in {"identity", "none", "utf-8"}:
        return body
    if encoding not in KNOWN:
        raise UnknownError(f"unknown encoding {encoding[:20]}")
    if body.startswith(GZIP_MAGIC):
        return _zlib(body, 31, limit, whole)
    if encoding == "deflate":  # zlib format by the standard, raw deflate by habit
        wrapped = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
        return _zlib(body, 15 if wrapped else -15, limit, whole)
    if encoding == "br":
        return _brotli(body, limit, whole)
    return _zstd(body, limit, whole) if encoding == "zstd" else body


class _Output:
    """What came out so far, never more than the limit."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.parts = limit, 0, list[bytes]()

    def add(self, part: bytes) -> bool:
        """Whether it was anything."""
        self.size += len(part)
        if self.size > self.limit:
            raise TooLargeError
        self.parts.append(part)
        return bool(part)

    def ended(self, *, complete: bool, whole: bool) -> bytes:
        if whole and not complete:
            raise BrokenError("incomplete")
        return b"".join(self.parts)


def _zlib(body: bytes, wbits: int, limit: int, whole: bool) -> bytes:
    """Also several members one after the other; the body goes in by steps, since each answer copies what is left of its step."""
    out = _Output(limit)
    at = 0
    try:
        for _member in range(MOST_MEMBERS):
            stream = zlib.decompressobj(wbits)
            while at < len(body) and not stream.eof:
                step = body[at : at + STEP]
                at += len(step)
                while out.add(stream.decompress(step, STEP)) or stream.unconsumed_tail:
                    step = stream.unconsumed_tail
            at -= len(stream.unused_data)
            if not stream.eof:
                return out.ended(complete=False, whole=whole)
            if not body.startswith(GZIP_MAGIC, at):
                return out.ended(complete=True, whole=whole)
    except zlib.error as error:
        raise BrokenError("damaged") from error
    raise BrokenError("too many members")


def _brotli(body: bytes, limit: int, whole: bool) -> bytes:
    out = _Output(limit)
    stream = brotli.Decompressor()
    data = body
    try:
        while not stream.is_finished():
            part = stream.process(data, output_buffer_limit=STEP)
            data = b""
            if not out.add(part) and not stream.is_finished():
                return out.ended(complete=False, whole=whole)
    except brotli.error as error:
        raise BrokenError("damaged") from error
    return out.ended(complete=True, whole=whole)


def _zstd(body: bytes, limit: int, whole: bool) -> bytes:
    out = _Output(limit)
    at = 0
    try:
        for _frame in range(MOST_MEMBERS):
            stream = zstd.ZstdDecompressor(options=ZSTD_OPTIONS)
            while at < len(body) and not stream.eof:
                step = body[at : at + STEP]
                at += len(step)
                more = True
                while more:
                    more = out.add(stream.decompress(step, STEP)) and not stream.eof
                    step = b""
            at -= len(stream.unused_data)
            if not stream.eof:
                return out.ended(complete=False, whole=whole)
            if not body.startswith(ZSTD_MAGIC, at):
                return out.ended(complete=True, whole=whole)
    except zstd.ZstdError as error:
        raise BrokenError("damaged") from error
    raise BrokenError("too many members")
