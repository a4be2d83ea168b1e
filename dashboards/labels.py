"""Names of codes in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop, ngettext

from monitor.models import PlaceScope
from monitor.queries.area_words import AREAS
from monitor.queries.area_words import area_label as area

__all__ = ["AREAS", "area"]

SENTIMENTS = {"neg": gettext_noop("负面"), "neu": gettext_noop("中性"), "pos": gettext_noop("正面")}


def place(code: str) -> str:
    """Name of where a text is about; what is none is as it is."""
    return str(PlaceScope(code).label) if code in PlaceScope.values else code


def sentiment(code: str) -> str:
    """Name of a sentiment."""
    return gettext(SENTIMENTS[code]) if code in SENTIMENTS else code


LEVEL_MARKS = {1: gettext_noop("蓝"), 2: gettext_noop("黄"), 3: gettext_noop("橙"), 4: gettext_noop("红")}
TRENDS = {
    "emerging": gettext_noop("刚刚出现"),
    "growing": gettext_noop("仍在上升"),
    "peak": gettext_noop("处于高位"),
    "fading": gettext_noop("正在回落"),
    "ended": gettext_noop("已经平息"),
    "revived": gettext_noop("再次升温"),
}
HEAT_PARTS = {
    "volume": (60, gettext_noop("数量"), gettext_noop("新近的报道有多少：原创算 1，转载算 0.5，每过 12 小时减半")),
    "speed": (15, gettext_noop("速度"), gettext_noop("最近 3 小时比之前 24 小时快多少")),
    "spread": (15, gettext_noop("扩散"), gettext_noop("有多少家来源报道，按来源的权重")),
    "negativity": (10, gettext_noop("负面"), gettext_noop("原创中负面的占比")),
}


def level_mark(level: int) -> str:
    """蓝、黄、橙、红."""
    return gettext(LEVEL_MARKS[level])


def trend(state: str) -> str:
    """A topic's state as the end of a sentence."""
    return gettext(TRENDS[state]) if state in TRENDS else state


def n_items(n: int) -> str:
    """3 条报道."""
    return ngettext("%(n)s 条报道", "%(n)s 条报道", n) % {"n": n}


def n_originals(n: int) -> str:
    """2 条原创."""
    return ngettext("%(n)s 条原创", "%(n)s 条原创", n) % {"n": n}


def n_sources(n: int) -> str:
    """4 家来源."""
    return ngettext("%(n)s 家来源", "%(n)s 家来源", n) % {"n": n}


def originals() -> str:
    """The filter on originals."""
    return gettext("只看原创")


def place_because(code: str) -> str:
    """Why a text is about a place (text.place)."""
    return {
        "named": gettext("文中提到的地名都在这里"),
        "near": gettext("提到几处地名，取离本区最近的"),
        "more": gettext("也提到近处，但外面的地名重得多"),
        "region": gettext("文中没有（或只顺带）提到地名，按来源所在地区"),
        "none": gettext("文中没有（或只顺带）提到地名，来源也没有写明地区"),
    }.get(code, code)


ACTIONS = {
    "items_open": gettext_noop("查看条目"),
    "alert_open": gettext_noop("查看预警"),
    "alert_acknowledged": gettext_noop("确认预警"),
    "alert_handling": gettext_noop("开始处置预警"),
    "alert_resolved": gettext_noop("办结预警"),
    "alert_false_alarm": gettext_noop("判为误报"),
    "alert_reopened": gettext_noop("重新打开预警"),
    "alert_comment": gettext_noop("写预警备注"),
    "alert_assigned": gettext_noop("指派预警"),
    "alert_due": gettext_noop("改预警办结时限"),
    "alert_step": gettext_noop("办理预案步骤"),
    "alert_handed": gettext_noop("转办给单位"),
    "alert_accepted": gettext_noop("单位接收转办"),
    "alert_answered": gettext_noop("单位答复转办"),
    "alert_returned": gettext_noop("单位退回转办"),
    "alert_withdrawn": gettext_noop("撤回转办"),
    "referral_print": gettext_noop("打印转办单"),
    "times_edit": gettext_noop("修改处置时限"),
    "response_plan_edit": gettext_noop("修改预案"),
    "shift_add": gettext_noop("添加班次"),
    "shift_edit": gettext_noop("修改班次"),
    "shift_remove": gettext_noop("删除班次"),
    "calendar_edit": gettext_noop("修改节假日"),
    "shift_import": gettext_noop("导入值班表"),
    "roster_export": gettext_noop("导出值班表"),
    "handover_give": gettext_noop("交班"),
    "handover_confirm": gettext_noop("确认接班"),
    "route_add": gettext_noop("添加路由"),
    "route_edit": gettext_noop("修改路由"),
    "route_remove": gettext_noop("删除路由"),
    "group_members": gettext_noop("修改接收小组"),
    "route_try": gettext_noop("试算路由"),
    "report_draft": gettext_noop("起草报告"),
    "report_edit": gettext_noop("修改报告研判"),
    "report_sign": gettext_noop("签发报告"),
    "report_withdraw": gettext_noop("撤回报告"),
    "report_export": gettext_noop("导出报告数字"),
    "ledger_export": gettext_noop("导出抓取台账"),
    "audit_export": gettext_noop("导出审计记录"),
    "export": gettext_noop("导出"),
    "search": gettext_noop("检索内容"),
    "search_export": gettext_noop("导出检索结果"),
    "search_save": gettext_noop("保存检索"),
    "search_edit": gettext_noop("修改保存的检索"),
    "search_delete": gettext_noop("删除保存的检索"),
    "source_add": gettext_noop("添加来源"),
    "source_edit": gettext_noop("修改来源"),
    "source_preview": gettext_noop("预览来源"),
    "source_discover": gettext_noop("寻找网站的订阅源"),
    "source_import_preview": gettext_noop("预览 OPML 导入"),
    "source_import": gettext_noop("导入来源"),
    "source_export": gettext_noop("导出来源"),
    "source_move": gettext_noop("自动改用来源的新地址"),
    "source_dates_distrust": gettext_noop("不再采用来源标注的时间"),
    "source_pause": gettext_noop("停用来源"),
    "source_resume": gettext_noop("恢复来源"),
    "source_check_now": gettext_noop("立即抓取"),
    "unit_add": gettext_noop("添加单位"),
    "unit_edit": gettext_noop("修改单位"),
    "unit_import": gettext_noop("导入单位"),
    "unit_import_preview": gettext_noop("预览单位导入"),
    "unit_export": gettext_noop("导出单位"),
    "place_add": gettext_noop("添加地名"),
    "place_edit": gettext_noop("修改地名"),
    "place_remove": gettext_noop("移除地名"),
    "place_import": gettext_noop("导入地名"),
    "place_import_preview": gettext_noop("预览地名导入"),
    "place_export": gettext_noop("导出地名"),
    "topic_merge": gettext_noop("合并话题"),
    "topic_split": gettext_noop("拆分话题"),
    "topic_came": gettext_noop("接收拆出的报道"),
    "topic_dissolve": gettext_noop("把话题拆成几个"),
    "topic_rename": gettext_noop("给话题改名"),
    "topic_mute": gettext_noop("静音话题"),
    "topic_unmute": gettext_noop("取消话题静音"),
    "topic_pin": gettext_noop("置顶话题"),
    "topic_unpin": gettext_noop("取消话题置顶"),
    "topic_watch": gettext_noop("把话题列入值守关注"),
    "topic_unwatch": gettext_noop("话题不再列入值守关注"),
    "topic_unrelated": gettext_noop("判话题与我们无关"),
    "topic_undo": gettext_noop("撤回对话题的改动"),
    "correct": gettext_noop("纠正标签"),
    "correct_undo": gettext_noop("撤回纠正"),
    "check_answer": gettext_noop("盲检作答"),
    "model_decide": gettext_noop("决定模型是否启用"),
    "rule_created": gettext_noop("新建规则"),
    "rule_edited": gettext_noop("修改规则"),
    "rule_restored": gettext_noop("恢复规则旧版"),
    "rule_on": gettext_noop("启用规则"),
    "rule_off": gettext_noop("停用规则"),
    "rule_retired": gettext_noop("删除规则"),
    "rule_proposed": gettext_noop("提议规则"),
    "rule_declined": gettext_noop("未采纳规则提议"),
    "rule_imported": gettext_noop("导入规则"),
    "rules_import": gettext_noop("导入规则文件"),
    "rules_import_preview": gettext_noop("预览规则导入"),
    "rule_test": gettext_noop("试规则"),
    "group_add": gettext_noop("新建同义词组"),
    "group_edit": gettext_noop("修改同义词组"),
    "group_delete": gettext_noop("删除同义词组"),
    "plan_created": gettext_noop("新建专题"),
    "plan_cloned": gettext_noop("复制专题"),
    "plan_edited": gettext_noop("修改专题"),
    "plan_paused": gettext_noop("暂停专题"),
    "plan_resumed": gettext_noop("恢复专题"),
    "plan_ended": gettext_noop("结束专题"),
    "plan_test": gettext_noop("试专题"),
    "retag": gettext_noop("按规则重新标记历史"),
    "recount_fix": gettext_noop("修正计数"),
    "training_begin": gettext_noop("开始训练"),
    "training_end": gettext_noop("结束训练"),
    "channel_add": gettext_noop("添加通知渠道"),
    "channel_edit": gettext_noop("修改通知渠道"),
    "channel_retire": gettext_noop("移除通知渠道"),
    "channel_test": gettext_noop("测试通知渠道"),
    "recipient_add": gettext_noop("添加预警接收人"),
    "recipient_edit": gettext_noop("修改预警接收人"),
    "contact_times": gettext_noop("修改接收时间"),
    "notifications_on": gettext_noop("打开浏览器通知"),
    "notifications_off": gettext_noop("关闭浏览器通知"),
    "template_save": gettext_noop("修改消息文字"),
    "template_restore": gettext_noop("恢复默认消息文字"),
    "token_create": gettext_noop("生成令牌"),
    "token_revoke": gettext_noop("撤销令牌"),
    "api_read": gettext_noop("经接口读取"),
    "feed_read": gettext_noop("经订阅读取"),
    "delivery_send_again": gettext_noop("重发未送达消息"),
    "sign_in": gettext_noop("登录"),
    "sign_in_failed": gettext_noop("登录失败"),
    "sign_in_refused": gettext_noop("统一身份登录被拒"),
    "sign_out": gettext_noop("退出登录"),
    "session_end": gettext_noop("结束一处登录"),
    "sessions_end": gettext_noop("结束全部登录"),
    "password_link": gettext_noop("生成设置密码的链接"),
    "password_set": gettext_noop("设置密码"),
    "second_factor_on": gettext_noop("启用两步验证"),
    "second_factor_off": gettext_noop("关闭两步验证"),
    "second_factor_reset": gettext_noop("重置两步验证"),
    "recovery_codes_new": gettext_noop("重新生成恢复码"),
    "member_add": gettext_noop("添加成员"),
    "member_edit": gettext_noop("修改成员"),
    "member_own_edit": gettext_noop("修改自己的姓名或语言"),
    "member_enable": gettext_noop("启用成员"),
    "member_disable": gettext_noop("停用成员"),
    "member_import_preview": gettext_noop("预览成员导入"),
    "wall_open": gettext_noop("打开大屏"),
    "wall_replay": gettext_noop("大屏回放"),
    "wall_link_add": gettext_noop("生成大屏链接"),
    "wall_link_revoke": gettext_noop("撤销大屏链接"),
    "wall_settings": gettext_noop("修改大屏设置"),
    "view_save": gettext_noop("保存视图"),
    "view_share": gettext_noop("共享或取消共享视图"),
    "view_delete": gettext_noop("删除视图"),
    "view_start": gettext_noop("选起始视图"),
    "drill_set_up": gettext_noop("布置演练"),
    "alert_backtest": gettext_noop("试算预警规则"),
    "alert_rule": gettext_noop("修改预警规则"),
    "backup_make": gettext_noop("备份"),
    "clue_known": gettext_noop("上报的线索已有"),
    "clue_submit": gettext_noop("上报线索"),
    "first_admin": gettext_noop("创建首位管理员"),
    "items_export": gettext_noop("导出内容"),
    "whole_export": gettext_noop("整库导出"),
    "items_import": gettext_noop("导入内容"),
    "items_import_confirm": gettext_noop("确认内容导入"),
    "items_import_preview": gettext_noop("预览内容导入"),
    "lag_notice": gettext_noop("通知处理变慢"),
    "mail_test": gettext_noop("发测试邮件"),
    "own_address": gettext_noop("填写自己的邮箱"),
    "prune": gettext_noop("按期限清除"),
    "report_issue_again": gettext_noop("再次签发报告"),
    "report_reader_add": gettext_noop("添加报告接收人"),
    "report_reader_edit": gettext_noop("修改报告接收人"),
    "report_remind": gettext_noop("提醒签发报告"),
    "report_search": gettext_noop("检索报告"),
    "report_template": gettext_noop("修改报告模板"),
    "report_template_standard": gettext_noop("设为标准模板"),
    "retag_again": gettext_noop("重新开始标记"),
    "secrets_reseal": gettext_noop("重新加密存储的密钥"),
    "setup_skip": gettext_noop("跳过设置步骤"),
    "shift_import_preview": gettext_noop("预览值班表导入"),
    "site_edit": gettext_noop("修改设置"),
    "unit_delete": gettext_noop("删除单位"),
    "unit_restore": gettext_noop("恢复单位"),
    "unit_retire": gettext_noop("移除单位"),
}


def action(code: str) -> str:
    """An audited action in words; an unknown code is its own name."""
    return gettext(ACTIONS[code]) if code in ACTIONS else code
