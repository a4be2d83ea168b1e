"""Where a text is about: our own sentences, seen from two districts."""

from __future__ import annotations

import tomllib
from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import Config, PlaceSpec, RawText, RuleSpec, analyse
from monitor.text.atlas import atlas
from monitor.text.fold import fold
from monitor.text.gazetteer import CITY_WORDS, DISTRICT_WORDS, PROVINCE_WORDS
from monitor.text.place import Placed
from tests.each import each
from tests.text.place_cases import SHUNYI, YUNHE, cases

WORDS = resources.files("monitor.text").joinpath("data/places/words.toml")
STREETS = (
    "柳岸街道",
    "云桥街道",
    "东坪街道",
    "枫渚街道",
    "南浔坡街道",
    "梅屏镇",
    "渡头镇",
    "石漾镇",
    "云河新城",
    "沿河绿道",
)
IN_CITY = ("望湖区", "青岭区", "澜北新区", "陶阳县", "澜河")
AT_YUNHE = Config.build(
    places=[
        PlaceSpec("云河区", ("云河",)),
        *(PlaceSpec(name) for name in STREETS),
        PlaceSpec("澄光电子"),
        PlaceSpec("澜州市", ("澜州",), "本市"),
        *(PlaceSpec(name, scope="本市") for name in IN_CITY),
        PlaceSpec("新石漾镇", scope="外地"),
    ]
)
AT_SHUNYI = Config.build(
    places=[
        PlaceSpec("顺义区", ("顺义",)),
        *(PlaceSpec(name, (name.removesuffix("镇"),)) for name in ("后沙峪镇", "牛栏山镇", "赵全营镇", "天竺镇")),
        PlaceSpec("天竺综保区"),
        PlaceSpec("北京市", ("北京",), "本市"),
    ]
)
ALL = [(AT_YUNHE, case) for case in cases(YUNHE)] + [(AT_SHUNYI, case) for case in cases(SHUNYI)]


def placed(config: Config, title: str, text: str = "", region: str | None = None) -> Placed:
    low = fold(title)
    whole = f"{low}\n{fold(text)}"
    return config.place_judge.judge(config.matcher.find(whole), whole, len(low), region or "")


def test_the_place_of_at_least_95_of_100_sentences_is_right() -> None:
    wrong = [
        (title, place, placed(config, title, text, region).label)
        for config, (title, text, region, place) in ALL
        if placed(config, title, text, region).label != place
    ]
    assert len(ALL) >= 200
    assert len(wrong) <= 0.05 * len(ALL), wrong


def test_the_reasons_name_the_words_and_how_often_they_occur() -> None:
    found = placed(AT_YUNHE, "石漾镇讨薪", "工人来到石漾镇政府。此前他们在广东打工。")
    assert (found.label, found.because) == ("本区", "near")
    assert found.words == (("石漾镇", "本区", 2), ("广东", "外地", 1))


def test_without_a_name_the_sources_region_decides_and_is_given_as_the_reason() -> None:
    assert (placed(AT_YUNHE, "食堂涨价", region="云河区").because) == "region"
    assert (placed(AT_YUNHE, "食堂涨价").because) == "none"


def test_elsewhere_wins_over_the_city_when_it_is_named_far_more() -> None:
    text = "上海这家工厂的工人说，上海的厂区已经停工，上海人社部门介入。澜州一家客户也受影响。"
    found = placed(AT_YUNHE, "上海工厂停工", text)
    assert (found.label, found.because) == ("外地", "more")


def test_a_place_named_once_in_a_long_text_is_only_passed_through() -> None:
    text = "职工书屋怎么办才好。" * 100 + "有人说起云河区。" + "职工书屋怎么办才好。" * 100
    assert placed(AT_YUNHE, "职工书屋", text).label is None
    assert placed(AT_YUNHE, "职工书屋", text, "澜州市").label == "本市"


def test_of_two_places_of_one_name_the_one_whose_city_is_named_is_meant() -> None:
    at_nantong = Config.build(places=[PlaceSpec("通州区"), PlaceSpec("南通市", ("南通",), "本市")])
    assert placed(at_nantong, "通州区一纺厂讨薪").label == "本区"
    assert placed(at_nantong, "北京通州区一工地讨薪").label == "外地"
    assert placed(AT_SHUNYI, "江苏南通通州区一工地讨薪").label == "外地"


def test_a_short_name_of_the_teams_that_is_a_verb_or_adjective_needs_a_second_sign() -> None:
    places = [PlaceSpec("云河区"), PlaceSpec("幸福街道", ("幸福",)), PlaceSpec("柳岸街道", ("柳岸",))]
    config = Config.build(places=places)

    def place(title: str, region: str | None = None) -> str | None:
        return analyse(RawText(title, region=region), config).place

    assert place("劳动创造幸福生活") is None
    assert (place("劳动创造幸福生活", "云河区"), place("幸福警方通报一起事故")) == ("本区", "本区")
    assert (place("幸福街道工人讨薪"), place("柳岸工人讨薪")) == ("本区", "本区")


def test_the_province_around_the_city_is_neither_near_nor_elsewhere() -> None:
    at_nantong = Config.build(places=[PlaceSpec("崇川区"), PlaceSpec("南通市", scope="本市")])
    assert placed(at_nantong, "江苏调整最低工资").label is None
    assert placed(at_nantong, "海门区工厂招工").label == "本市"


@each(
    "query title region matched",
    [
        ("讨薪 地区:云河", "石漾镇工人讨薪", "", True),
        ("讨薪 地区:云河", "工人讨薪", "云河区", True),
        ("讨薪 地区:云河", "河南郑州工人讨薪", "云河区", False),
        ("讨薪 地区:河南", "郑州工人讨薪", "云河区", True),
        ("讨薪 地区:外地", "郑州工人讨薪", "", True),
    ],
)
def test_the_region_of_a_rule_is_the_place_that_the_text_is_about(
    query: str, title: str, region: str, matched: bool
) -> None:
    config = Config.build(rules=[RuleSpec(1, "地区", query)], places=AT_YUNHE.places)
    assert bool(analyse(RawText(title, region=region), config).rules) == matched


def test_every_name_of_the_word_file_is_known_to_the_atlas() -> None:
    book, words = atlas(), tomllib.loads(WORDS.read_text(encoding="utf-8"))
    assert len(book.codes) > 3_500
    assert [name for name in words["short"].split() if name not in book.codes] == []
    own = {*DISTRICT_WORDS, *CITY_WORDS, *PROVINCE_WORDS}
    assert [name for name in (*book.before, *book.after) if name not in book.codes and name not in own] == []


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="北京上海朝阳通州区市县我全省李在、。\n云河石漾镇中山装大连续", max_size=60))
def test_no_text_makes_it_raise_and_only_named_labels_win(title: str) -> None:
    found = placed(AT_YUNHE, title)
    assert found.label in {None, *(label for _, label, _ in found.words)}
