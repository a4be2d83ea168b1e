"""Content-Encoding undone: every encoding, wrong announcements, halves, several members, bombs."""

from __future__ import annotations

import gzip
import random
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.inflate import BrokenError, TooLargeError, inflate
from tests.each import each

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 1_000_000
DOCUMENT = b"<rss><channel>" + random.Random(1).randbytes(60_000).hex().encode() + b"</channel></rss>"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", lambda body: bytes(brotli.compress(body, quality=5))),
    "zstd": ("zstd", zstd.compress),
}


@each(name=PACKERS)
def test_each_encoding_is_undone(name: str) -> None:
    encoding, pack = PACKERS[name]
    assert inflate(pack(DOCUMENT), encoding, LIMIT) == DOCUMENT
    assert inflate(pack(DOCUMENT), f" {encoding.upper()} ", LIMIT) == DOCUMENT
    assert inflate(pack(b""), encoding, LIMIT) == b""


@each(encodings=["gzip, br", "br, zstd", "deflate, gzip", "gzip, gzip", "identity, gzip"])
def test_several_encodings_are_undone_last_first(encodings: str) -> None:
    body = DOCUMENT
    for name in encodings.split(", "):
        body = PACKERS[name][1](body) if name in PACKERS else body
    assert inflate(body, encodings, LIMIT) == DOCUMENT


@pytest.mark.parametrize("announced", ["", "gzip"])
def test_gzip_of_a_gzip_file_is_undone_though_announced_once_or_never(announced: str) -> None:
    body = gzip.compress(gzip.compress(DOCUMENT) if announced else DOCUMENT)
    assert inflate(body, announced, LIMIT) == DOCUMENT


@each(announced=["gzip", "deflate", "br", "zstd", "x-gzip"], start=[b"", b"\xef\xbb\xbf", b"\n "])
def test_a_plain_document_is_taken_as_it_is_whatever_is_announced(announced: str, start: bytes) -> None:
    assert inflate(start + DOCUMENT, announced, LIMIT) == start + DOCUMENT
    assert inflate(start + b'{"items": []}', announced, LIMIT) == start + b'{"items": []}'


@pytest.mark.parametrize("announced", ["deflate", "br", "zstd"])
def test_gzip_announced_as_something_else_is_gzip(announced: str) -> None:
    assert inflate(gzip.compress(DOCUMENT), announced, LIMIT) == DOCUMENT


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_members_one_after_the_other_are_one_document(name: str) -> None:
    encoding, pack = PACKERS[name]
    parts = [DOCUMENT[n : n + 7_000] for n in range(0, len(DOCUMENT), 7_000)]
    assert inflate(b"".join(map(pack, parts)), encoding, LIMIT) == DOCUMENT
    assert inflate(pack(DOCUMENT) + b"\0\0\0 what follows is no member", encoding, LIMIT) == DOCUMENT


@each(name=PACKERS, share=[0.3, 0.9])
def test_half_of_a_stream_is_broken_unless_it_is_known_to_be_a_half(name: str, share: float) -> None:
    encoding, pack = PACKERS[name]
    packed = pack(DOCUMENT)
    half = packed[: int(len(packed) * share)]
    with pytest.raises(BrokenError, match="incomplete"):
        inflate(half, encoding, LIMIT)
    read = inflate(half, encoding, LIMIT, whole=False)
    assert DOCUMENT.startswith(read)
    assert len(read) > 10_000 * share or name == "zstd"


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_damage_is_said_to_be_damage(name: str) -> None:
    encoding, pack = PACKERS[name]
    packed = bytearray(pack(DOCUMENT))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    with pytest.raises(BrokenError):
        inflate(bytes(packed), encoding, LIMIT)


@pytest.mark.parametrize("encoding", ["compress", "aes128gcm", "nonsense, gzip"])
def test_an_unknown_encoding_is_refused_also_of_a_plain_document(encoding: str) -> None:
    with pytest.raises(BrokenError, match="unknown"):
        inflate(DOCUMENT, encoding, LIMIT)


@each(name=PACKERS)
def test_a_bomb_stops_at_the_limit_in_little_memory(name: str) -> None:
    encoding, pack = PACKERS[name]
    bomb = pack(b"\0" * 80_000_000)
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        inflate(bomb, encoding, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * LIMIT


def test_a_bomb_in_a_bomb_stops_too() -> None:
    with pytest.raises(TooLargeError):
        inflate(gzip.compress(gzip.compress(b"<" * 300_000_000)), "gzip", LIMIT)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_million_empty_members_are_refused_at_once(name: str) -> None:
    encoding, pack = PACKERS[name]
    begin = time.process_time()
    with pytest.raises(BrokenError, match="members"):
        inflate(pack(b"") * 500_000, encoding, LIMIT)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("name", PACKERS)
def test_twenty_megabytes_take_time_in_proportion(name: str) -> None:
    encoding, pack = PACKERS[name]
    packed = pack(random.Random(2).randbytes(2_000_000) * 5)
    begin = time.process_time()
    assert len(inflate(packed, encoding, 20_000_000)) == 10_000_000
    assert time.process_time() - begin < 2


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "", "gzip, br", "x"]), st.booleans())
def test_any_bytes_give_bytes_within_the_limit_or_one_of_two_errors(body: bytes, encodings: str, whole: bool) -> None:
    with suppress(BrokenError, TooLargeError):
        assert len(inflate(body, encodings, 1_000, whole=whole)) <= 1_000
