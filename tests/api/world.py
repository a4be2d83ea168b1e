"""A small seeded world for schemathesis, the application that it talks to, and the run over every operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.pytest.lazy import get_all_tests

from dashboards.api.schema import document
from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now, week_before
from monitor.models import Alert, Correction, Item, User
from monitor.quality.correct import item_correct
from monitor.reports.build import report_draft_week
from tests.alerts.conftest import make_rising_topic
from tests.conftest import make_item, make_source, make_unit

# Rules between members (a page and no home page, an own unit) are no part of a schema: refused with 422 all the same.
RULES_BEYOND = {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}}
CONFIG: dict[str, Any] = {"operations": [{"include-operation-id": "clue_send", "checks": RULES_BEYOND}]}


def make_world(admin: User) -> dict[str, int]:
    """One of everything; numbers by the name of the path's parameter."""
    source, topic = make_source(), make_rising_topic(title="云河新城项目欠薪")
    item = make_item(source=source, topic_id=topic.pk, units=[make_unit().pk], place="本区")
    alert_decide_changed(now=utc_now())
    item_correct(item=Item.objects.get(id=item.id), what="sentiment", code="neu", by=admin, now=utc_now())
    report = report_draft_week(monday=week_before(utc_now()), now=utc_now(), by=admin)
    rows = {"source": source, "topic": topic, "alert": Alert.objects.get(), "report": report}
    return {"item": item.id, "correction": Correction.objects.get().pk} | {name: row.pk for name, row in rows.items()}


def schema_of(secret: str, world: dict[str, int]) -> Any:
    """The document bound to the WSGI application; every request has the token."""
    found = schemathesis.openapi.from_dict(document(), config=SchemathesisConfig.from_dict(CONFIG))
    found.app = get_wsgi_application()
    found.world = world

    @found.auth()
    class Token:
        def get(self, _case: Any, _context: Any) -> str:
            return secret

        def set(self, case: Any, data: str, _context: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

    return found


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests stay in the test's transaction, as those of Django's own test client do."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


def conformance(schema: Any, *, examples: int = 0, stride: int = 1) -> tuple[int, list[str]]:
    """(operations, what they did wrong): all checks over the edges of every parameter, good and bad, of which every
    `stride`-th is sent; then over `examples` drawn ones of each operation.
    """
    rules = settings(
        max_examples=max(1, examples),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate] if examples else [Phase.explicit],
    )
    schema.turn = cycle(range(stride))
    with one_connection():
        return _run(schema, rules)


def _run(schema: Any, rules: settings) -> tuple[int, list[str]]:
    done, failures = 0, []
    for result in get_all_tests(schema=schema, test_func=_check, settings=rules, given_kwargs={}):
        operation, test = result.ok()
        done += 1
        try:
            test()
        except FailureGroup as group:
            failures.append(f"{operation.label}\n{group}\n" + "\n".join(str(one) for one in group.exceptions))
    return done, failures


def _check(case: schemathesis.Case) -> None:
    """Every other valid number in a path becomes that of something that is there."""
    if next(case.operation.schema.turn):
        return
    numbers = case.path_parameters or {}
    negative = case.meta is None or case.meta.is_negative_at(ParameterLocation.PATH)
    if numbers and not negative:
        world = case.operation.schema.world
        case.path_parameters = {name: value if int(value) % 2 else world[name] for name, value in numbers.items()}
    case.call_and_validate()
