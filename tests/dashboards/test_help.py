"""Help on each page, and what each word means."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dashboards.help import BESIDE, SHARED, help_template
from dashboards.nav import PAGES
from monitor.models import User
from tests.each import each


def _known(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


@each(name=[page[0] for page in (*PAGES, *BESIDE)])
def test_every_page_of_the_navigation_has_help(name: str) -> None:
    assert help_template(name)


def test_a_page_that_shares_help_shares_one_that_exists() -> None:
    assert [name for name in SHARED if not help_template(name)] == []


@pytest.mark.django_db
def test_the_help_of_the_page_is_in_its_header(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    page = client.get("/topics/").content.decode()
    panel = page.partition("data-help")[2].partition("</details>")[0]
    assert "说同一件事的内容归成一个话题" in panel
    assert "<script" not in panel


@pytest.mark.django_db
def test_the_glossary_has_each_term_once_and_only_pages_that_may_be_opened(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    page = client.get("/help/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"original", "repost", "heat", "focus", "level", "sentiment", "unsure"} <= set(ids)
    assert "page-channels" not in ids
