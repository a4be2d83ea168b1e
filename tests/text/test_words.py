"""Words and names: cut as jieba cuts, names found and kept out of key terms."""

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import RawText, analyse, default_config
from monitor.text.names import personal_names
from monitor.text.terms import MAX_TERMS, key_terms
from monitor.text.words import _jieba, cut, tag, user_dictionary
from tests.each import each

NAMES = "王建国 李秀英 张伟 陈小明 杨丽华 赵铁柱 黄志强 吴海燕 孙大圣 马云飞 朱莉 胡文斌 郭晓东 高志远 林志玲 罗永浩 韩雪 邓超 田园 董明珠 潘石屹 杜海涛 丁俊晖 卢靖姗 欧阳明 诸葛亮 慕容雪 白岩松 雷军 史玉柱"
FRAMES = ("{}在工地受伤", "工人{}讨薪成功", "记者采访了{}", "{}被辞退后申请仲裁", "据{}介绍，工厂已停产")
ORDINARY = (
    "幼儿园 卫星 安全性 高水平 高温 成都 方案 华为 高校 石家庄 黄金周 农家乐 白领 师傅 许可证 明天 牛马 官宣 辟谣 温馨"
)


@each(text=["工人拖欠工资三个月", "5G-A时代的N+1赔偿", "iPhone17Pro与v1.2.3版", "外卖骑手权益保障", "3.5%的增长"])
def test_words_join_to_the_text_again(text: str) -> None:
    assert "".join(cut(text)) == text


@given(st.text(alphabet="工人加班高达降至a10_-.+ 资骑手，", max_size=40))
def test_cutting_loses_no_character(text: str) -> None:
    assert "".join(cut(text)) == text


@each(
    text=[
        "5G-A网络今天商用",
        "A-B轮融资3.5亿",
        "价格是1.5万元",
        "WiFi-6和USB3.0",
        "T-shirt降价20.5%",
        "最高达3.5亿元，降至-2.0度",
        "V_ts与a_b.c-d",
        "0123456789qxzjkvwy高达3.5亿、降至0.5%",
    ]
)
def test_latin_runs_are_cut_as_jieba_cuts_them(text: str) -> None:
    for word, freq, kind in user_dictionary():
        jieba.add_word(word, freq, kind)
    assert cut(text) == jieba.lcut(text)


@each(
    times=[1, 2],
    name=["王建国", "欧阳明", "张伟"],
    text=["{}近年来接住了不少非要他上的班", "{}说iPhone17降至3.5亿", "据{}所称，工厂已久未开工😀", "", " \n"],
)
def test_parts_of_speech_are_those_of_the_tokeniser_whatever_stands_around(text: str, name: str, times: int) -> None:
    """Also of words that are cut into others where they stand alone (年来), and once they are known."""
    asked = text.format(name) * times
    tagged = tag(asked)
    assert [tagged[place] for place in range(len(tagged))] == _jieba().tag(asked)


@given(st.text(alphabet="工人加班年来非要高达降至王建国说a10_-.+ 资骑手，", max_size=60))
def test_parts_of_speech_of_any_text_are_those_of_the_tokeniser(text: str) -> None:
    tagged = tag(text)
    assert list(zip(tagged.words, tagged.kinds, strict=True)) == _jieba().tag(text)


def test_terms_behind_many_names_are_found_too() -> None:
    """More weighty words than terms are parts of names; the lighter ones follow in their order."""
    names = "".join(f"职工{name}说。" * 5 for name in NAMES.split())
    words = ["工资", "社保", "加班", "裁员", "仲裁", "工会", "骑手", "职业病", "公积金", "调休", "工伤", "合同"]
    terms = key_terms("", names[:400] + "，".join(words))
    assert len(terms) == MAX_TERMS
    assert len(set(words) & set(terms)) >= 8


def test_terms_of_the_same_weight_stand_in_the_order_of_their_signs() -> None:
    words = [f"甲乙{c}厂" for c in "天地人和春夏秋冬"]
    terms = key_terms("", "，".join(reversed(words)))
    same = [term for term in terms if term in words]
    assert same == sorted(same)


def test_terms_of_working_life_stay_whole() -> None:
    assert {"打工人", "外卖骑手", "加班费"} <= set(cut("打工人和外卖骑手都没有加班费"))


@pytest.mark.parametrize("frame", FRAMES)
@each(name=NAMES.split())
def test_a_name_is_never_a_key_term(name: str, frame: str) -> None:
    terms = analyse(RawText(frame.format(name)), default_config()).terms
    assert not any(name in term or term in name for term in terms)


def test_at_least_nine_in_ten_names_are_found() -> None:
    found = [name in personal_names(frame.format(name)) for name in NAMES.split() for frame in FRAMES]
    assert sum(found) / len(found) >= 0.9


@each(word=ORDINARY.split())
def test_ordinary_words_are_no_names(word: str) -> None:
    assert not any(word in name or name in word for name in personal_names(f"关于{word}的消息"))


@pytest.mark.parametrize(("text", "name"), [("张某被拘", "张某"), ("李女士投诉", "李女士"), ("王师傅退休", "王师傅")])
def test_a_surname_with_a_title_counts_as_a_name(text: str, name: str) -> None:
    assert name in personal_names(text)


def test_a_place_that_begins_like_a_surname_is_no_name() -> None:
    assert personal_names("考古人员在石漾镇发现古井一处") == set()
    assert personal_names("王建国路过云桥") == {"王建国"}
