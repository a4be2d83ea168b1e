"""An exercise is kept apart: every page says 演练, downloads are named so, and outside an exercise nothing does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django import Settings as SettingsWrapper

from dashboards import outage
from monitor.models import Role
from tests.conftest import make_item, make_topic, make_user
from tests.dashboards.test_access import EVERY, NEEDS, address

SHOWN = sorted(set(EVERY) - {"live", "logout", "healthz", "readyz", "language"})
TEMPLATES = sorted((Path(django_settings.BASE_DIR) / "dashboards" / "templates").rglob("*.html"))


def marks(html: str) -> tuple[bool, bool]:
    """(a mark in the page, a mark in its title)."""
    return bool(re.search(r'class="(wall-tag )?drill-mark"', html)), bool(
        re.search(r"<title>(【演练】|\[DRILL\] )", html)
    )


def opened(client: Client, name: str) -> Any:
    if NEEDS[name] is not None:
        client.force_login(make_user(role=Role.ADMIN))
    return client.get(address(EVERY[name]))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "language"), [(name, ("zh-hans", "en")[n % 2]) for n, name in enumerate(SHOWN)])
def test_every_page_of_an_exercise_says_so(client: Client, settings: SettingsWrapper, name: str, language: str) -> None:
    settings.DRILL = True
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = opened(client, name)
    if response.status_code in {302, 405}:
        return  # an address that only does something
    if "Content-Disposition" in response:
        assert 'filename="exercise-' in response["Content-Disposition"]
    elif "<html" in (page := response.content.decode()):
        assert marks(page) == (True, True)


def test_a_whole_page_is_made_from_the_frame_that_says_so_or_says_so_itself() -> None:
    whole = [path for path in TEMPLATES if "<html" in path.read_text() or "{% extends" in path.read_text()]
    assert len(whole) >= 20
    for path in whole:
        text = path.read_text()
        assert re.search(r'{% extends "(base|frame/import)\.html" %}', text) or (
            "drill-mark" in text or 'include "frame/header.html"' in text
        ), path


@pytest.mark.django_db
def test_pages_with_content_say_so_too_and_none_does_outside_an_exercise(
    client: Client, settings: SettingsWrapper
) -> None:
    client.force_login(make_user(role=Role.MONITOR))
    topic = make_topic(title="厂里停水")
    item = make_item(topic_id=topic.pk)
    for address_ in ("/", f"/topics/{topic.pk}/", f"/items/{item.month:%Y-%m}/{item.id}/"):
        for settings.DRILL in (True, False):
            found = client.get(address_)
            assert marks(found.content.decode()) == (settings.DRILL, settings.DRILL), (address_, found.status_code)


def test_the_page_of_a_database_that_is_away_says_so(settings: SettingsWrapper) -> None:
    settings.DRILL = True
    try:
        raise OperationalError("gone")  # noqa: TRY301
    except OperationalError:
        page = outage.server_error(RequestFactory().get("/"))
    assert (page.status_code, marks(page.content.decode())) == (503, (True, True))


def test_the_page_of_a_fault_says_so(settings: SettingsWrapper) -> None:
    settings.DRILL = True
    page = outage.server_error(RequestFactory().get("/"))
    assert (page.status_code, marks(page.content.decode())) == (500, (True, True))
