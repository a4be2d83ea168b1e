"""Content-Encoding undone by us, with a limit on what may come out: a bomb stops at the limit, whatever its size."""

from __future__ import annotations

import sys
import zlib

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 64 * 1024
GZIP_MAGIC = b"\x1f\x8b"


class TooLargeError(ValueError):
    """More came out than the limit."""


class BrokenError(ValueError):
    """The compressed bytes are damaged or incomplete."""


def inflate(body: bytes, encodings: str, limit: int, *, whole: bool = True) -> bytes:
    """Undo the encodings of a Content-Encoding header, last first. Raises TooLargeError, BrokenError.

    With `whole` false the body is known to end in its middle: what can be undone of it is given.
    An unknown encoding raises BrokenError. A body that is gzip though nobody said so (`feed.xml.gz`) is undone too, and
    one that was announced as gzip but is not stays as it is: both are common.
    """
    for encoding in reversed([word.strip().lower() for word in encodings.split(",") if word.strip()]):
        body = _one(body, encoding, limit, whole)
    if body.startswith(GZIP_MAGIC):
        body = _zlib(body, 31, limit, whole)
    if len(body) > limit:
        raise TooLargeError
    return body


def _one(body: bytes, encoding: str, limit: int, whole: bool) -> bytes:
    if not body or encoding in {"identity", "none", "utf-8"}:
        return body
    if encoding in {"gzip", "x-gzip"}:
        return _zlib(body, 31, limit, whole) if body.startswith(GZIP_MAGIC) else body
    if encoding == "deflate":  # zlib format by the standard, raw deflate by habit
        wrapped = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
        return _zlib(body, 15 if wrapped else -15, limit, whole)
    if encoding == "br":
        return _brotli(body, limit, whole)
    if encoding == "zstd":
        return _zstd(body, limit, whole)
    raise BrokenError(f"unknown encoding {encoding[:20]}")


def _zlib(body: bytes, wbits: int, limit: int, whole: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = body
    try:
        while rest:
            stream = zlib.decompressobj(wbits)
            while rest and not stream.eof:
                part = stream.decompress(rest, STEP)
                rest = stream.unconsumed_tail
                size = _grow(parts, part, size, limit)
                if not part and not rest and not stream.eof:
                    break
            size = _grow(parts, stream.flush() if stream.eof else b"", size, limit)
            if not stream.eof:
                return _first_part(parts, whole)
            rest = stream.unused_data if stream.unused_data.startswith(GZIP_MAGIC) else b""
    except zlib.error as error:
        raise BrokenError("damaged") from error
    return b"".join(parts)


def _brotli(body: bytes, limit: int, whole: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    stream = brotli.Decompressor()
    data = body
    try:
        while not stream.is_finished():
            part = stream.process(data, output_buffer_limit=STEP)
            data = b""
            size = _grow(parts, part, size, limit)
            if not part and not stream.is_finished():
                return _first_part(parts, whole)
    except brotli.error as error:
        raise BrokenError("damaged") from error
    return b"".join(parts)


def _zstd(body: bytes, limit: int, whole: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = body
    try:
        while rest:
            stream = zstd.ZstdDecompressor()
            data = rest
            while not stream.eof:
                part = stream.decompress(data, STEP)
                data = b""
                size = _grow(parts, part, size, limit)
                if not part and stream.needs_input:
                    return _first_part(parts, whole)
            rest = stream.unused_data
    except zstd.ZstdError as error:
        raise BrokenError("damaged") from error
    return b"".join(parts)


def _first_part(parts: list[bytes], whole: bool) -> bytes:
    if whole:
        raise BrokenError("incomplete")
    return b"".join(parts)


def _grow(parts: list[bytes], part: bytes, size: int, limit: int) -> int:
    size += len(part)
    if size > limit:
        raise TooLargeError
    parts.append(part)
    return size
