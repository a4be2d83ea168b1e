"""One text through the stage."""

import dataclasses
import importlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import Config, RawText, RuleSpec, UnitSpec, analyse, config_from_export, default_config, explain
from monitor.text.areas import AREAS
from tests.each import each

CONFIG = Config.build(
    rules=[
        RuleSpec(1, "欠薪", "(欠薪 OR 讨薪) 工人 NOT 游戏", "wages"),
        RuleSpec(2, "坠亡", "坠亡", "safety", grave=True),
    ],
    units=[UnitSpec(7, "建筑业工会", ("工地",), ("封闭施工",))],
    local_places=["云桥街道"],
    city_places=["澜州"],
)


@each("title area", [
        ("装修公司拖欠工资半年，员工集体讨薪", "wages"), ("区里发布最低工资标准调整方案", "wages"), ("加班费怎么算，劳动仲裁给出答案", "wages"),
        ("车间起火致两名工人受伤，安全生产责任人被问责", "safety"), ("员工中暑算不算工伤", "safety"), ("尘肺病患者盼来职业病鉴定结果", "safety"),
        ("单位断缴社保三个月怎么办", "insurance"), ("公积金缴存基数今日调整", "insurance"), ("渐进式延迟退休政策问答", "insurance"),
        ("工厂强制加班到凌晨，员工称没有调休", "hours"), ("年休假不休能不能折算工资", "hours"), ("大小周取消后员工反应不一", "hours"),
        ("互联网公司裁员千人，赔偿方案公布", "employment"), ("试用期被辞退有没有补偿", "employment"), ("秋季校园招聘会提供三千岗位", "employment"),
        ("外卖骑手称配送单价又降了", "platform"), ("网约车司机反映平台抽成过高", "platform"), ("快递员超时罚款引争议", "platform"),
        ("全区职业技能大赛开幕，百名选手比武", "skills"), ("技工培训补贴申领指南", "skills"), ("劳模工匠宣讲团走进车间", "skills"),
        ("区总工会为户外劳动者建爱心驿站", "union"), ("工会开展职工法律援助服务", "union"), ("送温暖：总工会慰问困难职工", "union"),
    ])  # fmt: skip
def test_concerns_of_working_life_get_their_area(title: str, area: str) -> None:
    found = analyse(RawText(title), CONFIG)
    assert area in found.areas
    assert found.why["areas"][area]
    assert found.in_focus


@each(title=[
        "新赛季英雄技能调整，玩家热议", "这部电视剧大结局收视创新高", "球员退役仪式感动全场", "明日小雨，气温下降四度", "图书馆周末举办亲子阅读活动",
        "演唱会门票开售秒空", "新款手机发布，售价公布", "红烧肉怎么做才不腻", "地铁三号线延长运营一小时", "湿地公园迎来候鸟",
    ])  # fmt: skip
def test_other_matters_get_no_area(title: str) -> None:
    found = analyse(RawText(title), CONFIG)
    assert found.areas == ()
    assert not found.in_focus


@each("title sentiment", [
        ("工地坍塌事故致三人死亡", "neg"), ("男子持刀伤人被刑拘", "neg"), ("老板拖欠工资跑路，工人欲哭无泪", "neg"), ("多家门店因食品安全问题被罚", "neg"),
        ("被困工人全部获救，平安升井", "pos"), ("我区选手在全国技能大赛夺得金牌", "pos"), ("市民拾金不昧获点赞", "pos"),
        ("公交线路明起调整", "neu"), ("如何申请灵活就业社保补贴", "neu"), ("第三季度统计数据将于周五公布", "neu"),
    ])  # fmt: skip
def test_valence_of_plain_cases(title: str, sentiment: str) -> None:
    found = analyse(RawText(title), CONFIG)
    assert found.sentiment == sentiment
    assert sum(found.sentiment_p) == pytest.approx(1)


def test_text_is_stored_masked_and_the_why_carries_no_number() -> None:
    found = analyse(RawText("工人讨薪", "<p>联系13800138000</p>"), CONFIG)
    assert found.masked
    assert found.text == "联系〔电话〕"
    assert "13800" not in str(dataclasses.asdict(found))


def test_a_team_rule_tags_and_explains() -> None:
    found = analyse(RawText("工人在工地讨薪"), CONFIG)
    assert found.rules == (1,)
    assert found.why["rules"] == {1: ["讨薪、工人"]}
    assert not found.grave


def test_a_grave_rule_is_marked() -> None:
    assert analyse(RawText("一名工人坠亡"), CONFIG).grave


def test_an_exclusion_holds_across_title_and_text() -> None:
    assert analyse(RawText("工人讨薪", "这是一款游戏的剧情"), CONFIG).rules == ()


def test_units_are_tagged_by_words_unless_excluded() -> None:
    assert analyse(RawText("工地欠薪"), CONFIG).unit_names == ("建筑业工会",)
    assert analyse(RawText("工地封闭施工通告"), CONFIG).units == ()


@each("title region place", [
        ("云桥街道讨薪", None, "本区"), ("澜州市公布数据", None, "本市"), ("广东一工厂停工", None, "外地"),
        ("工厂停工", "澜州", "本市"), ("工厂停工", None, None), ("广东与云桥街道结对", "澜州", "本区"),
    ])  # fmt: skip
def test_place_is_what_the_text_is_about_else_the_sources_region(
    title: str, region: str | None, place: str | None
) -> None:
    assert analyse(RawText(title, region=region), CONFIG).place == place


def test_key_terms_hold_no_detected_name_and_no_placeholder() -> None:
    found = analyse(RawText("王建国讨要工资被拒", "工人王建国说，拖欠工资三个月。电话13800138000。"), CONFIG)
    assert "拖欠工资" in found.terms or "工资" in found.terms
    assert not any("王建国" in term or "〔" in term for term in found.terms)


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=60), text=st.text(max_size=200))
def test_no_text_makes_it_raise(title: str, text: str) -> None:
    found = analyse(RawText(title, text), CONFIG)
    assert found.sentiment in ("neg", "neu", "pos")
    assert set(found.areas) <= set(AREAS)


def test_reasons_alone_are_those_of_the_whole_judgement(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = RawText("工地工人讨薪", "王建国说，云桥街道的工地拖欠工资三个月。电话13800138000。", "来源", "本区")
    whole = analyse(raw, CONFIG)
    monkeypatch.delattr(importlib.import_module("monitor.text.analyse"), "key_terms_many")
    assert explain(raw, CONFIG) == dataclasses.replace(whole, terms=())
    assert whole.why["rules"]
    assert whole.terms


def test_a_very_long_text_is_read_to_its_limit_and_stored_whole() -> None:
    text = "工资拖欠。" * 200_000
    assert len(analyse(RawText("", text), CONFIG).text) == len(text)


def test_an_export_builds_the_same_config() -> None:
    again = config_from_export(CONFIG.export())
    assert again.export() == CONFIG.export()
    assert analyse(RawText("工人在工地讨薪"), again) == analyse(RawText("工人在工地讨薪"), CONFIG)


def test_the_shipped_default_has_areas_and_no_rules() -> None:
    found = analyse(RawText("工人讨薪"), default_config())
    assert found.areas == ("wages",)
    assert found.rules == found.units == ()
