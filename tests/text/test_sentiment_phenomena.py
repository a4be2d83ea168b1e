"""What makes valence hard, each on sentences of our own: the share that must be right is what the shipped model reaches."""

import pytest

from monitor.text.fold import fold
from monitor.text.sentiment import TingchaoScorer
from monitor.text.words import cut

SCORER = TingchaoScorer()

NEGATION = """neg 工人三个月没拿到工资|neg 孩子落水无人施救|neg 店家拒不退还押金|neg 电梯坏了半年没人修|neg 企业未给职工缴纳社保|neg 受害者至今没有等到道歉|not-neg 楼房起火无人员伤亡|not-neg 地震未造成人员受伤|not-neg 列车晚点但无人受伤|not-neg 检查未发现安全隐患"""
CONTRAST = """pos 虽然失去双腿，他却登上了珠峰|pos 身患重病，仍坚持资助贫困学生|pos 开局落后但最终逆转夺冠|neg 拿了补贴却拖欠工人工资|neg 说好的免费，结果被收高价|neg 好心扶老人反被讹诈|neg 刚获表彰的企业竟偷排污水|pos 大雨倾盆，但志愿者没有一人离开"""
GOOD_ABOUT_BAD = """not-neg 被拖欠的工资全部追回|not-neg 法院判赔，工伤职工拿到赔偿款|not-neg 被拐儿童获救与父母团圆|not-neg 山火被扑灭，村民平安返家|not-neg 失踪老人已找到，平安无事|not-neg 警方破获诈骗案，追回被骗钱款|not-neg 重病女孩康复出院|not-neg 被困矿工全部获救升井|not-neg 欠薪企业补发工资，工友送来锦旗|not-neg 劳动监察帮农民工讨回血汗钱"""
DENIED = """neu 网传某厂裁员三千人不实|neu 警方辟谣：停水十天系谣言|neu 官方回应网传封城：假的|neu 公司否认拖欠工资|neu 景区辟谣游客坠崖|neu 网传水库决堤为不实信息|neu 学校澄清食物中毒传闻|neu 地震谣言不可信，地震局辟谣"""
QUESTION = """neu 如何看待年轻人不愿加班|neu 公积金可以提前取出来吗|neu 试用期最长能约定多久|neu 哪些情形可以申请仲裁|neu 下雨天骑车要注意什么|neu 台风为什么会有名字|neu 被裁后社保该怎么续|neu 高温津贴怎么算"""
SETS = {
    "negation": (NEGATION, 0.8),
    "contrast": (CONTRAST, 0.6),
    "good news about a bad thing": (GOOD_ABOUT_BAD, 0.8),
    "a rumour denied": (DENIED, 0.6),
    "a question": (QUESTION, 1.0),
}


def right(wanted: str, text: str) -> bool:
    label = SCORER.score(fold(text), cut(fold(text))).label
    return label != "neg" if wanted == "not-neg" else label == wanted


@pytest.mark.parametrize("phenomenon", SETS)
def test_enough_sentences_of_each_hard_kind_are_read_rightly(phenomenon: str) -> None:
    lines, floor = SETS[phenomenon]
    cases = [line.split(" ", 1) for line in lines.split("|")]
    found = [right(wanted, text) for wanted, text in cases]
    wrong = [text for (_, text), ok in zip(cases, found, strict=True) if not ok]
    assert sum(found) / len(found) >= floor, wrong
