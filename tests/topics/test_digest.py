from monitor.topics.digest import is_digest
from tests.each import each


@each(
    title=[
        "早报：三家工厂复工；城东菜价回落",
        "一图读懂云河区新规",
        "云河要闻速览",
        "花展开幕；菜价回落；公交改道",
        "每日云河",
        "一周要闻",
    ]
)
def test_digests_and_series_are_recognised(title: str) -> None:
    assert is_digest(title)


@each(
    title=[
        "搬运工连续加班一周后住院",
        "骑手每日工作十二小时",
        "云河日报：大桥工人拿到工资",
        "工会回应；厂方称月底前发放",
        "早餐店员工被拖欠工资",
    ]
)
def test_ordinary_headlines_are_no_digests(title: str) -> None:
    assert not is_digest(title)
