"""Words of a text: jieba's dictionary and ours, cut by rjieba; names of persons; part of speech. Pure.

rjieba reproduces jieba's algorithm (dictionary DAG + HMM) at some 40 times its speed. The two differ on Latin runs with `-`
or `.` inside, so those are cut here first, by the rule that jieba applies to them.
"""

import functools
import re
from importlib import resources
from typing import Any

_RUN = re.compile(r"[A-Za-z0-9+#&._%\-]*[.\-][A-Za-z0-9+#&._%\-]*")
_PART = re.compile(r"([A-Za-z0-9]+(?:\.[0-9]+)?%?)")

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
    "耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "长孙",
    "宇文",
    "司徒",
    "夏侯",
    "令狐",
)
_TITLES = "先生|女士|小姐|某某|某|师傅|大爷|大妈|阿姨|同学|老师|医生|律师|教授|记者|主任|经理|队长|警官"
_SURNAME_CLASS = "".join(sorted(_SURNAMES))
_WITH_TITLE = re.compile(rf"(?<![\u4e00-\u9fff])?([{_SURNAME_CLASS}](?:某某|某|先生|女士|小姐|师傅|大爷|大妈|阿姨))")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[··•][\u4e00-\u9fff]{1,8}){1,3}")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")


@functools.cache
def _jieba() -> Any:
    """One tokeniser for the process; loading jieba's dictionary takes about 0.1 s."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for word, freq, tag in user_dictionary():
        tokenizer.add_word(word, freq, tag)
    return tokenizer


@functools.cache
def user_dictionary() -> tuple[tuple[str, int, str], ...]:
    """(word, frequency, tag) of `data/userdict.txt`: terms of working life that jieba's dictionary lacks or cuts."""
    lines = resources.files("monitor.text").joinpath("data/userdict.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return tuple((row[0], int(row[1]), row[2]) for row in rows)


def cut(s: str) -> list[str]:
    """The words of `s` in order, punctuation and blanks included, so that they join to `s` again."""
    tokenizer = _jieba()
    if "-" not in s and "." not in s:
        return tokenizer.cut(s)  # type: ignore[no-any-return]
    words: list[str] = []
    at = 0
    for match in _RUN.finditer(s):
        if match.start() > at:
            words += tokenizer.cut(s[at : match.start()])
        words += [part for part in _PART.split(match.group()) if part]
        at = match.end()
    return words + tokenizer.cut(s[at:]) if at < len(s) else words


def tag(s: str) -> list[tuple[str, str]]:
    """(word, part of speech in jieba's tag set)."""
    return _jieba().tag(s)  # type: ignore[no-any-return]


def personal_names(s: str, tagged: list[tuple[str, str]] | None = None) -> set[str]:
    """Names of persons in `s`, as they stand there. Meant to err on the side of finding: it keeps names out of term lists."""
    names = {match.group(1) for match in _WITH_TITLE.finditer(s)}
    if "·" in s or "•" in s:
        names.update(part for match in _FOREIGN.finditer(s) for part in re.split("[·•]", match.group()))
    tagged = tag(s) if tagged is None else tagged
    for place, (word, pos) in enumerate(tagged):
        if pos.startswith("nr") and _looks_like_name(word, pos):
            names.add(word)
        elif word in _SURNAMES or word in _COMPOUND:
            names.update(_joined(tagged, place))
    return names


def _looks_like_name(word: str, pos: str) -> bool:
    if not _HAN.match(word):
        return False
    return 2 <= len(word) <= 4 or pos == "nrt"


def _joined(tagged: list[tuple[str, str]], place: int) -> list[str]:
    """A surname that was cut off from its given name: 王 + 建国, 欧阳 + 明."""
    surname, pos = tagged[place]
    if place + 1 >= len(tagged) or not pos.startswith("nr"):
        return []
    given, given_pos = tagged[place + 1]
    return [surname + given, given] if len(given) <= 2 and given_pos.startswith("nr") and _HAN.match(given) else []
