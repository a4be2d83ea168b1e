"""SCOPE 2: there is no author column anywhere."""

import re

import pytest
from django.apps import apps
from django.db import connection

PEOPLE = re.compile(
    r"author|creator|account|handle$|avatar|byline|nick|screen_name|uploader|poster|profile", re.IGNORECASE
)
MEMBERS = {"monitor_user", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"}  # our own log-ins
MEMBERS |= {
    "socialaccount_socialaccount",
    "socialaccount_socialtoken",
}  # allauth's, and empty: see test_single_sign_on.py


def test_no_model_has_a_person_field() -> None:
    fields = [(model._meta.label, f.name) for model in apps.get_models() for f in model._meta.get_fields()]
    assert len(fields) > 100
    fields = [pair for pair in fields if not pair[0].startswith("socialaccount.")]
    assert [pair for pair in fields if PEOPLE.search(pair[1])] == [("monitor.User", "socialaccount")]


@pytest.mark.django_db
def test_no_table_has_a_person_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        columns = [(table, column) for table, column in cursor.fetchall() if table not in MEMBERS]
    assert ("monitor_item", "title") in columns
    assert [pair for pair in columns if PEOPLE.search(pair[1])] == []
