"""The words of dates in plain digits: Chinese numerals, months, weekdays and parts of the day, full-width figures. Pure.

`二〇二六年七月一日下午三点` becomes `2026年7月1日 15点`, `星期三, 01 七月 2026` becomes `01 Jul 2026`, `下午 3:05` becomes `15:05`.
"""

from __future__ import annotations

import re
import unicodedata

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"十": 10, "廿": 20, "卅": 30}
NUMERAL = re.compile(
    r"[〇零○一二两三四五六七八九十廿卅]{1,4}(?=\s*(?:年|月|个|個|日|号|號|时|時|小|天|周|週|点|點|分|秒))"
)
MONTH = re.compile(r"(?<![\d年])(?:(?<=\s)|^|(?<=,))(1[0-2]|0?[1-9])月(?!\s*\d{1,2}\s*[日号號])")
WEEKDAY = re.compile(
    r"(?:[(（]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?|[(（][一二三四五六日][)）])\s*[,，]?\s*"
)
FOREIGN = {
    stem: MONTHS[number]
    for number, stems in enumerate(
        (
            "janv jänn enero ene genn gen ян січ oca ιαν",
            "févr fév feb фев лют şub φεβ",
            "mär mars märz mrt мар бер μαρ",
            "avr abr квіт апр nis απρ",
            "mai mayo may mag maio mei май мая трав",
            "juin giu jun июн черв haz ιουν",
            "juil lugl lug jul июл лип tem ιουλ",
            "août aou ago авг серп ağu αυγ",
            "sept set сен вер eyl σεπ",
            "okt ott out окт жовт eki οκτ",
            "nov ноя лист kas νοε",
            "déc dez dic дек груд ara δεκ",
        )
    )
    for stem in stems.split()
}
"""How the names of months begin in other languages of Europe, beside those that begin as in English."""

FOREIGN_DATE = re.compile(
    r"^(?:[^\W\d]{2,12}\.?,?\s+)?(?:de\s+|den\s+)?(\d{1,2})\.?\s*(?:de\s+)?([^\W\d]{3,12})\.?,?\s*(?:de\s+)?(\d{4})\b,?"
)
PART = r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|[AP]M\b)"
CLOCK = re.compile(PART + r"\s*(?P<h>\d{1,2})(?P<rest>\s*[:：时時点點]\s*(?:\d{1,2})?)", re.IGNORECASE)
CLOCK_BEFORE = re.compile(r"(?<![\d:])(?P<h>\d{1,2})(?P<rest>:\d\d(?::\d\d)?)\s?(?P<part>[AP])\.?M\b\.?", re.IGNORECASE)
ZONE_WORDS = re.compile(
    r"\s*[(（]?(?:北京时间|北京時間|中国标准时间|中國標準時間|台北標準時間|Asia/Shanghai|PRC)[)）]?\s*$", re.IGNORECASE
)
LATE = frozenset({"下午", "傍晚", "晚上", "晚间", "夜间", "pm"})


def plain_words(text: str) -> str:
    """The text with the words of a date in figures; what is ASCII without `AM`, `PM` stays as it is."""
    if text.isascii():
        text = CLOCK.sub(_clock, CLOCK_BEFORE.sub(_clock, text)) if "M" in text or "m" in text else text
        return ZONE_WORDS.sub(" +0800", text) if text[-2:].lower() in {"ai", "rc"} else text
    text = unicodedata.normalize("NFKC", text)
    text = NUMERAL.sub(_arabic, text)
    text = WEEKDAY.sub(" ", text).strip()
    text = CLOCK.sub(_clock, text)
    text = MONTH.sub(lambda match: MONTHS[int(match[1]) - 1], text)
    return ZONE_WORDS.sub(" +0800", text)


def foreign_months(text: str) -> str:
    """`Mi., 1. Juli 2026 8:00`, `mer. 1 juil. 2026 08:00` with the month in English and without the weekday; else as it is."""
    found = FOREIGN_DATE.match(text.lower())
    if found is None:
        return text
    word = found[2]
    month = next((FOREIGN[word[:n]] for n in range(len(word), 1, -1) if word[:n] in FOREIGN), None)
    return f"{found[1]} {month} {found[3]}{text[found.end() :]}" if month else text


def hour24(part: str | None, hour: int) -> int:
    """The hour of the day for what is called `hour` in this part of it."""
    part = (part or "").lower()
    part = f"{part}m" if part in {"a", "p"} else part
    if part == "中午":
        return hour + 12 if hour < 11 else hour
    if part in LATE:
        return hour + 12 if hour < 12 else (12 if part in {"下午", "pm"} else 24) if hour == 12 else hour
    return 0 if hour == 12 and part in {"凌晨", "上午", "am"} else hour


def _arabic(match: re.Match[str]) -> str:
    """二〇二六, 十二, 二十三, 廿三."""
    word = match.group()
    if not any(letter in TENS for letter in word):
        return "".join(str(DIGITS[letter]) for letter in word)
    total, unit = 0, 0
    for letter in word:
        if letter == "十":
            total, unit = total + (unit or 1) * 10, 0
        else:
            total, unit = (total + TENS[letter], 0) if letter in TENS else (total, DIGITS[letter])
    return str(total + unit)


def _clock(match: re.Match[str]) -> str:
    return f" {hour24(match['part'], int(match['h']))}{match['rest']}"
