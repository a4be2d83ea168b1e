"""What the learned models see of a text: characters, words and a few signs. Pure; the same code trains and predicts.

A text becomes three blocks of feature names. Characters: grams of 1 to 3 of the folded text with its borders marked. Words:
jieba's words and pairs of neighbours. Signs: how it ends, negation, degree, contrast, denial, and in which of twelve steps
SnowNLP's log-odds fall (the prior). Feature names never contain a line feed.
"""

import functools
from collections.abc import Iterable
from operator import add

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

WORD, PAIR, SIGN = "\x04", "\x05", "\x06"  # what the names of such features begin with
NO_RUN = frozenset((WORD, PAIR, SIGN))
MAX_CHARS = 400  # a model reads no further: valence stands in the title and the lead

_LEXICON = {
    "deny": "辟谣|不实|谣言|假的|不属实|系谣传|子虚乌有|否认|澄清|并非|误传|网传",
    "degree": "非常|极其|特别|太|最|超|十分|严重|重大|惨|巨",
    "contrast": "但|却|然而|不过|反而|竟|居然|竟然|仍|虽然",
    "negation": "不|没|无|未|非|别|勿|拒",
    "question": "如何|怎么|为什么|为何|什么|哪些|吗|是否|有没有|多少|怎样|谁|何时|呢",
    "harm": "死|亡|伤|杀|害|骗|罪|刑|捕|拘|诉|殴|打人|炸|撞|坠|灾|崩|跌|亏|败|输|罚|违|贪|腐|诈|毒|病|疫|偷|抢|侵|辱|虐|霸凌|猝|溺|震|塌|火灾|泄漏|起火|被查|失联|遇难|投诉|曝光|吐槽|质疑|批评|道歉|争议|欺|黑心|拖欠|克扣|裁员|倒闭|破产|下架|召回|涨价|暴跌|危机|警告|制裁|冲突|抗议|怒|哭|悲|痛|惊|恐|怕|愁|难受",
    "good": "夺冠|冠军|金牌|获奖|成功|突破|首次|创新高|增长|提升|利好|救|点赞|感动|温暖|暖心|致敬|最美|好人|幸福|快乐|开心|喜|祝|贺|赢|胜|增收|免费|惠|补贴|助力|奖|荣|优秀|超越|领先|回家|团圆|获救|康复|治愈|加油|爱|美|棒|赞|笑",
    "relief": "获救|救出|脱险|平安|找到|追回|康复|好转|破获|抓获|落网|归还|补发|结清|赔偿|解决|化解",
}
_SIGNS = {
    name: AhoCorasick(words.split("|"), matchkind=MatchKind.LeftmostFirst, implementation=Implementation.DFA)
    for name, words in _LEXICON.items()
}
_SNOW_STEPS = (-6.0, -4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0, 6.0)
_COUNTED = ("harm", "good", "negation")


def bordered(folded: str) -> str:
    """A text with the marks of its borders, which are part of character grams but none by themselves."""
    return f"\x02{folded}\x03"


def char_grams(folded: str) -> list[str]:
    """Distinct character grams of 1 to 3, in order of appearance."""
    s = bordered(folded)
    pairs = list(map(add, s, s[1:]))
    return list(dict.fromkeys([*folded, *pairs, *map(add, pairs, s[2:])]))


def word_grams(words: list[str]) -> list[str]:
    """Distinct words (`\\x04word`) and neighbours (`\\x05word word`); blanks are no words."""
    own = ["\x04" + word for word in words if not word.isspace()]
    after = ["\x05" + word[1:] for word in own]
    return list(dict.fromkeys(own + list(map(add, after, after[1:]))))


def signs(folded: str, log_odds: float) -> list[str]:
    """Names of the signs that are present (`\\x06name`)."""
    found = [f"\x06snow{snow_step(log_odds)}", f"\x06end{folded[-1:]}" if folded[-1:] in "?？!！。…" else "\x06end-"]
    for name, words in _SIGNS.items():
        count = len(words.find_matches_as_indexes(folded))
        if count:
            found.append(f"\x06{name}{min(count, 3) if name in _COUNTED else 1}")
    present = {name[1:-1] for name in found}
    found += [f"\x06{a}+{b}" for a, b in _TOGETHER if a in present and b in present]
    found.append(f"\x06len{min(len(folded) // 8, 8)}")
    return found


_TOGETHER = (
    ("harm", "good"), ("harm", "question"), ("harm", "deny"), ("harm", "relief"), ("good", "negation"), ("harm", "negation"),
    ("good", "contrast"), ("good", "question"), ("good", "degree"), ("harm", "degree"), ("harm", "contrast"),
)  # fmt: skip


def area_signs(areas: Iterable[str]) -> list[str]:
    """Names for the areas whose keyword rules matched."""
    found = [f"\x06area:{area}" for area in areas]
    return [*found, "\x06area:any"] if found else []


@functools.lru_cache(maxsize=4096)
def snow_step(log_odds: float) -> int:
    """Which of twelve steps a log-odds value falls into."""
    return sum(log_odds > step for step in _SNOW_STEPS)
