"""What the patterns of masking cannot do without, for `looks.py`: each constant is the bits of one pattern or of a few. Pure.

In a long text masking looks where they are met and nowhere else (`looks.places`), so what a pattern matches must lie within the
stretch that masking takes around its need.

Read off the patterns in `mask.py`, `disguised.py` and `homes.py`; whoever changes one of those changes its need too
(`tests/text/test_looks.py` compares masking with and without looks).
"""

from __future__ import annotations

from monitor.text.digits import HAN
from monitor.text.looks import Dense, Need, needed
from monitor.text.shadow import SHADOW


def _needed(*needs: Need | Dense) -> int:
    return needed(*needs, like=SHADOW)


_N, _NAME = "0-9", "A-Za-z0-9_.-"
AT = _needed(("@",), ("([", "aA", "tT"))
NUMBER = _needed(Dense("0-9", 7, 5))
DISGUISED = _needed(Dense("0-9Oo", 7, 4))
HAN_NUMBER = _needed(Dense(f"{HAN}0-9", 11, 2))
PAPER = _needed(("份", "证"), ("证", "件"), ("护", "照"))
PAPER_NUMBER = _needed((_N, "0-9*xX -", "0-9*xX -"))
CARD = _needed(("卡账帐", "号户"), ("行蓄用资", "卡"))
CARD_NUMBER = _needed((_N, _N, _N))
ABROAD = _needed(("+", "1-9"))
ACCOUNT_LABEL = _needed(
    ("qQ", "qQ群"),
    ("扣", "扣"),
    ("企", "鹅"),
    ("微威薇vV", "信", "号账帐Ii同是为: ()A-Za-z0-9"),
    ("卫", "星"),
    ("vVwW", "xX"),
    ("wW", "eE", "iIıİcC"),
    ("加➕", "vV"),
    ("加➕", "我", "vV"),
    ("加", "a-z", _NAME),
    ("加", "我个: ", "a-z: "),
    ("加", "一", "下"),
    ("音手书钉", "号"),
    ("音手书博站乎瓣吧条鱼宝探特", "账帐用iIuUİı"),
    ("陌", "陌"),
    ("付", "宝"),
    ("旺", "旺"),
)
NICK = _needed(("昵", "称"), ("网", "名"), ("户", "名"), ("音手书博站乎瓣", "iIuUİı"))
NAME = _needed((_NAME, _NAME, _NAME))
HIDDEN_LABEL = _needed(
    ("qQ扣🐧薇",),
    ("蔻寇抠", "蔻寇抠"),
    ("球", "球"),
    ("企", "鹅"),
    ("群", "号"),
    ("绿", "泡色"),
    ("卫", "星"),
    ("加➕+", " 我个vV微威维徽薇卫"),
    ("vV", "xX信讯❤♥💗💚💌❣♡: "),
    ("wW", "xXeE❤♥💗💚💌❣♡"),
    ("微威维徽溦嶶",),
    ("围唯伟卫韦喂", "信訊讯芯❤♥💗💚💌❣♡"),
)
HIDDEN_NAME = _needed(
    ("A-Za-z0-9_-", "A-Za-z0-9_-", "A-Za-z0-9_-"), ("A-Za-z0-9", " -", "A-Za-z0-9"), Dense("0-9", 4, 4), (HAN, HAN, HAN)
)
MAIL = _needed(
    ("@#&",), ("艾", "特"), ("([【{<《「", "aA圈"), ("([【{<《「", " ", "aA圈"), (" _", "a", "t"), (" ", "A", "T")
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
PLATE = _needed((_PROVINCES, "A-Za-z0-9", "· .A-Za-z0-9-"), (_PROVINCES, " ·-", "A-Za-z0-9"))
_DOOR = "0-9A-Za-z一二三四五六七八九十百"
DOOR = _needed((_DOOR, "栋幢座弄"), (_DOOR, "单", "元"), (_DOOR, "号", "楼院"))
DOOR_NUMBER, ROOM = _needed((_DOOR, "号")), _needed(("室房",))
_D = "一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾"
_HOUSE, _UNIT = f"0-9A-Za-z{_D}", f"0-9A-Za-z{_D}甲乙丙丁东西南北中"
HOME = _needed(
    (_HOUSE, "#栋幢座弄"),
    (_HOUSE, " ", "#栋幢座弄"),
    (f"{_HOUSE} ", "号", "楼院"),
    (_UNIT, "单", "元"),
    (_UNIT, "门", "洞"),
    (_UNIT, "门", f" 0-9{_D}-"),
    (_UNIT, "梯"),
    (_UNIT, " ", "单门梯"),
    (f"0-9{_D}", "组社队", f"0-9{_D}"),
    (_N, "排", _N),
    ("0-9A-Ha-h", "室座"),
    ("村庄屯寨营街巷同条", _N),
    ("区园苑寓里院庭舍楼", _N, f"{_N}-"),
)
LIVES = _needed(("住地", "址"), ("现家", "住"), ("住", "在0-9"), ("寄", "到"))
ANY = (
    AT
    | NUMBER
    | DISGUISED
    | HAN_NUMBER
    | PAPER
    | CARD
    | ABROAD
    | ACCOUNT_LABEL
    | NICK
    | HIDDEN_LABEL
    | MAIL
    | PLATE
    | DOOR
    | DOOR_NUMBER
    | HOME
    | LIVES
)
