"""Names of persons by their shape alone: 王师傅, 张某, 小李, 欧阳明, 阿依古丽·买买提, 高兴（化名）, known names. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from importlib import resources

from monitor.text.late import late
from monitor.text.looks import EVERYTHING, needed
from monitor.text.namewords import (
    ALSO_WORDS,
    COMPOUND,
    GIVEN,
    JAPANESE,
    KNOWN,
    MINORITY,
    RARE,
    STRICT,
    SURNAMES,
    TIBETAN,
    TRANSLIT,
    words_of,
)
from monitor.text.words import has_word

_SURNAME = "".join(sorted(SURNAMES))
_GIVEN = "".join(sorted(GIVEN))
_ANY_SURNAME = "".join(sorted({*SURNAMES, *RARE, *"花宿国凤封廉"}))  # behind a role, where they are no words
_NAMING = "".join(sorted(GIVEN - set("一二三四五六七八九十百千公工在和向说依以进")))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that looks no further where none of them can begin."""
    every = "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))
    begins = "".join(sorted({run[0] for run in re.findall("[\u4e00-\u9fff]+", every)}))
    return late(f"(?=[{begins}])(?:{every})")


_SPEAKS = r"(?=说|称|表示|要|也|回复|请|修|把|带|告诉|坦言|出面|承诺|答应|道歉|没|不|给|让|在)"
_ROLES_2 = "工人|骑手|职工|工友|司机|保安|班长|主任|主席|经理|老板|财务|干部|被告|证人|会计|电工|焊工|矿工|钳工|护工|木工|瓦工|筋工|纫工|厂长|队长|店长|院长|处长|科长|组长|院士|同志|演员|歌手|导演|保洁|月嫂|厨师|干事|妻子|丈夫|父亲|母亲|儿子|女儿|同事|律师|专家|教授|医生|护士|法官|书记|局长|校长|死者|伤者|原告|代表|委员|劳模|记者|女工|男子|女子|村民|市民"
_ROLES_3 = "工程师|被告人|嫌疑人|包工头|董事长|检察官|仲裁员|调解员|外卖员|快递员|保洁员|农民工|负责人|当事人|遇难者"
_ROLE_ENDS = "".join(sorted({role[-1] for role in f"{_ROLES_2}|{_ROLES_3}".split("|")}))
_CLEAR = (
    "".join(sorted(set(SURNAMES) - set(STRICT) - ALSO_WORDS - set("路门祝管毛蓝冷海鱼火"))) + "练修占"
)  # begin no other clause with a title
_TITLED = late(  # a set of characters first: that is looked for quickest
    rf"[{''.join(sorted({*SURNAMES, *STRICT, *_CLEAR}))}](?<![关对由基属位至终任如最为].)(?:(?<=[{_SURNAME}])(?:某某|某[{_NAMING}](?![司业])|某(?![某些个种一])|先生|女士|小姐|太太|师傅|大爷|大妈|大姐|阿姨|奶奶|爷爷|大叔|大嫂|大伯|大婶)"
    rf"|(?:(?<=[{STRICT}])|(?<=[{_CLEAR}])(?<![\u4e00-\u9fff].))(?:夫人|大夫|秘书|总监|主管|[总工队导]{_SPEAKS}|主任|律师|医生|老师|经理|主席|工程师|护士|会计|法官|检察官|董事长|[校厂院班科处部组店区市县镇村]长|队长|教授|警官|书记|局长|同学|老板|姐(?!妹)|哥(?![哥华])|叔叔?|婶))"
)
_CALLED = "斌秀花玉香云婷敏静浩飞龙彪刚平峰鹏欢星亮光文武生水木宝珠翠莲芝桂琴雪梦辉成志建良祥春秋菊娣妹弟"
_FAMILIAR = late(
    rf"[小老][{STRICT}](?<![大缩年古矮最细弱][\u4e00-\u9fff]{{2}})(?=$|[^\u4e00-\u9fff]|[说的和在也被干都把向因是为对就又要没去从跟给与想不]|告诉|表示)"
    rf"|老[{STRICT}]头(?=$|[^\u4e00-\u9fff]|[说的在也被走看])"
    rf"|阿(?<![\u4e00-\u9fff]阿)[{_CALLED}](?=[\u4e00-\u9fff])(?![{TRANSLIT}])(?!姨)"
    r"|阿(?<![\u4e00-\u9fff]阿)[强珍明华芳丽梅红兰英辉伟军勇杰凤玲霞燕萍娟娇芬贵福财发宝](?=[\u4e00-\u9fff])"
)
_COMPOUND = late(rf"(?:{'|'.join(COMPOUND)})(?:女士|先生|师傅|[{_GIVEN}][{_GIVEN}]?)")
_COMPOUND_WORDS = (
    "东方",
    "南宫",
    "长孙",
    "公孙",
    "上官",
    "司马",
    "夏侯",
)  # also words or places: only before a given name
_JAPANESE_GIVEN = "一二三太文雄进次郎润正和子美信安之介义夫男纪惠由香裕明彦树幸博昭浩健大翔洋平光司哲也真理奈优爱结花早苗百合茂晋英俊弘治隆诚学直人良佑龙马拓海莲凉遥葵阳菜翼勇辉智孝敏章宽泰忠清修俊贵康成利恒秀"
_PARTS = f"[{TRANSLIT}埃隆玛合乃甫帖库扎麦孜措]{{1,8}}"  # more than in names without a dot: 埃森哲, 永隆
_DOTTED = late(rf"{_PARTS}(?:[··•]{_PARTS}){{1,3}}")
_MINORITY = _any_of([MINORITY])
_JAPANESE = late(
    rf"(?:{'|'.join(sorted(JAPANESE))})(?:[\u4e00-\u9fff]{{1,2}}[郎助介]|[{_JAPANESE_GIVEN}]{{2}}|[{_JAPANESE_GIVEN}](?![\u4e00-\u9fff]))"
)
_ABROAD = late(  # four and more characters of transliterations, of which is said what is said of persons
    rf"(?<![{TRANSLIT}])([{TRANSLIT}德格]{{4,8}})(?=[:：]|说|称[^号呼]|表示|告诉|认为|宣布|回应|当选|辞[职去]|退休|去世|逝世|出任|在法庭|[的]?(?:妻子|丈夫|母亲|父亲|儿子|女儿))"
)
_ALIAS = late(r"([\u4e00-\u9fff]{2,3})(?=[（(]化名)")
_KIN = late(
    rf"([{_SURNAME}][\u4e00-\u9fff])(?=的(?:妻子|丈夫|父亲|母亲|儿子|女儿|家属|家人|工友|老婆|同事)|告诉记者|对记者说|被公司(?:辞退|开除)|被判|起诉公司|在法庭上|说[他她]|今年[0-9一二三四五六七八九十]{{1,3}}岁)"
)
_ROLE = late(
    r"(?:工人|骑手|职工|工友|司机|保安|包工头|班长|主任|主席|经理|老板)"
    rf"([{_SURNAME}][\u4e00-\u9fff])(?=说|告诉|表示|拒绝|替他|替她|向(?:记者|工会|公司|法院)|对记者|摔伤|获赔|跑了|失联|起诉)"
)
_NO_END = frozenset("人工厂司区市县省局委会部院队员方者业们组店家校站的了是不没就还都也又将")
_CLAIMS = late(  # what persons do, right behind two or three characters that begin a clause or follow a role
    rf"[{_SURNAME}](?:(?<![\u4e00-\u9fff].)|(?<=[由对被给向与跟据让请].)|(?<=[{_ROLE_ENDS}].)(?:(?<=(?:{_ROLES_2}).)|(?<=(?:{_ROLES_3}).)))[\u4e00-\u9fff]{{1,2}}?"
    r"(?=告诉|诉称|坦言|回忆|哽咽|遭遇|获评|获赔|夺冠|退役|领到|入职|辞职|起诉|当庭|一审|二审|胜诉|败诉|不幸|坠亡|身亡|猝死|受伤|离世|去世|逝世"
    r"|签了|出席|担任|当选|获刑|落网|受审|自首|坚持|摔伤|已脱离|被拖欠|被辞|被开除|被裁|被判|被抓|谈[^判及到])"
)
_AFTER_ROLE = late(
    rf"[{_ANY_SURNAME}](?!(?<=谈)[{_SURNAME}])[{_GIVEN}]{{2}}(?<=[{_ROLE_ENDS}]...)(?:(?<=(?:{_ROLES_2})...)|(?<=(?:{_ROLES_3})...))(?!(?<=离)[世职开婚])"
)
_NEVER = words_of(
    "应该 平时 时常 连夜 常常 严格 向来 全部 全都 任何 何时 何必 成功 连续 都在 万一 从来 温馨 明天 当场 安全 司机 师傅 "
    "经理 主任 明星 单位 华人 男方 党员 牛人 于是 万人 全员 时任 和平 方才 单说 常说 都说 应说 别说 何况"
)
GLUED = frozenset("在说称和与被对将向的们等要谋官又再也已就及让把给从后前开上受跑写想因有是丢玩来聊谈试带签姓入诉")


# What the patterns cannot do without (`looks.py`).
_TITLE_BEGINS = "".join(sorted({*SURNAMES, *STRICT, *_CLEAR}))
_HAS_TITLED = needed(
    (_TITLE_BEGINS, "某姐哥叔婶"),
    (
        _TITLE_BEGINS,
        "先女小太师大阿奶爷主律医老经队教警书局同工护会法检董校厂院班科处部组店区市县镇村夫秘总",
        "生士姐太傅爷妈姨奶叔嫂伯婶任师理长授官记学板席程计察事人夫书监管",
    ),
    (_TITLE_BEGINS, "总工队导", "说称表要也回请修把带告坦出承答道没不给让在"),
)
_HAS_FAMILIAR = needed(("小老", STRICT), ("阿", "强珍明华芳丽梅红兰英辉伟军勇杰凤玲霞燕萍娟娇芬贵福财发宝" + _CALLED))
_HAS_COMPOUND = needed(("".join(name[0] for name in COMPOUND), "".join(name[1] for name in COMPOUND)))
_TIBETAN_BEGINS, _TIBETAN_ENDS = ("".join(name[place] for name in TIBETAN) for place in (0, 1))
_HAS_MINORITY = needed(
    (_TIBETAN_BEGINS, _TIBETAN_ENDS, _TIBETAN_BEGINS),
    ("迪古阿帕热米祖努", "丽依提热尔"),
    ("买麦吐艾阿热木依", "买麦尔合尼卜不拉明"),
    ("乌斯娜其萨阿苏那巴特朝哈", "兰琴仁木云茹日特雅鲁斯"),
)
_HAS_KNOWN = needed(
    *(
        tuple("".join(name[place] for name in names) for place in range(min(long, 3)))
        for long in sorted({len(name) for name in KNOWN})
        if (names := [name for name in KNOWN if len(name) == long])
    )
)
_HAS_KIN = needed(
    ("的", "妻丈父母儿女家工老同", "子夫亲儿属人友婆事"),
    ("诉对", "记", "者"),
    ("被", "公", "司"),
    ("被", "判"),
    ("诉", "公", "司"),
    ("在", "法", "庭"),
    ("说", "他她"),
    ("今", "年", "0-9一二三四五六七八九十"),
)
_HAS_CLAIM = needed(
    (
        "告诉坦回哽遭获夺退领入辞起当一二胜败不坠身猝受离去逝签出担落自坚摔已",
        "诉称言忆咽遇评赔冠役到职审庭幸亡死伤世了席任选刑网首持脱",
    ),
    ("被", "拖辞开裁判抓"),
    (_SURNAME, "\u4e00-\u9fff", "谈"),
)
_ENDS_OF_ROLES = re.findall("..(?=[|]|$)", f"{_ROLES_2}|{_ROLES_3}")
_HAS_AFTER_ROLE = needed((*("".join(sorted({end[place] for end in _ENDS_OF_ROLES})) for place in (0, 1)), _ANY_SURNAME))
_HAS_ROLE = needed(("工骑职司保包班主经老头", "人手工友机安头长任席理板", _SURNAME))
_HAS_JAPANESE = needed(*((name[0], name[1]) for name in sorted(JAPANESE)))
_HAS_ABROAD = needed((TRANSLIT, TRANSLIT, TRANSLIT))
_HAS_DOT, _HAS_ALIAS = needed(("··•",)), needed(("化", "名"))
ANY_SHAPE = (
    _HAS_TITLED
    | _HAS_FAMILIAR
    | _HAS_COMPOUND
    | _HAS_MINORITY
    | _HAS_KNOWN
    | _HAS_KIN
    | _HAS_CLAIM
    | _HAS_AFTER_ROLE
    | _HAS_ROLE
    | _HAS_JAPANESE
    | _HAS_ABROAD
    | _HAS_DOT
    | _HAS_ALIAS
)


def by_shape(s: str, has: int = EVERYTHING) -> Iterator[str]:
    """Names in `s`, some of them twice; `has`: what `first_looks` found in it."""
    if has & _HAS_FAMILIAR and ("小" in s or "老" in s or "阿" in s):
        yield from (m.group() for m in _FAMILIAR.finditer(s))
    if has & _HAS_TITLED:
        for match in _TITLED.finditer(s):
            if match.group() not in not_names():
                yield match.group()
    if has & _HAS_COMPOUND:
        yield from _compound(s)
    if has & _HAS_DOT:
        for match in _DOTTED.finditer(s):
            yield from (part for part in re.split("[··•]", match.group()) if len(part) > 1)
    if has & _HAS_MINORITY:
        yield from (m.group() for m in _MINORITY.finditer(s))
    if has & _HAS_KNOWN:
        yield from (m.group() for m in _known_cut().finditer(s))
    if has & _HAS_JAPANESE:
        yield from (m.group() for m in _JAPANESE.finditer(s) if not has_word(m.group()))
    if has & _HAS_ABROAD:
        yield from (m.group(1) for m in _ABROAD.finditer(s) if not has_word(m.group(1)))
    if has & _HAS_ALIAS:
        yield from (m.group(1) for m in _ALIAS.finditer(s))
    if has & _HAS_CLAIM:
        yield from (m.group() for m in _CLAIMS.finditer(s) if _may_be_called(m.group()))
    if has & _HAS_AFTER_ROLE:
        yield from (m.group() for m in _AFTER_ROLE.finditer(s) if _is_called(m.group(), s[m.end() : m.end() + 1]))
    for pattern, need in ((_KIN, _HAS_KIN), (_ROLE, _HAS_ROLE)):
        if has & need:
            yield from (m.group(1) for m in pattern.finditer(s) if m.group(1) not in _NEVER)


def _is_called(name: str, after: str) -> bool:
    """The same, where no verb says so; `after`: the next character. 郭鹏|承诺 and 安全|生产 are other words."""
    return _may_be_called(name) and not has_word(name[:2]) and not has_word(name[2] + after)


def _may_be_called(name: str) -> bool:
    """Whether somebody may have this name, of a surname and one or two characters, and it is nothing else."""
    if name in not_names() or name in _NEVER or has_word(name) or name[-1] in _NO_END:
        return False
    if len(name) == 2:
        return name[1] in GIVEN and name[1] not in GLUED
    return name[1] not in GLUED and (name[1] in GIVEN) + (name[2] in GIVEN) == 2


def _compound(s: str) -> Iterator[str]:
    for match in _COMPOUND.finditer(s):
        name = trimmed(match.group(), 2)
        given = name[2:]
        after = s[match.start() + len(name) :]
        if name[:2] in _COMPOUND_WORDS and (
            has_word(name) or (len(given) == 1 and given not in "静雪云杰明刚强海兰雁婷勇军伟霞丽敏磊涛超鹏")
        ):
            continue
        if not after.startswith(("市", "镇", "村", "县", "卫视")):
            yield name


@functools.cache
def _known_cut() -> re.Pattern[str]:
    """Known names that the dictionary lacks, so that they are cut into pieces."""
    return _any_of(name for name in KNOWN if not has_word(name))


def trimmed(word: str, long: int) -> str:
    """A surname and one or two characters; a particle or verb that the HMM glued on is cut off."""
    if len(word) > long + 1 and word[-1] in GLUED and not has_word(word):
        word = word[:-1]
    return word[: long + 2]


@functools.cache
def not_names() -> frozenset[str]:
    """`data/notnames.txt`."""
    lines = resources.files("monitor.text").joinpath("data/notnames.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
