"""An exercise is kept apart: every page says 演练, downloads are named so, and outside an exercise nothing does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, transaction
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


PARTS = 6


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_an_exercise_says_so(settings: SettingsWrapper, part: int) -> None:
    """One sign-in for many pages; what one changes is taken back before the next."""
    settings.DRILL = True
    signed_in, unmarked, whole = Client(), {}, 0
    signed_in.force_login(make_user(role=Role.ADMIN))
    for n, name in list(enumerate(SHOWN))[part::PARTS]:
        client, language = Client(), ("zh-hans", "en")[n % 2]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if NEEDS[name] is not None:
            client.cookies.update(signed_in.cookies)
        with transaction.atomic():
            response = client.get(address(EVERY[name]))
            if response.status_code in {302, 405}:
                pass  # an address that only does something
            elif "Content-Disposition" in response:
                if 'filename="exercise-' not in response["Content-Disposition"]:
                    unmarked[name, language] = response["Content-Disposition"]
            elif "<html" in (page := response.content.decode()):
                whole += 1
                if marks(page) != (True, True):
                    unmarked[name, language] = str(marks(page))
            transaction.set_rollback(True)
    assert unmarked == {}
    assert whole >= 5


def test_a_whole_page_is_made_from_the_frame_that_says_so_or_says_so_itself() -> None:
    whole = [path for path in TEMPLATES if "<html" in path.read_text() or "{% extends" in path.read_text()]
    assert len(whole) >= 20
    for path in whole:
        text = path.read_text()
        assert re.search(r'{% extends "(base|alone|frame/import)\.html" %}', text) or (
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
