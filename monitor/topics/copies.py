"""Near-duplicates: does one text repeat the other? Containment of shingles, estimated from bottom-k sketches.

Bodies by containment (share of the *shorter* found in the other), because reposts are cut short and get a line on top;
source of the method: Broder, "On the resemblance and containment of documents", 1997. Headlines by the Dice
coefficient. A sketch holds at most `SKETCH` 32-bit hashes (256 bytes).
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from zlib import crc32

from monitor.text.fold import fold

SKETCH = 64
LONG_TEXT = 60  # characters from which a body is judged instead of the headline
BODY_CHARS = 4000  # of a body are looked at
SHORT_TITLE = 6  # a headline shorter than this never proves a copy
LEAST_SAMPLE = 8  # hashes needed before an estimate is trusted
TITLE_WIDTH, BODY_WIDTH = 2, 4  # characters of a shingle: headlines are short, and bodies on one event share many pairs
LABEL = re.compile(r"^.{2,12}?[：:丨｜|]\s*(?=.{8})")  # "Ministry: …", "Video | …": put on top by whoever reposts
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MIX = 2654435761  # Knuth's multiplicative hash: crc32 of neighbours is too regular for sampling


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Sketches of headline and body (the body's is empty when short), and a hash of the numbers in the headline."""

    title: "array[int]"
    title_chars: int
    numbers: int
    body: "array[int]"


def _letters(text: str) -> str:
    return "".join(c for c in fold(unicodedata.normalize("NFKC", text)) if c.isalnum())


def _sketch(letters: str, width: int) -> "array[int]":
    hashes = {crc32(letters[i : i + width].encode()) * MIX & 0xFFFFFFFF for i in range(len(letters) - width + 1)}
    return array("I", sorted(hashes)[:SKETCH])


def fingerprint(title: str, text: str) -> Fingerprint:
    """What `same_text` compares; clean text in, constant size out."""
    letters, body = _letters(LABEL.sub("", title)), _letters(text[:BODY_CHARS])
    numbers = crc32(" ".join(sorted(NUMBER.findall(title))).encode())
    return Fingerprint(
        _sketch(letters, TITLE_WIDTH),
        min(len(letters), 0xFFFF),
        numbers,
        _sketch(body, BODY_WIDTH) if len(body) >= LONG_TEXT else array("I"),
    )


def containment(a: "array[int]", b: "array[int]") -> float:
    """Estimated share of the smaller set that the other has too, 0 when there is too little to tell."""
    if not a or not b:
        return 0.0
    top = min(sketch[-1] if len(sketch) == SKETCH else 0xFFFFFFFF for sketch in (a, b))
    one, two = {h for h in a if h <= top}, {h for h in b if h <= top}
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller >= LEAST_SAMPLE else 0.0


def _title_share(a: Fingerprint, b: Fingerprint) -> float:
    """Dice coefficient: a headline inside another is often another matter ("X" and "X answers")."""
    if min(a.title_chars, b.title_chars) < SHORT_TITLE or a.numbers != b.numbers:
        return 0.0
    return 2 * len(set(a.title) & set(b.title)) / (len(a.title) + len(b.title))


def copy_share(a: Fingerprint, b: Fingerprint) -> float:
    """How far one repeats the other, 0..1: by the bodies where both have one, else by the headlines."""
    if a.body and b.body:
        return containment(a.body, b.body)
    return _title_share(a, b)
