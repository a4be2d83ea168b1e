"""Pages of a PDF as a machine sees them: their text by pdftotext, their ink by pdftoppm."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

DPI = 60
MM = DPI / 25.4
SIDE, ABOVE, BELOW = 25.0, 15.0, 15.0  # mm without ink: the margins of GB/T 9704, less a millimetre of tolerance
HANGING = 6.0  # mm that a comma at the end of a line may stand out in Word
BODY = 36.0  # mm from the top: what stands above is the header
DARK = 160
NUMBER = re.compile(r"\s*—\s*\d+\s*—\s*$")  # of the page
BARE = 40  # dark dots that a page must have


@dataclass(frozen=True, slots=True)
class Page:
    """`outside`: the sides on which ink crosses the margin; `last_line`: the last line above the page number."""

    number: int
    text: str
    last_line: str
    outside: str
    bare: bool


def pages_of(pdf: Path, *, hanging: bool) -> list[Page]:
    """Every page; PNGs of them are left beside the file. `hanging`: punctuation may stand out on the right."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(pdf), f"{stem}-page"], check=True, capture_output=True)
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    images = sorted(pdf.parent.glob(f"{stem.name}-page-*.png"))
    right = SIDE - (HANGING if hanging else 0)
    return [
        _page(n, text, image, right) for n, (text, image) in enumerate(zip(said.split("\f"), images, strict=False), 1)
    ]


def _page(number: int, text: str, image: Path, right: float) -> Page:
    with Image.open(image) as picture:
        dark = np.asarray(picture.convert("L")) < DARK
    lines = [line.strip() for line in text.splitlines() if line.strip() and not NUMBER.match(line)]
    body = dark[int(BODY * MM) : -int(30 * MM)]
    return Page(number, text, lines[-1] if lines else "", _outside(dark, right), int(body.sum()) < BARE)


def _outside(dark: np.ndarray[tuple[int, int], np.dtype[np.bool_]], right: float) -> str:
    side, above, below = int(SIDE * MM), int(ABOVE * MM), int(BELOW * MM)
    strips = {
        "left": dark[:, :side],
        "right": dark[:, -int(right * MM) :],
        "above": dark[:above],
        "below": dark[-below:],
    }
    return " ".join(name for name, strip in strips.items() if strip.any())
