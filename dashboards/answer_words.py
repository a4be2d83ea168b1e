"""What goes wrong when an alert is answered, in words, and what the figures of the assessment mean."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, gettext_noop

from monitor.errors import TingchaoError
from monitor.lib.workdays import LAST_YEAR, Day, Known, day_of

SENTENCES = {
    "response_empty": gettext_noop("步骤不能为空，一份预案至少要有一步。"),
    "response_long": gettext_noop("步骤太长或太多：每步最多 300 字，一份预案最多 15 步。"),
    "response_kind": gettext_noop("请从列表里选步骤的类别。"),
    "response_level": gettext_noop("级别只能是蓝、黄、橙、红。"),
    "response_changed": gettext_noop("这份预案刚被别人改过，请看过新版再改。"),
    "removal": gettext_noop(
        "“%(detail)s”是要求删除或压下内容。本系统只帮助和告知，不能要求删帖、下架或举报内容，请改写这一步。"
    ),
    "account": gettext_noop("“%(detail)s”涉及账号。本系统不看账号，也不处置账号，请改写这一步。"),
    "person": gettext_noop("“%(detail)s”是去找说话的人。本系统只听事情，不找人，请写要核实的事。"),
    "posting": gettext_noop("“%(detail)s”是发帖、评论或引导舆论。要说明情况，请在工会自己的渠道公开发布。"),
    "publication": gettext_noop(
        "“%(detail)s”是网上的内容。步骤只写事情本身：核实什么、联系谁、帮什么忙、在自己的渠道说明什么。"
    ),
    "referral_state": gettext_noop("这件转办的状态已经变了，请看下面的经过。"),
    "referral_twice": gettext_noop("这条预警已经转给该单位，还没有答复。"),
    "referral_text": gettext_noop("请写明内容：转办写要求，答复写结果，退回或撤回写原因。"),
    "referral_due": gettext_noop("时限要在现在之后、90 天以内。"),
    "referral_unit": gettext_noop("请选择单位。"),
    "times_count": gettext_noop("四个级别都要填数字。"),
    "times_range": gettext_noop("时限太短或太长：确认 1 分钟到 7 天，办结 1 小时到 90 天。"),
    "times_order": gettext_noop("级别越高，时限不能越长。"),
    "shift_date": gettext_noop("“%(detail)s”不是日期，请写成 2026-11-26。"),
    "shift_time": gettext_noop("“%(detail)s”不是时间，请写成 08:30。"),
    "shift_member": gettext_noop("“%(detail)s”不是在用的值班员、组长或管理员。"),
    "shift_deputy": gettext_noop("副班“%(detail)s”不是在用的成员，或者和值班人是同一个人。"),
    "shift_days": gettext_noop("日期范围里没有合适的日子，或者超过 92 天。"),
    "shift_twice": gettext_noop("这些班次已经在值班表上。"),
    "handover_state": gettext_noop("这次交接已经确认，或者已经撤回。"),
    "handover_person": gettext_noop("只有接班人本人可以确认；交给自己或不值班的人不行。"),
    "route_name": gettext_noop("已经有同名的路由，请换一个名称。"),
    "route_nobody": gettext_noop("请至少选一个接收对象：成员、小组、值班人或副班。"),
    "route_time": gettext_noop("开始和结束时间要么都填，要么都不填。"),
    "route_changed": gettext_noop("这条路由刚被别人改过或删除，请看过再改。"),
    "group_name": gettext_noop("已经有叫“%(detail)s”的小组。"),
}

DEFINITIONS = (
    (gettext_noop("确认用时"), gettext_noop("从发出预警到值班员第一次确认、处置或办结。")),
    (gettext_noop("办结用时"), gettext_noop("从发出预警到最后一次办结或判为误报；还没办结的不算。")),
    (
        gettext_noop("按时确认、按时办结"),
        gettext_noop("有时限并且已经到期（或已经做完）的预警中，在时限内做完的比例；没到期的不算。"),
    ),
    (gettext_noop("逾期未办结"), gettext_noop("过了办结时限还没有办结的预警，截至计算时。")),
    (gettext_noop("误报比例"), gettext_noop("已经由人办结的预警中判为误报的比例，后面是 95 % 区间（Wilson）。")),
    (
        gettext_noop("中位数、九成"),
        gettext_noop("一半的预警不超过中位数，九成的预警不超过后一个数；按钟表时间算，夜间和假日也算在内。"),
    ),
    (
        gettext_noop("单位和领域"),
        gettext_noop("一条预警涉及几个单位或领域，就在每一个里各算一次；来源失联的通知不算。"),
    ),
)


def answer_sentence(error: TingchaoError) -> str:
    """What is wrong and what to do; an unknown label is shown as it is."""
    return gettext(SENTENCES[error.label]) % {"detail": error.detail} if error.label in SENTENCES else error.label


HOLIDAYS = {
    "New Year's Day": gettext_noop("元旦"),
    "Spring Festival": gettext_noop("春节"),
    "Tomb-sweeping Day": gettext_noop("清明节"),
    "Labour Day": gettext_noop("劳动节"),
    "Dragon Boat Festival": gettext_noop("端午节"),
    "National Day": gettext_noop("国庆节"),
    "Mid-autumn Festival": gettext_noop("中秋节"),
}


def day_words(day: Day) -> str:
    """`国庆节放假`, `调休上班`, `休息日` or ""."""
    if day.make_up:
        return gettext("调休上班")
    if day.working:
        return ""
    name = gettext(HOLIDAYS[day.holiday]) if day.holiday in HOLIDAYS else day.holiday
    return gettext("%(holiday)s放假") % {"holiday": name} if name else gettext("休息日")


def coverage_words(first: date, last: date, known: Known | None = None) -> str:
    """That the holidays of a year are not known yet, neither to the library nor by hand; "" when they are."""
    missing = [day.year for day in (last, first) if not day_of(day, known).covered]
    if not missing:
        return ""
    year = missing[0]
    return gettext(
        "%(year)s 年的放假和调休安排还没有收录（已收录到 %(last)s 年），这一年按周一至周五是工作日计算。请更新系统，或由组长在“节假日”里填写。"
    ) % {
        "year": year,
        "last": LAST_YEAR,
    }
