"""Credits go, what the text says stays."""

from __future__ import annotations

from monitor.feeds.credits import credits_cut
from tests.each import each


@each(
    "text left",
    [
        ("云河晚报讯（记者 梁某甲 通讯员 梁某乙）今天上午", "云河晚报讯今天上午"),
        ("本报讯（全媒体记者梁某甲）今天", "本报讯今天"),
        ("（云河晚报记者梁某甲）", ""),
        ("【责任编辑:梁某甲】", ""),
        ("工资已发。\n责任编辑：梁某甲", "工资已发。"),
        ("来源：云河晚报 作者：梁某甲 2026-05-01", "来源：云河晚报"),
        ("编辑：梁某甲，审核：梁某乙", ""),
        ("记者 梁某甲", ""),
        ("文/梁某甲 图/梁某乙", ""),
        ("文｜梁某甲", ""),
        ("By Liang Moujia, Staff Writer", ""),
        ("新华社记者梁某甲报道，工地停工", "新华社记者报道，工地停工"),
        ("工人在工地。 梁某甲 摄", "工人在工地。"),
    ],
)
def test_credits_are_cut_out(text: str, left: str) -> None:
    assert credits_cut(text) == left


@each(
    text=[
        "（一名记者被打）",
        "（记者从区总工会获悉）工资已发。",
        "记者从区总工会获悉，工资已发。",
        "记者 在现场看到工人",
        "记者现场报道",
        "记者：工资什么时候能发？",
        "招聘岗位：编辑/排版",
        "编辑部地址：柳岸街道",
        "（摄影展周五开放）",
        "by the way, nobody was paid",
        "图：柳岸工地",
    ]
)
def test_what_the_text_says_of_a_reporter_stays(text: str) -> None:
    assert credits_cut(text) == text
