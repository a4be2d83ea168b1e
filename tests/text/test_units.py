"""Which second-level unions a text concerns: the longest name wins, exclusions, short words."""

from __future__ import annotations

from monitor.text import Config, PlaceSpec, RawText, UnitSpec, analyse
from tests.each import each

CONFIG = Config.build(
    units=[
        UnitSpec(1, "石漾镇总工会", ("石漾镇", "石漾嘉园"), ("石漾镇杯",)),
        UnitSpec(2, "新石漾镇总工会", ("新石漾镇",)),
        UnitSpec(3, "建筑业工会", ("工地", "施工"), ("封闭施工", "演习")),
        UnitSpec(4, "渡头镇总工会", ()),
    ],
    places=[
        PlaceSpec("云河区"),
        PlaceSpec("渡头船厂", ("渡船",), unit=4),
        PlaceSpec("北石漾镇", scope="外地"),
        PlaceSpec("石漾镇物流园"),
    ],
)


def why(title: str, text: str = "", region: str | None = None) -> dict[int, list[str]]:
    units: dict[int, list[str]] = analyse(RawText(title, text, region=region), CONFIG).why["units"]
    return units


def test_a_word_inside_a_longer_name_of_another_unit_is_that_units() -> None:
    assert why("新石漾镇举行运动会") == {2: ["新石漾镇"]}
    assert why("石漾镇与新石漾镇结对") == {1: ["石漾镇"], 2: ["新石漾镇"]}


def test_a_word_inside_a_place_elsewhere_is_no_sign_but_inside_one_of_the_district_it_is() -> None:
    assert why("北石漾镇发大水") == {}
    assert why("石漾镇物流园招聘") == {1: ["石漾镇"]}


def test_an_exclusion_that_holds_a_word_takes_away_that_place_only() -> None:
    assert why("石漾镇杯球赛落幕") == {}
    assert why("工地封闭施工，工地食堂照常") == {3: ["工地"]}


def test_an_exclusion_without_a_word_rules_the_text_out() -> None:
    assert why("工地消防演习") == {}


def test_an_exclusion_inside_a_word_of_the_unit_does_not_silence_the_unit() -> None:
    config = Config.build(units=[UnitSpec(1, "云河街道总工会", ("云河街道",), ("云河",))])

    def units(title: str) -> tuple[int, ...]:
        return analyse(RawText(title), config).units

    assert units("云河街道环卫工讨薪") == (1,)
    assert units("云河街道与云河水库") == ()


def test_a_place_of_a_unit_is_its_word_but_not_by_a_short_alias() -> None:
    assert why("渡头船厂复工") == {4: ["渡头船厂"]}
    assert why("渡船渡船") == {}


@each(
    "title text region found",
    [
        ("工地冬季用电提醒", "", None, True),
        ("冬季用电提醒", "工地要注意。", None, False),
        ("冬季用电提醒", "工地要注意，工地负责人要检查。", None, True),
        ("冬季用电提醒", "工地施工要注意。", None, True),
        ("冬季用电提醒", "工地要注意。", "云河区", True),
    ],
)
def test_a_short_word_needs_a_second_sign(title: str, text: str, region: str | None, found: bool) -> None:
    assert (3 in why(title, text, region)) == found
