"""What no page of ours sends, in every field of every address: it is left out or refused in words, never an error of the server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from bench.page_addresses import addresses
from monitor.models import Role
from tests.api.conftest import make_secret
from tests.conftest import make_user
from tests.dashboards.test_access import EVERY, address
from tests.dashboards.test_query_counts import a_bit_of_everything

ROOMS = Path(__file__).parents[2] / "dashboards"
FIELD = re.compile(r"""(?:GET|POST|query|posted)\.(?:get|getlist)\(\s*["'](\w+)["']""")
FORM = "application/x-www-form-urlencoded"
ENDS_THE_SESSION = {"logout", "sessions_end", "session_end", "member_sessions"}


def fields() -> set[str]:
    """Names that the pages read out of addresses and forms without a form of Django's."""
    return {name for file in ROOMS.rglob("*.py") for name in FIELD.findall(file.read_text("utf-8"))}


@pytest.mark.django_db
@pytest.mark.timeout(600)  # 550 requests; on a quiet machine a tenth of that
@pytest.mark.parametrize("nonsense", ["\0", "9" * 40], ids=["nul", "number"])
def test_no_address_breaks_on_nonsense(nonsense: str, settings: Any) -> None:
    settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    signed_in, data = Client(raise_request_exception=False), dict.fromkeys(fields(), nonsense)
    signed_in.force_login(boss)
    told = urlencode(data)  # once, and as our forms send it: each as a part of its own took a quarter of all the time
    known = {name: found for name, _role, found in addresses()}
    broken = {}
    for name in sorted(set(EVERY) - ENDS_THE_SESSION - {"live"}):
        path = next(iter(known.get(name, [])), address(EVERY[name])).partition("?")[0]
        for method, sent in (("GET", {"QUERY_STRING": told}), ("POST", {"data": told, "content_type": FORM})):
            with transaction.atomic():  # what one changes is taken back before the next
                answer = signed_in.generic(method, path, **sent)
                if answer.status_code >= 500:
                    broken[path] = answer.status_code
                transaction.set_rollback(True)
    assert broken == {}
    assert len(data) > 60


@pytest.mark.django_db
def test_a_path_with_a_nul_leads_nowhere(client: Client) -> None:
    client.force_login(make_user(Role.ADMIN))
    assert client.get("/items/import/%00/").status_code == 404


@pytest.mark.django_db
def test_the_api_says_that_it_takes_no_nul(client: Client) -> None:
    secret = make_secret(make_user(Role.VIEWER))
    answer = client.get("/api/v1/items?after=%00", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.django_db
def test_more_fields_than_any_form_has_are_refused_in_words(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    answer = client.get("/?" + "a=b&" * 2000)
    assert answer.status_code == 400
    assert "请求无法理解" in answer.content.decode()
    assert client.get("/api/v1/items?" + "a=b&" * 2000).headers["Content-Type"].startswith("application/problem+json")
