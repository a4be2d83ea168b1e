"""The exercise is set up once and again without harm, and never outside an exercise."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from monitor.drill.world import SOURCES
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, KeywordRule, Plan, Recipient, Role, Shift, Source, Unit, User
from monitor.queries.roster import shifts_now

pytestmark = pytest.mark.django_db
PORTS = ",".join(str(18101 + n) for n in range(len(SOURCES)))


def set_up() -> list[int]:
    return [model.objects.count() for model in (User, Unit, Plan, Shift, AuditEntry)]


@pytest.fixture(autouse=True)
def _exercise(settings: Settings) -> None:
    settings.DRILL = True


def test_the_exercise_has_a_login_for_every_role() -> None:
    call_command("seed_demo", ports=PORTS)
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.get(role=Role.REPORTER).units.count() == 1


def test_all_sources_are_due_at_once_each_at_its_own_port() -> None:
    call_command("seed_demo", ports=PORTS)
    assert Source.objects.exclude(next_check_at=None).count() == len(SOURCES) >= 12
    assert len({url.split("/")[2] for url in Source.objects.values_list("url", flat=True)}) == len(SOURCES)
    assert list(Source.objects.filter(own=True).values_list("kind", flat=True)) == ["union"]
    assert Source.objects.filter(format="list_page").count() == 1


def test_only_who_answers_in_the_exercise_is_listed_and_their_addresses_are_not_real() -> None:
    call_command("seed_demo", ports=PORTS)
    listed = Recipient.objects.select_related("user")
    assert {r.user.role for r in listed} == {Role.LEAD, Role.ADMIN, Role.REPORTER}
    assert all(r.address.endswith(".example") for r in listed)


def test_a_second_start_changes_ports_and_nothing_else() -> None:
    call_command("seed_demo", ports=PORTS)
    KeywordRule.objects.update(query="讨薪", version=2)
    assert all(shifts_now(utc_now() + timedelta(hours=hours)) for hours in range(0, 21 * 24, 9))
    before = set_up()
    call_command("seed_demo", ports=PORTS.replace("181", "182"))
    assert set_up() == before
    assert set(KeywordRule.objects.values_list("query", flat=True)) == {"讨薪"}
    assert Source.objects.filter(url__contains=":182").count() == Source.objects.count() == len(SOURCES)


def test_a_second_start_does_not_trust_again_what_was_found_wanting() -> None:
    call_command("seed_demo", ports=PORTS)
    Source.objects.filter(name="云河生活通").update(trusted_dates=False)
    call_command("seed_demo", ports=PORTS)
    assert not Source.objects.get(name="云河生活通").trusted_dates


def test_it_refuses_to_touch_a_real_installation(settings: Settings) -> None:
    settings.DRILL = False
    with pytest.raises(CommandError, match="TINGCHAO_DRILL=1"):
        call_command("seed_demo", ports=PORTS)
    assert not User.objects.exists()
