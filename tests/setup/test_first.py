"""The first admin: by the code that only the server's operator reads, and only once."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from monitor.models import AuditEntry, Role, SetupCode, User
from monitor.setup.first import FirstError, admin_create_first, setup_code
from monitor.setup.steps import setup_steps

pytestmark = pytest.mark.django_db
FORM = {"username": "guan", "name": "管理员", "email": "guan@union.example"}
PASSWORD = "潮水-evening-4711"


@pytest.fixture(autouse=True)
def _quick_hash(settings: SettingsWrapper) -> None:
    """The hash of a password is slow on purpose; here it need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def made(code: str) -> User:
    return admin_create_first(code=code, password=PASSWORD, **FORM)


def test_the_first_visit_leads_to_the_first_run_and_the_code_opens_it(client: Client) -> None:
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/setup/first/"
    form = FORM | {"code": setup_code().lower().replace("-", " "), "password": PASSWORD, "again": PASSWORD}
    assert client.post("/setup/first/", form)["Location"] == "/setup/organisation/"
    assert client.get("/setup/organisation/").status_code == 200  # signed in already
    assert User.objects.get().role == Role.ADMIN
    assert AuditEntry.objects.filter(action="first_admin", actor="guan").exists()


def test_a_stranger_without_the_code_gets_nothing(client: Client) -> None:
    setup_code()
    form = FORM | {"code": "AAAA-BBBB-CCCC", "password": PASSWORD, "again": PASSWORD}
    answer = client.post("/setup/first/", form)
    assert (answer.status_code, User.objects.count()) == (422, 0)
    assert SetupCode.objects.get().code not in answer.content.decode()


def test_the_code_works_once(admin: User) -> None:
    User.objects.all().delete()
    code = setup_code()
    made(code)
    with pytest.raises(FirstError) as refused:
        made(code)
    assert refused.value.label == "members_there"
    assert not SetupCode.objects.exists()


def test_with_members_the_first_run_is_closed(client: Client, viewer: User) -> None:
    assert client.get("/setup/first/")["Location"].endswith("/login/")
    assert client.get("/login/").status_code == 200
    with pytest.raises(CommandError):
        call_command("setup_code")


def test_a_weak_password_is_refused_in_words(client: Client) -> None:
    form = FORM | {"code": setup_code(), "password": "1234567890", "again": "1234567890"}
    answer = client.post("/setup/first/", form)
    assert (answer.status_code, User.objects.count()) == (422, 0)


def test_steps_are_skipped_and_taken_up_again(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.post("/setup/mail/skip/")["Location"] == "/setup/sources/"
    assert {step.name: step.state for step in setup_steps()}["mail"] == "skipped"
    assert client.get("/setup/mail/").status_code == 200
