"""Cut our font out of Noto Sans CJK SC (SIL OFL 1.1): `python -m monitor.fonts.subset [--source DIR]`, for developers.

Writes two weights for reports and figures here, and WOFF2 slices of the regular weight for pages, with their style sheet,
into the static files. Source: Debian's fonts-noto-cjk. Run it again when a test says that a character is missing.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from monitor.fonts import BOLD, FAMILY, FOLDER, REGULAR
from monitor.fonts.slices import Slice, slices_plan, style_sheet
from monitor.fonts.vocabulary import wanted, written

ROOT = FOLDER.parent.parent
SOURCE = Path("/usr/share/fonts/opentype/noto")
PAGES = ROOT / "dashboards/static/dashboards/fonts"
LIMIT = 8_000_000  # bytes, both weights and all slices
FEATURES = ("palt", "pwid", "locl")  # English needs the narrow quotation marks


def main(arguments: list[str]) -> None:
    """Write the fonts, say how large they are; fails when they are too large."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=SOURCE, help="folder of NotoSansCJK-Regular.ttc and -Bold.ttc")
    source: Path = parser.parse_args(arguments).source
    characters = wanted(ROOT)
    for path, weight in ((REGULAR, "Regular"), (BOLD, "Bold")):
        font = _cut(_noto(source, weight), characters)
        _rename(font, weight)
        font.save(path, reorderTables=True)
    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.woff2"):
        old.unlink()
    with TTFont(REGULAR) as font:
        plan = slices_plan(set(font.getBestCmap()), written(ROOT))
    for part in plan:
        (PAGES / part.name).write_bytes(_woff2(part))
    (PAGES / "fonts.css").write_text(style_sheet(plan), encoding="utf-8")
    total = sum(path.stat().st_size for path in (REGULAR, BOLD, *PAGES.glob("*.woff2")))
    sys.stdout.write(f"{len(plan)} slices, {total:,} bytes of {LIMIT:,}\n")
    if total > LIMIT:
        sys.exit(1)


def _noto(source: Path, weight: str) -> TTFont:
    for font in TTCollection(str(source / f"NotoSansCJK-{weight}.ttc"), lazy=True).fonts:
        if font["name"].getDebugName(1) == "Noto Sans CJK SC":
            return font
    raise SystemExit(f"no Noto Sans CJK SC in {source}")


def _cut(font: TTFont, characters: Iterable[int], features: Sequence[str] = FEATURES) -> TTFont:
    options = subset.Options()
    options.hinting = False  # 300 kB of instructions that screens and PDF readers no longer follow
    options.layout_features = list(features)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # vertical writing
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return font


def _rename(font: TTFont, weight: str) -> None:
    """Its own name: a full Noto on the machine must not be taken instead, nor this one for the whole."""
    names: dict[int, str] = {1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}"}
    names[6] = f"TingchaoSans-{weight}"
    table: Any = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 13, 14}]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FamilyName, top.topDictIndex[0].FullName = FAMILY, names[4]


def _woff2(part: Slice) -> bytes:
    with TTFont(REGULAR) as font:
        _cut(font, part.characters, ())
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
