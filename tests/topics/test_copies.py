from monitor.topics.copies import copy_share, fingerprint
from monitor.topics.params import ClusterParams
from tests.each import each

BODY = (
    "三月的第一个周一，柳营镇玩具厂的两名搬运工在仓库值夜班时发现货架冒烟。他们先拉响警铃，再用灭火器压住火头，"
    "等到消防车赶来时，外间的纸箱已经烧掉大半。厂方表示，受伤的两人手部轻度烫伤，已经送到镇卫生院处理，医药费由厂里垫付。"
    "镇应急办随后检查了同一条街上的六家工厂，要求三天之内把堵住通道的杂物全部搬走，并在夜班安排专人巡查。"
)
OTHER = (
    "三月的第一个周一，柳营镇玩具厂仓库着火，镇里连夜开会。会议要求各厂自查用电线路，更换老化插座，登记夜班人数。"
    "一位车间主任说，去年就提过通道的事，一直没有回音。工会准备为夜班工人申请一批防烟面罩，预计下周发到各个班组。"
)
SHARE = ClusterParams().copy_share


def share(a: tuple[str, str], b: tuple[str, str]) -> float:
    return copy_share(fingerprint(*a), fingerprint(*b))


@each(
    repost=[
        BODY,
        BODY[:120],
        "来源：云河晚报\n" + BODY,
        BODY.replace("玩具厂", "玩具工厂").replace("表示", "称").replace("随后", "之后"),
        "。".join(reversed(BODY.split("。"))),
    ]
)
def test_a_repost_is_recognised_under_a_new_headline(repost: str) -> None:
    assert share(("柳营镇玩具厂起火", BODY), ("夜班工人灭火受伤", repost)) >= SHARE


def test_another_report_on_the_same_event_is_no_repost() -> None:
    assert share(("柳营镇玩具厂起火", BODY), ("柳营镇玩具厂起火之后", OTHER)) < SHARE


@each(
    "a b copied",
    [
        ("青石湾大桥工人讨要工资", "青石湾大桥工人，讨要工资！", True),
        ("青石湾大桥工人讨要工资", "云河热线丨青石湾大桥工人讨要工资", True),
        ("青石湾大桥工人讨要工资", "承包方回应青石湾大桥工人讨要工资一事", False),
        ("三月欠薪案件办结12起", "三月欠薪案件办结21起", False),
        ("欠薪", "欠薪", False),
    ],
)
def test_headlines_are_copies_only_when_nearly_equal(a: str, b: str, copied: bool) -> None:
    assert (share((a, ""), (b, "")) >= SHARE) is copied
