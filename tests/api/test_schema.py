"""Schemathesis against the real WSGI application: every operation does what its schema says, for good requests and for bad ones.

The same cases in each run, one in twenty-four of them; TINGCHAO_FUZZ=50 sends all and draws 50 more for each operation (fuzz/README.md).
"""

from __future__ import annotations

import os

import pytest

from monitor.models import Role
from tests.api.conftest import make_secret
from tests.conftest import make_user


@pytest.mark.django_db
def test_every_operation_keeps_to_its_schema() -> None:
    from tests.api.world import conformance, make_world, schema_of  # schemathesis: not in each process that collects

    admin = make_user(Role.ADMIN)
    schema = schema_of(make_secret(admin), make_world(admin))
    more = int(os.environ.get("TINGCHAO_FUZZ", "0"))
    done, failures = conformance(schema, examples=more, stride=1 if more else 24)
    assert not failures, "\n\n".join(failures)
    assert done == 18
