from monitor.topics.title import choose_terms, choose_title
from tests.each import each
from tests.topics.stories import WAGES


def test_the_title_is_the_most_central_headline() -> None:
    assert choose_title([*WAGES, "云河区今天多云"]) in WAGES


def test_a_headline_without_a_name_is_preferred() -> None:
    names = {"赵小川"}
    titles = ["赵小川讲述青石湾大桥讨薪经过", "青石湾大桥工人讨薪经过"]
    assert choose_title(titles, lambda s: {n for n in names if n in s}) == titles[1]


def test_a_name_that_cannot_be_avoided_is_masked() -> None:
    assert choose_title(["赵小川讲述讨薪经过"], lambda s: {"赵小川"}) == "赵某讲述讨薪经过"


@each(name=["张志强", "欧阳春晓", "郗浩", "阿依古丽", "王师傅", "特朗普"])
def test_no_title_and_no_term_of_a_topic_is_a_name(name: str) -> None:
    headlines = [f"{name}在工地受伤后讨薪", f"工人{name}讨薪成功", f"{name}表示工资已结清"]
    assert name not in choose_title(headlines)
    terms = [[name, f"{name}案", name[:2], "讨薪"], ["讨薪", name], [name]]
    assert choose_terms(terms, headlines) == ["讨薪"]


def test_of_a_surname_of_two_characters_both_stay() -> None:
    assert choose_title(["欧阳春晓讨薪成功"]) == "欧阳某讨薪成功"


def test_no_headline_gives_an_empty_title() -> None:
    assert choose_title(["", " "]) == ""


def test_terms_are_what_most_items_share_without_names_or_parts() -> None:
    terms = [["青石湾大桥", "欠薪", "赵小川"], ["青石湾大桥", "大桥", "欠薪"], ["工资", "欠薪"]]
    chosen = choose_terms(terms, ["赵小川"], lambda s: {"赵小川"} if "赵小川" in s else set())
    assert chosen == ["欠薪", "青石湾大桥", "工资"]
