"""A re-tagging that failed is begun anew by a lead, once."""

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, RetagJob, RetagState, User
from monitor.rules.queue import RetagError, retag_again, retag_queue

pytestmark = pytest.mark.django_db


def test_a_failed_run_has_a_button_that_begins_another(client: Client, lead: User) -> None:
    retag_queue(reason="import", by=lead, now=utc_now())
    RetagJob.objects.update(state=RetagState.FAILED, finished_at=utc_now())
    client.force_login(lead)
    assert "/rules/retag/again/" in client.get("/rules/").content.decode()
    client.post("/rules/retag/again/")
    assert list(RetagJob.objects.order_by("id").values_list("state", "reason")) == [
        ("failed", "import"),
        ("queued", "import"),
    ]
    assert AuditEntry.objects.filter(action="retag_again").exists()


def test_a_run_that_did_not_fail_is_left_alone(lead: User) -> None:
    retag_queue(reason="import", by=lead, now=utc_now())
    with pytest.raises(RetagError):
        retag_again(by=lead, now=utc_now())
