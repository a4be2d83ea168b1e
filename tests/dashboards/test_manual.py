"""The documentation as pages of the product: in the reader's language, with links that lead to pages, without markup of its own."""

import re

import pytest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from dashboards.help import BESIDE, MANUAL, help_template, manual_of
from dashboards.manual import anchor, manual_names, manual_page
from dashboards.nav import PAGES
from monitor.models import User


@pytest.mark.django_db
def test_the_handbook_is_read_in_the_language_of_the_reader(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    assert "接班：头十分钟" in client.get("/help/handbook/").content.decode()
    client.cookies["tingchao_language"] = "en"
    assert "Taking over: the first ten minutes" in client.get("/help/manual/duty-handbook/").content.decode()
    assert client.get("/help/manual/settings.zh-CN/").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_link_of_every_page_leads_to_a_page_and_a_heading(language: str) -> None:
    with override(language):
        pages = {name: manual_page(name) for name in manual_names()}
        for page in pages.values():
            assert page is not None
            assert page.body.count("<table") == page.body.count('class="manual-table"')
            assert not re.search(r"<img|<script| style=|\\\|", page.body), page.name
            for href in re.findall(r'href="(/[^"]*|#[^"]*)"', page.body):
                address, _hash, wanted = href.partition("#")
                there = pages[resolve(address).kwargs.get("name", "README")] if address else page
                assert there is not None
                assert not wanted or f'id="{wanted}"' in there.body, (page.name, href)


def test_anchors_are_those_of_the_repository() -> None:
    assert anchor("Stored secrets and their key") == "stored-secrets-and-their-key"
    assert anchor("页面说数据旧了怎么办？ `x`") == "页面说数据旧了怎么办-x"


def test_what_looks_like_markup_is_words() -> None:
    page = manual_page("signing-in")
    assert page is not None
    assert "&lt;token&gt;" in page.body


def test_the_help_of_each_page_leads_to_a_page_of_the_manual() -> None:
    assert set(MANUAL.values()) <= set(manual_names())
    assert all(manual_of(help_template(page[0])) in manual_names() for page in (*PAGES, *BESIDE))
    assert [name for name in MANUAL if not help_template(name)] == []
