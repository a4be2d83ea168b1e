"""Valence of our own sentences; the sum, the mark of doubt and the reasons."""

from functools import cache

import pytest

from monitor.text.fold import fold
from monitor.text.sentiment import Score, SnowNLPScorer, TingchaoScorer
from monitor.text.words import cut
from tests.each import each

NEG = """化工厂爆炸致五人死亡|男子持刀伤人后逃逸|老板卷款跑路，工人拿不到工资|暴雨引发山体滑坡，多人失联|幼儿园老师虐童被刑拘|食堂使用过期食材被罚|客车坠崖致三死七伤|官员受贿被判十年|外卖员遭保安殴打|公司违法裁员引发员工抗议|奶茶店被曝后厨有老鼠|女孩遭网络暴力轻生"""
NEU = """地铁一号线明日起调整运营时间|如何办理居住证|国庆假期安排公布|今年中秋是几月几日|新一届委员会会议将于周五召开|手机应该多久换一次|怎样看待年轻人爱喝茶|网传停课消息不实，官方辟谣|某某剧组官宣演员名单|秋分节气的习俗有哪些"""
POS = """消防员成功救出被困儿童|我国选手夺得世锦赛金牌|志愿者为老人义务理发获点赞|工友热心救人受到表彰|农民增收，乡村面貌焕然一新|失散二十年的母子终于团圆|我国科学家取得重大突破|环卫工拾金不昧获赞|贫困山区通了公路，村民笑开颜|中国女排逆转夺冠"""
scorer = cache(TingchaoScorer)  # its words are read when they are wanted first


def score(text: str) -> Score:
    return scorer().score(fold(text), cut(fold(text)))


@each("label text", [(k, t) for k, ts in (("neg", NEG), ("neu", NEU), ("pos", POS)) for t in ts.split("|")])
def test_plain_cases_have_the_valence_that_a_reader_would_give(label: str, text: str) -> None:
    found = score(text)
    assert found.label == label
    assert sum(found.p) == pytest.approx(1)
    assert all(0 <= p <= 1 for p in found.p)


def test_the_label_is_the_likeliest_class_and_doubt_is_marked() -> None:
    assert (Score((0.5, 0.3, 0.2), ()).label, Score((0.5, 0.3, 0.2), ()).unsure) == ("neg", True)
    assert not Score((0.1, 0.1, 0.8), ()).unsure


def test_the_words_that_moved_the_score_are_words_of_the_text() -> None:
    why = score("化工厂爆炸致五人死亡").why
    assert "爆炸" in dict(why) or "死亡" in dict(why)
    assert all(word in "化工厂爆炸致五人死亡" and weight > 0 for word, weight in why)


def test_an_empty_text_is_scored_too() -> None:
    assert sum(score("").p) == pytest.approx(1)


def test_the_prior_alone_is_a_scorer_of_the_same_shape() -> None:
    assert sum(SnowNLPScorer().score("很好", ["很", "好"]).p) == pytest.approx(1)


def test_posts_are_scored_by_the_expert_for_posts() -> None:
    assert score("哈哈哈太开心了[哈哈][爱你]谢谢大家！！").label == "pos"
    assert score("气死我了，这什么破公司[怒][怒]").label == "neg"
