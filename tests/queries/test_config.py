"""The team's Config: from rules, units and places, refreshed when they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from monitor.errors import SettingError
from monitor.models import GazetteerPlace, KeywordRule
from monitor.queries import config
from monitor.queries.config import config_forget, current_config, places_of_file
from monitor.text import RawText, analyse
from tests.conftest import make_unit


@pytest.fixture(autouse=True)
def _fresh() -> None:
    config_forget()


@pytest.mark.django_db
def test_rules_and_units_tag_items_as_soon_as_they_are_seen_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "CHECK_EVERY_S", 0.0)
    raw = RawText("云锻机械车间安全检查", "", "云河晚报")
    assert analyse(raw, current_config()).units == ()
    unit = make_unit(words=["云锻机械"])
    assert analyse(raw, current_config()).units == (unit.pk,)
    unit.words = ["别的单位"]
    unit.save()
    assert analyse(raw, current_config()).units == ()


@pytest.mark.django_db
def test_a_disabled_rule_does_not_match() -> None:
    KeywordRule.objects.create(name="检查", query="安全检查", enabled=False)
    on = KeywordRule.objects.create(name="车间", query="车间")
    assert analyse(RawText("车间安全检查"), current_config()).rules == (on.pk,)


@pytest.mark.django_db
def test_the_database_is_asked_at_most_every_few_seconds(django_assert_num_queries: object) -> None:
    first = current_config()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert current_config() is first


def test_places_come_from_the_operators_file(tmp_path: Path, settings: LazySettings) -> None:
    file = tmp_path / "places.json"
    file.write_text('{"local": ["云河区"], "city": ["澜州"]}', encoding="utf-8")
    settings.PLACES_FILE = str(file)
    assert places_of_file() == (("云河区",), ("澜州",))


@pytest.mark.parametrize("content", ["", "[]", '{"local": "云河区"}', '{"local": [1]}'])
def test_a_bad_places_file_is_a_setting_error(tmp_path: Path, settings: LazySettings, content: str) -> None:
    file = tmp_path / "places.json"
    file.write_text(content, encoding="utf-8")
    settings.PLACES_FILE = str(file)
    with pytest.raises(SettingError):
        places_of_file()


@pytest.mark.django_db
def test_the_teams_gazetteer_tags_items_as_soon_as_it_is_seen_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "CHECK_EVERY_S", 0.0)
    raw = RawText("青苔巷一家工厂停工")
    assert analyse(raw, current_config()).place is None
    place = GazetteerPlace.objects.create(name="青苔巷", unit=make_unit(words=[]))
    found = analyse(raw, current_config())
    assert (found.place, found.units) == ("本区", (place.unit_id,))
    place.delete()
    assert analyse(raw, current_config()).place is None
