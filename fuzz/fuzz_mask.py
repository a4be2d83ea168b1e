"""Any text through the cleaner and the masker: no error, nothing left of an identifier that stands in it. See README.md."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["monitor.text"]):
    from monitor.text.clean import clean_html
    from monitor.text.mask import mask

from fuzz.harness import fuzz

# Numbers that nobody has: a mobile of an unused block, a card and an identity card whose check digits are right, an address in a reserved domain.
PLANTED = ("13900001234", "6222020200025947249", "11010119900307299X", "lin.chen@mail.example")
APART = "。" * 12  # words such as 订单号 may stand close before a number and say that it is none of ours
WORDS = (
    "微信号：yh_chenxi8813，价钱好说",
    "@云河老街坊_07 说的对",
    "家住柳岸街道纺织路12号3栋2单元501室",
    "车牌豫A·8K9L3 的货车",
    "一三九零零零零一二三四",
    "l3O 0000 1234",
    "QQ群 123456789",
)


def one(data: bytes) -> None:
    """The first byte chooses what is planted and where."""
    if not data:
        return
    how, text = data[0], data[1:].decode("utf-8", "ignore")
    planted = PLANTED[how & 3]
    cut = len(text) * ((how >> 2) & 15) // 15
    told = f"{text[:cut]}{APART}{planted}{APART}{text[cut:]}"
    cleaned = clean_html(told) if how & 64 else told
    masked, changed = mask(cleaned)
    masked.encode("utf-8")
    assert changed == (masked != cleaned)
    if planted in cleaned:
        assert masked.count(planted) < cleaned.count(planted), "what stands alone is masked"
    assert mask(masked)[0] == masked, "masking twice changes something"


if __name__ == "__main__":
    fuzz(one, [bytes([how]) + (word * 2).encode() for word in (*PLANTED, *WORDS) for how in (0, 29, 66, 127)])
