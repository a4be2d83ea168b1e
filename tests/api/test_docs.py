"""docs/api.md is true: its examples work, its tables are those of the code."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings

from dashboards.api.problem import PROBLEMS
from monitor.lib.clock import utc_now
from monitor.models import Alert, ApiScope, User
from tests.api.conftest import as_token, make_secret
from tests.conftest import make_item, make_topic

DOC = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [
    command.replace("\\\n", " ")
    for block in re.findall(r"```sh\n(.*?)```", DOC, re.DOTALL)
    for command in re.findall(r"^curl (?:\\\n|[^\n])+", block, re.MULTILINE)
]


@pytest.mark.django_db
def test_every_example_works(duty: User) -> None:
    alert = Alert.objects.create(kind="keyword", level=2, topic=make_topic(), raised_at=utc_now(), changed_at=utc_now())
    names = {"$SERVER": "", "$TOKEN": make_secret(duty), "$ALERT": str(alert.pk), "$ITEM": str(make_item().id)}
    assert len(EXAMPLES) == 9
    for example in EXAMPLES:
        words = shlex.split(re.sub(r"\$\w+", lambda found: names[found[0]], example))[1:]
        method, headers, body, address = "GET", {}, "", ""
        while words:
            word = words.pop(0)
            if word == "-X":
                method = words.pop(0)
            elif word == "-H":
                name, _colon, value = words.pop(0).partition(": ")
                headers[name] = value
            elif word == "-d":
                body = words.pop(0)
            else:
                address = word
        kind = headers.pop("Content-Type", "")
        answer = as_token(names["$TOKEN"]).generic(method, address, body, kind, headers=headers)
        assert answer.status_code == 200, (example, answer.content.decode())
        json.loads(answer.content)


def test_the_tables_of_scopes_and_errors_are_those_of_the_code() -> None:
    scopes = dict(re.findall(r"^\| `([a-z]+:[a-z]+)` \| (\w+) \|", DOC, re.MULTILINE))
    assert scopes == {scope.value: scope.role.value for scope in ApiScope}
    errors = {code: int(status) for status, code in re.findall(r"^\| (\d{3}) \| `(\w+)` \|", DOC, re.MULTILINE)}
    assert errors == {code: status for code, (status, _title) in PROBLEMS.items()}
