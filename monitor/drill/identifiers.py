"""Made-up personal identifiers in the spellings in which people post them. They belong to nobody.

Telephones carry the exchange 0000, identity cards the region 539900, which does not exist; both keep their check digits.
"""

import random
from collections.abc import Callable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HAN = "零一二三四五六七八九"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _phone(rng: random.Random) -> str:
    prefix, last = f"1{rng.choice('3456789')}{rng.randrange(10)}", _digits(rng, 4)
    plain = f"{prefix}0000{last}"
    return rng.choice(
        [
            plain,
            plain,
            f"{prefix} 0000 {last}",
            f"{prefix}-0000-{last}",
            "".join(chr(ord(digit) + 0xFEE0) for digit in plain),
            "".join(_HAN[int(digit)] for digit in plain),
        ]
    )


def _fixed(rng: random.Random) -> str:
    return rng.choice(["0999-{}", "0999 {}", "（0999）{}"]).format(f"{rng.randint(2, 8)}00{_digits(rng, 4)}")


def _idcard(rng: random.Random) -> str:
    born = f"{rng.randint(1962, 2004)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"539900{born}{_digits(rng, 3)}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    return rng.choice([body + check, f"{body[:6]} {body[6:14]} {body[14:]}{check}"])


def _bankcard(rng: random.Random) -> str:
    body = f"621799{_digits(rng, 12)}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    number = body + str(-total % 10)
    return rng.choice([number, " ".join(number[i : i + 4] for i in range(0, 19, 4))])


def _email(rng: random.Random) -> str:
    return f"{rng.choice(['muxi', 'lanhe', 'xiaoman', 'zhoubo'])}{_digits(rng, 3)}@{rng.choice(['mail', 'post'])}.yunhe.example"


def _wechat(rng: random.Random) -> str:
    return f"{rng.choice(['yh_', 'lz-', 'dagong_', 'wx'])}{rng.choice(['chenxi', 'laosan', 'duoduo'])}{_digits(rng, 4)}"


def _plate(rng: random.Random) -> str:
    return f"云A{rng.choice(['', '·'])}0000{rng.choice('ABCDEFGHJK')}"


def _handle(rng: random.Random) -> str:
    return f"@{rng.choice(['河边的风', '石漾打工仔', '不吃香菜', '加班到秃头'])}{rng.randint(1, 99)}"


def _home(rng: random.Random) -> str:
    return f"{rng.randint(2, 28)}号楼{rng.randint(1, 4)}单元{rng.randint(1, 17)}0{rng.randint(1, 4)}"


KINDS: dict[str, Callable[[random.Random], str]] = {
    "phone": _phone,
    "fixed": _fixed,
    "idcard": _idcard,
    "bankcard": _bankcard,
    "email": _email,
    "qq": lambda rng: f"{rng.randint(2, 9)}00{_digits(rng, 6)}",
    "wechat": _wechat,
    "plate": _plate,
    "handle": _handle,
    "home": _home,
}
