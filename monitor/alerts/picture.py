"""A small bar chart as PNG without a drawing library: mails may hold no remote content, and many readers show no SVG. Pure.

One bar an hour, oldest first; hours of the last 24 darker. No words in it: they stand beside it, in the reader's language.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np

HEIGHT, BAR, GAP, SCALE = 48, 4, 2, 2  # points; SCALE pixels a point, for sharp screens
EARLIER, RECENT, GROUND = (154, 160, 168), (31, 95, 134), (200, 203, 207)  # readable on white and on black


def bars_png(counts: Sequence[int], *, recent: int = 24) -> bytes:
    """PNG (RGBA, transparent) of at least one count; the highest bar fills the height."""
    width = len(counts) * (BAR + GAP) * SCALE
    pixels = np.zeros((HEIGHT * SCALE, width, 4), np.uint8)
    pixels[-SCALE:, :] = (*GROUND, 255)
    most = max(counts, default=0) or 1
    for place, count in enumerate(counts):
        tall = round(count / most * (HEIGHT - 2) * SCALE)
        tall = max(tall, 2 * SCALE) if count else 0  # one item is to be seen beside a hundred
        left = place * (BAR + GAP) * SCALE
        colour = RECENT if place >= len(counts) - recent else EARLIER
        pixels[HEIGHT * SCALE - tall : HEIGHT * SCALE, left : left + BAR * SCALE] = (*colour, 255)
    return _png(pixels)


def size_of(hours: int) -> tuple[int, int]:
    """Width and height in points, for the page that shows it."""
    return hours * (BAR + GAP), HEIGHT


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """PNG, second edition (ISO 15948): header, one compressed block of unfiltered lines, end."""
    height, width = pixels.shape[:2]
    lines = b"".join(b"\x00" + pixels[row].tobytes() for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
