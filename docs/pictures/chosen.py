"""The committed set: which page, in which look, what is done on it before the picture is taken."""

from __future__ import annotations

from dataclasses import dataclass

from pictures import states
from pictures.camera import DESKTOP, PHONE, Look, Prepare

ZH, EN = Look("zh", "light", DESKTOP), Look("en", "light", DESKTOP)
ZH_DARK, EN_DARK = Look("zh", "dark", DESKTOP), Look("en", "dark", DESKTOP)
HAND, HAND_EN = Look("zh", "light", PHONE), Look("en", "dark", PHONE)
WALL, WALL_EN = Look("zh", "dark", (1920, 1080)), Look("en", "light", (1920, 1080))
WALL_4K = Look("zh", "dark", (3840, 2160))


@dataclass(frozen=True)
class Picture:
    """One of the set."""

    name: str
    path: str
    look: Look
    words: str
    prepare: Prepare | None = None
    member: str = "guan"


CHOSEN: tuple[tuple[str, tuple[Picture, ...]], ...] = (
    (
        "The desk / 值班台",
        (
            Picture("desk-light", "/", ZH, "The duty desk / 值班台"),
            Picture("desk-dark", "/", EN_DARK, "The duty desk in English, dark / 英文深色的值班台"),
            Picture("desk-phone", "/", HAND, "The duty desk on a phone / 手机上的值班台"),
            Picture("desk-keys", "/", EN, "The keys of a page / 一页的按键", states.keys, "zhi"),
            Picture("desk-menu", "/", ZH_DARK, "All rooms / 全部栏目", states.more),
        ),
    ),
    (
        "Topics and items / 话题与内容",
        (
            Picture("topics", "/topics/", ZH, "Topics by heat / 按热度排列的话题"),
            Picture("topic", "/topics/N/", ZH, "A topic: its life, why it is here, its reports / 一个话题"),
            Picture("topic-phone", "/topics/N/", HAND_EN, "A topic on a phone / 手机上的话题"),
            Picture("topic-merge", "/topics/", EN, "Merging two topics / 合并两个话题", states.merging, "zhi"),
            Picture("correct", "/items/", ZH, "Correcting a label by one key / 一键纠正", states.correcting, "zhi"),
            Picture("search", "/search/?q=(欠薪+OR+讨薪)+工资", ZH, "Search / 检索"),
            Picture("items", "/items/", EN_DARK, "Items behind a figure / 数字背后的内容"),
            Picture("item", "/items/N/", ZH, "An item and why it is labelled so / 一条内容与判断依据"),
            Picture("compare", "/compare/", EN, "This week and last / 本周与上周"),
            Picture("calendar", "/compare/?by=calendar", ZH_DARK, "Half a year as a calendar / 半年日历"),
            Picture("source-shares", "/compare/?by=sources", ZH, "Where it comes from / 来源构成"),
            Picture("plans", "/plans/", EN, "Standing plans / 全部专题"),
            Picture("plan", "/plans/N/", ZH, "A standing plan / 专题"),
        ),
    ),
    (
        "Alerts / 预警",
        (
            Picture("alerts", "/alerts/", EN_DARK, "Alerts / 预警"),
            Picture(
                "alert-page", "/alerts/N/", ZH, "An alert with its evidence and the steps taken / 一条预警及其依据"
            ),
            Picture("alert-phone", "/alerts/N/", HAND, "An alert on a phone / 手机上的预警"),
            Picture("alert-mail", "/drill/mailbox/N/", ZH, "An alert as a mail / 预警邮件"),
            Picture("rule", "/rules/new/", ZH, "A rule is tried before it is saved / 规则先试后存", states.tried, "zu"),
            Picture(
                "back-test",
                "/alert-rules/topic_rising/?set=more",
                EN,
                "What an alert rule would have raised / 预警规则试算",
                states.backtest,
                "zu",
            ),
            Picture("rules", "/rules/", EN_DARK, "Keyword rules / 关键词规则"),
            Picture("alert-rules", "/alert-rules/", ZH, "Alert rules / 预警规则"),
            Picture("response-plans", "/response-plans/", ZH_DARK, "Response plans and due times / 预案与时限"),
            Picture("routes", "/routes/try/", EN, "Who would get it / 谁会收到"),
            Picture("roster", "/roster/", ZH, "Roster / 排班"),
            Picture("handover", "/handover/", ZH_DARK, "Handing over a shift / 交接班", None, "zhi"),
            Picture("assessment", "/assessment/", EN, "Assessment of handling / 处置考核"),
        ),
    ),
    (
        "Reports / 报告",
        (
            Picture("report", "/reports/?kind=weekly>/reports/N/", ZH, "A weekly report / 周报", None, "zu"),
            Picture(
                "report-en", "/reports/?kind=weekly>/reports/N/", EN_DARK, "The same in English / 英文周报", None, "zu"
            ),
            Picture("weekly-report", "", ZH, "Its first page as PDF / 周报 PDF 首页", states.paper, "zu"),
            Picture("report-templates", "/reports/templates/", EN, "Templates and readers / 模板与接收人"),
        ),
    ),
    (
        "Wall / 大屏",
        (
            Picture("wall-numbers", WALL.wall("numbers"), WALL, "Big numbers / 数字"),
            Picture("wall-volume", WALL.wall("volume"), WALL, "Volume with alerts / 走势"),
            Picture("wall-topics", WALL_EN.wall("topics"), WALL_EN, "Ranking, light / 话题排名（浅色）"),
            Picture("wall-sentiment", WALL.wall("sentiment"), WALL, "Sentiment / 情感"),
            Picture("wall-newest", WALL_EN.wall("newest"), WALL_EN, "Newest topics, light / 最新话题（浅色）"),
            Picture("wall-sources", WALL.wall("sources"), WALL, "Sources / 来源"),
            Picture("wall-alerts", WALL_4K.wall("alerts"), WALL_4K, "Open alerts on a 4K screen / 4K 屏上的预警"),
            Picture("wall-stale", "", WALL, "The wall says that it is stale / 数据过时的大屏", states.stale_wall),
            Picture("wall-replay", "", WALL, "A week is replayed / 回放一周", states.replay),
        ),
    ),
    (
        "Keeping it running / 管理",
        (
            Picture("sources", "/sources/", EN_DARK, "Sources and how they are / 来源及其状况"),
            Picture("source-add", "/sources/add/", ZH, "Adding a source / 添加来源"),
            Picture("quality", "/quality/", ZH, "Quality: accuracy, coverage, forecasts / 质量"),
            Picture("clue", "/clues/", ZH, "A clue from the grassroots / 上报线索", None, "bao"),
            Picture("members", "/members/", EN, "Members / 成员"),
            Picture("units", "/units/", ZH, "Units and their words / 单位"),
            Picture("channels", "/channels/", ZH, "Channels and recipients / 通知渠道"),
            Picture("health", "/health/", EN_DARK, "Is it working / 系统状态"),
            Picture("audit", "/audit/", ZH_DARK, "Who did what / 审计日志"),
            Picture("settings", "/settings/", EN, "Settings / 设置"),
            Picture("help", "/help/", EN, "Terms and how figures are computed / 名词与算法"),
            Picture("setup", "/setup/mail/", ZH, "First set-up / 首次设置"),
            Picture("tokens", "/tokens/", EN, "API tokens and feeds / API 令牌与订阅"),
            Picture("account", "/me/", ZH_DARK, "My account: password, two steps, browsers / 我的账号"),
            Picture("login", "/login/", HAND_EN, "Signing in / 登录", None, ""),
        ),
    ),
    (
        "States / 各种状态",
        (
            Picture("state-empty", "", ZH, "Nothing to show / 没有内容", states.empty),
            Picture("state-loading", "", ZH, "On its way / 载入中", states.loading),
            Picture("state-partial", "", EN, "Some sources are down / 部分来源中断", states.partial),
            Picture("state-stale", "", ZH_DARK, "Without a connection / 连接中断", states.stale_desk),
            Picture("state-403", "", ZH, "No permission / 没有权限", states.forbidden, "kan"),
            Picture("state-404", "", EN, "No such page / 没有这一页", states.missing),
            Picture("state-500", "", EN_DARK, "An unexpected error / 出错", states.broken),
            Picture("state-refused", "", HAND, "A wrong password / 密码不对", states.refused, ""),
        ),
    ),
)
