"""The list of topics comes in pages."""

from datetime import timedelta

import pytest
from django.test import Client

from dashboards.views.topics import PAGE
from monitor.lib.clock import utc_now
from monitor.models import Topic, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(client: Client, lead: User) -> Client:
    now = utc_now() - timedelta(hours=1)
    Topic.objects.bulk_create(
        Topic(title=f"话题{n:03}号", heat=100 - n, first_at=now, last_at=now, updated_at=now, in_focus=True)
        for n in range(PAGE + 3)
    )
    client.force_login(lead)
    return client


def test_the_hottest_come_first_and_the_rest_on_the_next_page(many: Client) -> None:
    first, second = (many.get(f"/topics/?page={page}").content.decode() for page in (1, 2))
    assert "话题000号" in first
    assert f"话题{PAGE:03}号" not in first
    assert f"话题{PAGE + 2:03}号" in second


def test_paging_keeps_the_filters(many: Client) -> None:
    assert "?window=7d&amp;page=2" in many.get("/topics/?window=7d").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
def test_a_page_that_makes_no_sense_is_answered(many: Client, page: str) -> None:
    assert many.get(f"/topics/?page={page}").status_code == 200
