"""Alert rules in plain words: what each kind is for, and what each of its numbers means. Marked here, translated where shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WHOLE, NUMBER, PERCENT, STEPS, SHARES, TIMES, FLAG = "whole", "number", "percent", "steps", "shares", "times", "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One number as a person edits it. `shape`: how it is written; `more`: among the rarely changed ones."""

    name: str
    marked: str
    explained: str = ""
    shape: str = WHOLE
    more: bool = False

    @property
    def label(self) -> str:
        """In the reader's language."""
        return gettext(self.marked)

    @property
    def help(self) -> str:
        """What it means, in the reader's language; may be empty."""
        return gettext(self.explained) if self.explained else ""


PURPOSES: dict[str, str] = {
    "topic_rising": _("一个话题在短时间内冒出多条原创，比它自己和所属领域平时都快。转载不算。"),
    "keyword": _("第一条命中“重大”关键词规则的内容立即预警，并入它所在的话题；之后一段时间内同一件事不再重复。"),
    "plan_hit": _(
        "开启了“命中即预警”的专题，第一条归入它的内容立即预警，只通知该专题的接收人；之后一段时间内同一件事不再重复。"
    ),
    "topic_negative": _("一个原本平和的话题转向负面：负面占比明显高于它此前的水平。"),
    "topic_spread": _("一个话题传到新的来源、新类型的媒体或新的单位，转载也算。"),
    "area_volume": _("整个领域的原创明显多于同一时段的平常水平；已有预警的话题不重复计算。"),
    "heartbeat": _("每班一条平安报告：系统在听，有没有要报告的事，来源是否正常。收不到它，就说明系统出了问题。"),
    "source_silent": _("来源失联或恢复时通知。何时算失联由来源自己的更新节奏决定，这里只能开关。"),
}
ORIGINALS, SOURCES_OF, NEGATIVE_OF, HOURS = _("原创至少"), _("来源至少"), _("其中确定为负面至少"), _("窗口（小时）")
LIKELY_OF = _("负面按概率合计至少")
MANNERS = (
    Field("cooldown_minutes", _("两次通知至少相隔（分钟）"), _("级别跳升两级或升到红色时不受此限。")),
    Field("rearm_hours", _("办结后多久内不再发（小时）"), _("红色不受此限；办结前的内容不再计算。")),
    Field("calm_hours", _("安静多久算平稳（小时）")),
    Field("calm_originals", _("安静：其间原创不超过（条）")),
    Field("baseline_days", _("平常水平看最近多少天"), _("不含正在判断的窗口和来源中断的小时。"), more=True),
    Field("min_own_hours", _("话题至少有多少小时历史才与自己比"), more=True),
    Field("min_history_hours", _("领域至少有多少小时历史才与它比"), more=True),
    Field("outage_share", _("多大比例的来源中断时，这一小时不算数（%）"), shape=PERCENT, more=True),
)
HIT = (
    Field("hours", _("多久以内的内容算新（小时）")),
    Field("level", _("级别（1 蓝、2 黄、3 橙、4 红）")),
)
SAME_AREA = Field(
    "same_area",
    _("其中同一领域的负面原创至少"),
    _("涉及劳动、主领域相同的负面原创。只有地名或用词相近的帖子凑不成一件事；填 0 则不问。"),
)
NUMBERS: dict[str, tuple[Field, ...]] = {
    "topic_rising": (
        Field("mild_originals", _("负面不够时，原创至少"), _("各窗口的负面要求达不到的话题，要有这么多原创才预警。")),
        Field(
            "mild_share",
            _("……其中负面按概率合计至少占（%）"),
            _("每条原创按它是负面的概率计数：两条各五成把握的，合计为一条。填 0 则不论褒贬。"),
            PERCENT,
        ),
        SAME_AREA,
        Field(
            "after_replies",
            _("已有回应的，只看回应之后的内容"),
            _("回应指本会自己发布，或政务公开、广播电视来源说明并无此事（如谣言、演练）。企业在报道中的否认不算。"),
            FLAG,
        ),
        Field("ratio", _("至少是话题自己平常的几倍"), shape=NUMBER),
        Field("area_share", _("至少占领域平常的比例（%）"), shape=PERCENT),
        Field("speed_steps", _("速度得分：每小时原创达到"), _("每达到一个数得一分，从小到大。"), STEPS, more=True),
        Field("volume_steps", _("数量得分：原创达到"), shape=STEPS, more=True),
        Field("spread_steps", _("扩散得分：来源达到"), shape=STEPS, more=True),
        Field("negative_steps", _("负面得分：负面占比达到（%）"), shape=SHARES, more=True),
        Field("grave_points", _("命中重大规则加分"), more=True),
        Field("level_points", _("几分起为黄、橙、红"), shape=STEPS, more=True),
    ),
    "keyword": (
        *HIT,
        Field(
            "focus_share",
            _("话题中涉及劳动的原创至少占（%）"),
            _("低于此比例时，命中只作标记并计入级别，不单独打扰人。"),
            PERCENT,
        ),
    ),
    "plan_hit": HIT,
    "topic_negative": (
        Field("hours", HOURS),
        Field("negative", _("负面原创至少")),
        Field("sources", SOURCES_OF),
        SAME_AREA,
        Field("share", _("负面占比至少（%）"), shape=PERCENT),
        Field("margin", _("比平常高出至少（百分点）"), shape=PERCENT),
        Field("min_before", _("此前至少有多少条原创"), _("没有“此前”就谈不上转向。")),
        Field("orange_negative", _("橙色：负面原创达到"), more=True),
        Field("orange_share", _("橙色：负面占比达到（%）"), shape=PERCENT, more=True),
    ),
    "topic_spread": (
        Field("hours", HOURS),
        Field("sources", SOURCES_OF),
        Field("new_sources", _("其中新来源至少")),
        Field("new_kinds", _("新的媒体类型和单位合计至少")),
        Field("ratio", _("至少是话题自己平常的几倍"), shape=NUMBER),
        Field("mild_share", _("负面占比低于多少算平和（%）"), shape=PERCENT, more=True),
        Field("mild_factor", _("平和的话题，来源要多几倍"), shape=NUMBER, more=True),
        Field("orange_sources", _("橙色：来源达到"), more=True),
    ),
    "area_volume": (
        Field("ratio", _("至少是平常的几倍"), shape=NUMBER),
        Field("deviations", _("至少高出平常几个标准差"), _("平常很少的领域，多几条是偶然。"), NUMBER),
        Field("negative_share", _("负面占比至少（%）"), shape=PERCENT),
        Field("one_matter_share", _("一个话题超过多大比例时，只算它自己的事（%）"), shape=PERCENT),
        Field("calm_ratio", _("降到平常的几倍以下算平稳"), shape=NUMBER),
        Field("orange_ratio", _("橙色：达到平常的几倍"), shape=NUMBER, more=True),
    ),
    "heartbeat": (Field("times", _("每天几点发（可多个，如 08:30、20:30）"), shape=TIMES),),
}
SENSITIVITIES: dict[str, str] = {
    "fewer": _("少一些"),
    "balanced": _("适中"),
    "more": _("多一些"),
    "by_hand": _("自定"),
}
FAULTS: dict[str, str] = {
    "stale": _("在您打开之后，别人改过这条规则。请刷新后再改。"),
    "same": _("没有改动。"),
}
NONSENSE = _("这些数字放在一起说不通（%(detail)s）。请检查后再保存。")


def fields_of(kind: str) -> tuple[Field, ...]:
    """The editable numbers of a kind, without its windows."""
    return NUMBERS.get(kind, ()) + (MANNERS if kind in NUMBERS and kind != "heartbeat" else ())
