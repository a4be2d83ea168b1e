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
_STARTS = frozenset((*_SURNAMES, *_COMPOUND))
_TITLES = "先生|女士|小姐|某某|某|师傅|大爷|大妈|阿姨|同学|老师|医生|律师|教授|记者|主任|经理|队长|警官"
_SURNAME_CLASS = "".join(sorted(_SURNAMES))
_WITH_TITLE = re.compile(rf"(?<![关对由基属位至终])([{_SURNAME_CLASS}](?:某某|某|先生|女士|小姐|师傅|大爷|大妈|阿姨))")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[··•][\u4e00-\u9fff]{1,8}){1,3}")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_GLUED = frozenset("在说称和与被对将向的们等要谋官又再也已就及让把给从后前")
_ALSO_WORDS = frozenset(
    "于和万时应成安方项都从连路车党经全包关常高白水左单计温金张明石江马牛田水温云向管何当别能解有多家过年大小"
)


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
        run = match.group()
        dash = run.rfind("-") + 1
        if 0 < dash < len(run) and "." not in run[dash:]:
            run = run[:dash]  # what follows may belong to the next word: A-B轮
        words += [part for part in _PART.split(run) if part]
        at = match.start() + len(run)
    return words + tokenizer.cut(s[at:]) if at < len(s) else words


def tag(s: str) -> list[tuple[str, str]]:
    """(word, part of speech in jieba's tag set)."""
    return _jieba().tag(s)  # type: ignore[no-any-return]


def personal_names(s: str, tagged: list[tuple[str, str]] | None = None) -> set[str]:
    """Names of persons in `s`, as they stand there. A surname must begin it: topic titles lose what is found here."""
    names = {match.group(1) for match in _WITH_TITLE.finditer(s)}
    if "·" in s or "•" in s:
        names.update(part for match in _FOREIGN.finditer(s) for part in re.split("[·•]", match.group()))
    tagged = tag(s) if tagged is None else tagged
    for place, (word, pos) in enumerate(tagged):
        name = _name_in(word, pos) if pos.startswith("nr") and len(word) > 1 else None
        if name and place + 1 < len(tagged) and tagged[place + 1][0] in _PLACE_ENDS:
            continue  # 石漾 镇: the name of a place
        if name:
            names.add(name)
        elif word in _STARTS:
            names.update(_joined(tagged, place))
    return names


def _name_in(word: str, pos: str) -> str | None:
    """The name that a word tagged as one holds: a surname and one or two characters, what the HMM glued on cut off."""
    if not _HAN.match(word) or word in not_names():
        return None
    if pos == "nrt":  # a foreign name in Chinese characters
        return word
    surname = next((name for name in _COMPOUND if word.startswith(name)), word[0])
    if len(surname) == 1 and surname not in _SURNAMES:
        return None
    if len(word) > len(surname) + 1 and word[-1] in _GLUED:
        word = word[:-1]
    word = word[: len(surname) + 2]
    return word if len(word) > len(surname) else None


_PLACE_ENDS = (
    "镇",
    "乡",
    "村",
    "区",
    "县",
    "市",
    "街",
    "路",
    "巷",
    "桥",
    "湖",
    "河",
    "山",
    "大道",
    "小区",
    "花园",
    "家园",
)


@functools.cache
def not_names() -> frozenset[str]:
    """`data/notnames.txt`."""
    lines = resources.files("monitor.text").joinpath("data/notnames.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _joined(tagged: list[tuple[str, str]], place: int) -> list[str]:
    """A surname that was cut off from its given name: 王 + 建国, 欧阳 + 明, 赵 + 铁柱. The given name alone is one too."""
    surname, pos = tagged[place]
    if place + 1 >= len(tagged):
        return []
    given, given_pos = tagged[place + 1]
    if len(given) > 2 or not _HAN.match(given):
        return []
    as_name = pos.startswith("nr") and given_pos.startswith("nr")
    if as_name or (surname not in _ALSO_WORDS and len(given) == 2 and given_pos.startswith(("nr", "n", "a", "x", "z"))):
        return [surname + given, given]
    return []


@functools.lru_cache(maxsize=1 << 16)
def may_be_made_up_name(word: str) -> bool:
    """A word that no dictionary has and that has a surname at its start, or after one particle: 蔡徐坤, 据雷军."""
    return not _jieba().has_word(word) and any(c in _SURNAMES for c in word[:2])
