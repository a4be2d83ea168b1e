"""A step helps or informs; what asks for more is refused (SCOPE 3)."""

from __future__ import annotations

from monitor.alerts.step_words import step_refused
from monitor.models import StepKind
from monitor.queries.response_defaults import SHIPPED
from tests.each import each


@each(
    "text label",
    [
        ("请论坛删帖", "removal"),
        ("联系平台，把这篇文章下架", "removal"),
        ("要 求 刪 除 相 關 帖 子", "removal"),  # spaced and traditional
        ("向平台投诉该视频", "removal"),
        ("不得删帖", "removal"),  # a denial opens no door
        ("Ask the site to take down the article", "removal"),
        ("take the article down", "removal"),
        ("封号处理", "account"),
        ("ban the account", "account"),
        ("找到发帖人并约谈", "person"),
        ("核实网民身份", "person"),
        ("查清是谁发的", "person"),
        ("做好稳控工作", "person"),
        ("劝职工别再说了", "person"),
        ("给职工打电话讲清利害", "person"),
        ("请他们把那条东西弄没", "removal"),
        ("Identify the author", "person"),
        ("组织网评员跟帖", "posting"),
        ("在评论区回复", "posting"),
        ("Reply under the post", "posting"),
        ("请网信部门协助清网", "publication"),  # whatever is to be done with what was published
        ("Lock the comments section", "publication"),
    ],
)
def test_taking_down_accounts_persons_and_posting_are_refused(text: str, label: str) -> None:
    refused = step_refused(text)
    assert refused is not None
    assert (refused.label, bool(refused.words)) == (label, True)


@each(
    text=[
        "核实用人单位、项目和人数",
        "在工会网站和公众号发布说明，写明进展和求助办法",
        "核实报道中提到的用人单位名称和地址",
        "召开新闻发布会，公布调查结果",
        "了解食堂卫生投诉的情况",
        "清理拖欠的工资台账",
        "请单位书面答复核实结果和下一步安排",
        "Publish an explanation on the union's own website",
        "Contact the employer and report the result to the district union",
    ]
)
def test_helping_and_informing_are_not(text: str) -> None:
    assert step_refused(text) is None


def test_the_nine_shipped_plans_pass_their_own_rules() -> None:
    assert len(SHIPPED) == 9
    for steps in SHIPPED.values():
        assert [text for _, _, text in steps if step_refused(text)] == []
        assert {StepKind.VERIFY, StepKind.PUBLISH, StepKind.FOLLOW_UP, StepKind.LEGAL_AID} <= {
            kind for kind, _, _ in steps
        }
        assert any(level == 1 for _, level, _ in steps)
