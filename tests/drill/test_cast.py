"""The cast of the exercise and what its team has set up."""

from monitor.drill.cast import CITY_PLACES, DEFAULT_RULES, LOCAL_PLACES, MEMBERS, UNITS
from monitor.drill.model import DrillItem


def test_there_is_one_login_a_role_with_a_mail_address_of_the_exercise() -> None:
    assert [member.role for member in MEMBERS] == ["viewer", "reporter", "monitor", "lead", "admin"]
    assert all(member.email.endswith("@yunhe.example") for member in MEMBERS)


def test_every_second_level_union_has_something_to_read(history: list[DrillItem]) -> None:
    texts = [item.title + item.text for item in history]
    assert len({unit.name for unit in UNITS}) == len(UNITS) >= 10
    for unit in UNITS:
        found = [text for text in texts if any(word in text for word in unit.words)]
        assert found, unit.name


def test_places_of_the_district_and_of_the_city_do_not_overlap() -> None:
    assert not set(LOCAL_PLACES) & set(CITY_PLACES)


def test_team_rules_are_few_named_and_of_known_areas() -> None:
    assert 5 <= len(DEFAULT_RULES) <= 8
    assert len({rule.name for rule in DEFAULT_RULES}) == len(DEFAULT_RULES)
    assert any(rule.grave for rule in DEFAULT_RULES)
