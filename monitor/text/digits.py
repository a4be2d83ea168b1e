"""What masking knows of numbers: Chinese numerals, quantities, and the check digits of identity numbers and cards. Pure."""

from __future__ import annotations

HAN = "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
HAN_DIGITS = {ord(c): d for c, d in zip(HAN, "0012345678912123456789", strict=True)}
NOT_QUANTITY = r"(?!\.[0-9])(?! ?(?:元|块|万|亿|人|名|股|吨|美元|件|个|份|千|公里|平方|立方|%|％|户|例|次|辆|台|港元|欧元|日元|韩元|年))"
PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def of_province(digits: str) -> bool:
    """Whether an identity number begins with the code of a province (GB/T 2260)."""
    return int(digits[:2]) in PROVINCES


def is_birth(digits: str) -> bool:
    """Eight digits that are a day of 1880 to 2050."""
    return 1880 <= int(digits[:4]) <= 2050 and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:8]) <= 31


def is_checked(digits: str) -> bool:
    """18 characters whose last one is the check digit of GB 11643-1999 (ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17].upper()


def is_identity(digits: str) -> bool:
    """18 characters with a province, a date of birth and the check digit."""
    return digits[:17].isdigit() and of_province(digits) and is_birth(digits[6:14]) and is_checked(digits)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 check digit of a card number."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
