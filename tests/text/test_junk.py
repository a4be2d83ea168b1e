"""Page junk goes; what a text says stays."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import RawText, analyse, clean_masked, default_config, junk
from monitor.text.junk import junk_cut
from tests.each import each

TITLES = [
    ("热点精选某厂欠薪一案开庭央视新闻-4小时前", "某厂欠薪一案开庭"), ("热点精选专题骑手社保新规落地", "骑手社保新规落地"),
    ("热点精选工地塌方两人获救澎湃新闻16分钟前", "工地塌方两人获救"), ("高温津贴今起发放-7小时前", "高温津贴今起发放"),
    ("夜班补贴怎么算人民日报-1天前", "夜班补贴怎么算"), ("原标题：一家电子厂的最后一天", "一家电子厂的最后一天"),
    ("讨薪三年终有结果（来源：云河日报）", "讨薪三年终有结果"), ("外卖站点裁员（责任编辑：马小跳）", "外卖站点裁员"),
]  # fmt: skip
TEXTS = [
    ("工资到账了。展开全文", "工资到账了。"), ("工资到账了……\n阅读原文", "工资到账了……"), ("工资到账了。 [查看全文]", "工资到账了。"),
    ("工资到账了。返回搜狐，查看更多", "工资到账了。"), ("工资到账了。点击查看原文", "工资到账了。"), ("工资到账了。\n打开云河APP查看更多", "工资到账了。"),
    ("工资到账了。责任编辑：许三多", "工资到账了。"), ("工资到账了。（责任编辑：许三多 校对：吴六一）", "工资到账了。"),
    ("工资到账了。\n编辑：许三多 审核：吴六一", "工资到账了。"), ("工资到账了。\n责编｜许三多\n一审：吴六一\n二审：史今", "工资到账了。"),
    ("本文来自公众号： 工厂观察 ，作者：许三多，编辑：吴六一 工资到账了。", "本文来自公众号： 工厂观察 工资到账了。"),
    ("云河7月10日电（记者许三多 吴六一）工资到账了。", "云河7月10日电工资到账了。"), ("工资到账了。（本报记者 许三多）", "工资到账了。"),
    ("工资到账了。(来源：云河日报)", "工资到账了。"), ("工资到账了。来源：云河日报、澜州晚报", "工资到账了。"), ("配图（图片来源：视觉云河）工资到账了。", "配图工资到账了。"),
    ("来源：云河日报\n工资到账了。", "工资到账了。"), ("工资到账了。\n长按识别二维码关注我们", "工资到账了。"), ("工资到账了。\n分享到：微信 微博 QQ空间", "工资到账了。"),
    ("工资到账了。\n点击上方蓝字关注我们\n点赞、在看、转发", "工资到账了。"), ("工资到账了。\n阅读 3.2万 | 评论 128", "工资到账了。"), ("阅读量：10086次\n工资到账了。", "工资到账了。"),
    ("工资到账了。\n免责声明：本文仅供参考，不构成建议", "工资到账了。"), ("工资到账了。\n未经授权不得转载", "工资到账了。"), ("工资到账了。\n【END】", "工资到账了。"),
    ("他们等了三个月。 劳动周刊 6小时前 4评论", "他们等了三个月。"), ("热点精选某厂欠薪一案开庭红网-6小时前", "某厂欠薪一案开庭"), ("工资到账了。\n上一篇：招工启事", "工资到账了。"),
]  # fmt: skip
KEPT = [
    "两名工人失联三天前曾报平安", "停车场扫码缴费屡遭投诉", "记者从区总工会获悉，补助已发放", "一名记者被打", "热点精选", "他是一家出版社的编辑", "工资到账了，来源不明",
    "编辑部裁员一半", "责任编辑被辞退引发热议", "热点话题：加班费怎么算", "阅读量突破十万的辞职信", "请展开全文背诵课文", "要求查看原文件遭拒", "网站声明：本公司没有拖欠工资",
    "扫描二维码即可登记，工友们排队扫码", "公司把通知分享到微信群，工人才知道被裁", "评论128条，多数支持工人", "3小时前还在上班", "事故发生在5小时前", "他说：“来源：工友口述”才可信。",
    "（记者注意到，工地没有围挡）", "（编辑部按：以下为工人来信）", "更多工人加入诉讼", "点击量造假的编辑被开除", "收入来源：打零工和摆摊，每月不到三千元。", "作者：请把工资还给我们，这是一首诗的第一行，写得很长很长也不该被删掉。",
    "👷‍♂️工地上的笑脸😀", "１２月份Ｎ＋１",
]  # fmt: skip


@each("title left", TITLES)
def test_junk_goes_from_titles(title: str, left: str) -> None:
    assert junk_cut(title, title=True) == left


@each("text left", TEXTS)
def test_junk_goes_from_texts(text: str, left: str) -> None:
    assert junk_cut(text) == left


@each(text=KEPT, title=[True, False])
def test_what_a_text_says_stays(text: str, title: bool) -> None:
    assert junk_cut(text, title=title) == text


@each(text=[*TEXTS, *TITLES])
def test_cutting_twice_changes_nothing(text: tuple[str, str]) -> None:
    assert junk_cut(text[1]) == text[1]


def test_a_text_that_is_all_junk_stays() -> None:
    assert junk_cut("阅读原文") == "阅读原文"


def test_stored_titles_and_texts_have_none_and_name_no_editor() -> None:
    found = analyse(RawText("热点精选某厂欠薪开庭红网-6小时前", "工资到账了。（责任编辑：许三多）"), default_config())
    assert (found.title, found.text) == ("某厂欠薪开庭", "工资到账了。")
    assert clean_masked("热点精选某厂欠薪开庭", "来电13900001234。展开全文") == ("某厂欠薪开庭", "来电〔电话〕。", True)


@given(st.lists(st.sampled_from([text for text, _ in [*TEXTS, *TITLES]] + KEPT), max_size=5).map("\n".join))
def test_what_is_left_stood_there_and_is_not_nothing(text: str) -> None:
    left = junk_cut(text)
    assert bool(left.strip()) == bool(text.strip())
    assert set(left) <= set(text)


@pytest.mark.parametrize(
    "unit",
    [
        "责任编辑：",
        "，作者：",
        "（记者张三 ",
        "来源：",
        "阅读1 ",
        "1小时前",
        "热点精选",
        "（来源：",
        "\n编辑：张 ",
        "长按",
        "点赞、",
        "转发到",
    ],
)
def test_four_times_the_length_takes_no_more_than_nine_times_as_long(unit: str) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        junk_cut(text)
        return time.process_time() - started

    short, long = (min(seconds((unit * 4_000)[:chars]) for _ in range(2)) for chars in (4_000, 16_000))
    assert long < 9 * short + 0.05


PIECES = [
    "\n",
    "\n",
    " ",
    "，",
    "，编辑：甲某",
    ", 责编:乙",
    "责任编辑：丙某",
    "来源：云河晚报",
    "展开全文",
    "点赞 在看",
    "阅读 1.2万",
    "甲",
    "。",
    "号召",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_lines_and_chains_are_found_sooner_and_are_the_same(text: str) -> None:
    for pattern, lines in (
        (junk._LINE, junk._CUT[3][0]),
        (junk._CREDIT_LINE, junk._CUT[4][0]),
        (junk._SOURCE_LINE, junk._CUT[5][0]),
    ):
        assert lines.sub("", text) == re.sub(rf"(?:^|\n) ?{pattern}", "", text)
    assert junk._unchained(text) == junk._CREDIT_CHAIN.sub("", text)
