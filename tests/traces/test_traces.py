"""`manage.py traces` would find what it seeds: in any spelling, in any wrapping. The run itself is part of `make evaluate`."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from base64 import b64encode

import pytest

from traces.identifiers import SAID, SEEDED, found_in
from traces.look import mail_texts, texts_of

ALL = sorted(SEEDED)
TRACES = "\n".join(trace for _, trace in SEEDED.values())


def zipped(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", raw)
    return out.getvalue()


def kinds(texts: object) -> list[str]:
    return sorted({kind for _, text in texts for kind in found_in(text)})  # type: ignore[attr-defined]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zlib.compress, zipped, lambda raw: gzip.compress(zipped(raw))])
def test_every_kind_is_found_however_it_is_packed(pack: object) -> None:
    assert kinds(texts_of("x", pack(TRACES.encode()))) == ALL  # type: ignore[operator]


def test_what_is_seeded_holds_every_kind_but_the_writers() -> None:
    assert sorted([*found_in(SAID), "author", "byline"]) == ALL


@pytest.mark.parametrize("spelling", ["１３９００００１２３４", "139-0000-1234", "139 0000 1234", "139·0000·1234"])
def test_another_spelling_is_found_too(spelling: str) -> None:
    assert found_in(f"call {spelling}") == ["mobile"]


def test_a_mail_is_decoded() -> None:
    mail = b"Subject: =?utf-8?b?" + b64encode(b"13900001234") + b"?=\r\n\r\nx"
    assert kinds(mail_texts(mail, 0)) == ["mobile"]


def test_masked_text_has_no_trace() -> None:
    assert found_in("电话〔电话〕，家住〔住址〕，共 12 人") == []
