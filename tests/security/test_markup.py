"""Stored XSS: markup in whatever can be stored comes out as text, on every page."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, Model, SlugField, TextField
from django.test import Client

from bench.page_addresses import addresses, is_file
from monitor.models import Item, SealedField, Topic, Unit, User
from monitor.queries.config import config_forget
from tests.dashboards.test_query_counts import a_bit_of_everything, more

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>{{ 7|add:7 }}"


CODES = {
    "User": {"username", "password"},  # who is signed in
    "Source": {"moved_why_not"},
    "PlanHour": {"sentiment"},
    "ResponseStep": {"area"},
}
"""Text that is no text: what it may be is decided where it is stored, and other words break the page that reads it."""


def text_fields(model: type[Model]) -> list[CharField[Any, Any] | TextField[Any, Any]]:
    """Columns of free text: no code of a fixed list, no key of a row."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not (field.choices or field.unique or field.primary_key or isinstance(field, SlugField | SealedField))
        and field.name not in CODES.get(model.__name__, set())
    ]


class Poisoned(NamedTuple):
    """Columns that hold the markup, and addresses of all that shows them."""

    columns: set[str]
    pages: list[str]


@pytest.fixture
def poisoned(admin: User) -> Poisoned:
    """A bit of everything, then markup in each of its texts."""
    a_bit_of_everything(admin)
    also = [address for asked in more(admin).values() for address in asked]
    pages = [asked[0] for _name, _role, asked in addresses() if asked and not is_file(asked[0])]
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_app_config("monitor").get_models():
            for field in text_fields(model):
                sql = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = left(%s, %s)'
                with suppress(DatabaseError), transaction.atomic():  # append-only, a number, one of a few words
                    cursor.execute(sql, [EVIL, field.max_length or len(EVIL)])
                    if cursor.rowcount:
                        found.add(f"{model.__name__}.{field.name}")
    Topic.objects.update(terms=[EVIL])
    Item.objects.update(terms=[EVIL])
    Unit.objects.update(words=[EVIL[:40]])
    for topic in Topic.objects.exclude(summary=[]):
        Topic.objects.filter(pk=topic.pk).update(summary=[part | {"text": EVIL} for part in topic.summary])
    config_forget()
    return Poisoned(found, [*pages, *also])


def test_no_page_lets_stored_markup_through(client: Client, admin: User, poisoned: Poisoned, settings: Any) -> None:
    settings.PAGES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
    client.force_login(admin)
    client.raise_request_exception = False
    read, let_through, broken = 0, [], []
    for address in poisoned.pages:
        answer = client.get(address)
        if answer.status_code >= 500:
            broken.append(address)
        if answer.status_code == 200 and not answer.streaming and "html" in answer.headers["Content-Type"]:
            read += 1
            text = answer.content.decode()
            if "<script>alert(7)" in text or "<img src=x" in text:
                let_through.append(address)
    assert (let_through, broken) == ([], [])
    assert read > 60
    assert len(poisoned.columns) > 80


def test_a_template_is_never_made_of_what_was_stored(client: Client, admin: User, poisoned: Poisoned) -> None:
    client.force_login(admin)
    assert "{{ 7|add:7 }}" in client.get("/topics/").content.decode()
