"""No page offers a member a link to where that member is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from dashboards.access import ORDER, includes
from monitor.models import Role
from tests.conftest import make_item, make_source, make_topic, make_user
from tests.dashboards.test_access import EVERY, NEEDS

LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#?]*)')
NOT_A_PAGE = {"live", "logout"}


def refused(role: Role, html: str) -> set[str]:
    """Addresses of its links behind which another role is needed."""
    found = set()
    for href in map(unescape, LINK.findall(html)):
        try:
            needed = getattr(resolve(href).func, "required_role", None)
        except Resolver404:
            continue
        if needed is not None and not includes(role, needed):
            found.add(href)
    return found


def pages(role: Role) -> list[str]:
    """Addresses without arguments that the role may open, and pages of one item, topic and source."""
    topic = make_topic()
    item = make_item(topic_id=topic.pk, source=make_source())
    plain = [
        f"/{pattern.pattern}"
        for name, pattern in EVERY.items()
        if not pattern.pattern.converters
        and name not in NOT_A_PAGE
        and NEEDS[name] is not None
        and includes(role, NEEDS[name])
    ]
    return [*plain, f"/items/{item.pk}/", f"/topics/{topic.pk}/", f"/sources/{item.source_id}/"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ORDER)
def test_nobody_is_sent_to_where_they_are_refused(role: Role) -> None:
    client, offered, read = Client(), {}, 0
    client.force_login(make_user(role))
    for address in pages(role):
        with transaction.atomic():
            answer = client.get(address)
            if answer.status_code == 200 and "text/html" in answer["Content-Type"] and not answer.streaming:
                read += 1
                if found := refused(role, answer.content.decode()):
                    offered[address] = found
            transaction.set_rollback(True)
    assert offered == {}
    assert read > 20
