"""SCOPE 2: there is no author column anywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
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


ROOT = Path(settings.BASE_DIR)
ROOMS = ("monitor", "tasks", "dashboards")
PERSON = re.compile("作者|昵称|博主|楼主|网名|发帖人|发布者|头像|粉丝|署名|网友名|记者名")
# What is no writer: the system user that runs PostgreSQL, sources that repost, an alert that is being handled, ours to Word.
OTHERS = {
    ("monitor/embedded/postgres.py", "account"),
    ("monitor/topics/focus.py", "reposters"),
    ("monitor/reports/render/figures.py", "Creator"),
    ("monitor/alerts/step_words.py", "account"),
    ("dashboards/answer_words.py", "account"),
    ("dashboards/views/alerts.py", "handle"),
    ("dashboards/api/answering.py", "handle"),
    ("dashboards/api/problem.py", "unauthorized"),
    ("dashboards/api/schema.py", "unauthorized"),
    ("dashboards/sign_in.py", "account/messages/password_changed.txt"),
}


def names(source: str) -> Iterator[str]:
    """Names of values, keys and columns: fields of classes, keys of dictionaries, words of a heading."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        for key in node.keys if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
        for value in node.elts if isinstance(node, ast.Tuple) else ():
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.isidentifier():
                yield value.value


def test_no_value_heading_or_template_speaks_of_a_writer() -> None:
    """Fields between stages, keys of what goes out, heads of files, variables of templates; the members' own log-ins aside."""
    found = set()
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        text, where = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if PEOPLE.search(text) and not where.startswith(("monitor/migrations/", "monitor/drill/", "monitor/text/")):
            found |= {(where, name) for name in names(text) if PEOPLE.search(name)}
    assert {(where, name) for where, name in found if not where.startswith(READERS)} <= OTHERS
    variable = re.compile(r"\{[{%](.*?)[}%]\}", re.DOTALL)
    for path in (path for room in ROOMS for path in (ROOT / room / "templates").rglob("*.*")):
        said = [re.sub(r"([\"']).*?\1", "", one) for one in variable.findall(path.read_text(encoding="utf-8"))]
        assert [one for one in said if PEOPLE.search(one)] == [], path


# These read feeds and pages, and so must know what to leave out.
READERS = (
    "monitor/feeds/personal.py",
    "monitor/feeds/article_people.py",
    "monitor/feeds/credits.py",
    "monitor/feeds/hand_rows.py",
    "monitor/feeds/parse_hotlist.py",
    "monitor/feeds/list_read.py",
)


def test_no_label_of_a_page_or_file_names_a_writer() -> None:
    """Sentences may say that there is none; what is short enough for a label or column may not."""
    catalogue = polib.pofile(str(ROOT / "monitor" / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in catalogue if len(entry.msgid) < 10 and PERSON.search(entry.msgid)] == []
