"""The nightly loop wakes at the right moment, and goes on after a bad night; what cannot be is said in a sentence."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from monitor.management.commands import backup
from monitor.management.commands.backup import AGAIN_S, _missed, _next


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 11, 26, 18, 39, tzinfo=UTC), datetime(2026, 11, 26, 18, 40, tzinfo=UTC)),
        (datetime(2026, 11, 26, 18, 40, tzinfo=UTC), datetime(2026, 11, 27, 18, 40, tzinfo=UTC)),
        (datetime(2026, 11, 26, 2, 0, tzinfo=UTC), datetime(2026, 11, 26, 18, 40, tzinfo=UTC)),
    ],
)
def test_the_next_night_is_shanghais(now: datetime, then: datetime) -> None:
    assert _next(time(2, 40), now) == then


@pytest.mark.parametrize(
    ("failures", "slept"), [(0, []), (1, [AGAIN_S]), (2, [AGAIN_S, AGAIN_S]), (9, [AGAIN_S, AGAIN_S])]
)
def test_a_night_that_goes_wrong_is_tried_again_and_ends_no_loop(
    monkeypatch: pytest.MonkeyPatch, failures: int, slept: list[float]
) -> None:
    faults = [CommandError("no room"), OperationalError("the server was exchanged")] * failures
    waits: list[float] = []
    monkeypatch.setattr(backup.time, "sleep", waits.append)
    err = StringIO()
    command = backup.Command(stderr=err)

    def once(_options: dict[str, object]) -> None:
        if len(waits) < failures:
            raise faults[len(waits)]

    monkeypatch.setattr(command, "_once", once)
    command._night({})
    assert waits == slept
    assert err.getvalue().count("no backup: ") == min(failures, 3)


@pytest.mark.parametrize(("hours", "missed"), [(0, False), (24, False), (26, True)])
def test_a_night_in_which_the_machine_was_off_is_made_up_for(tmp_path: Path, hours: int, missed: bool) -> None:
    now = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    assert not _missed(tmp_path, now)  # a new installation waits for its first night
    (tmp_path / f"tingchao-{now - timedelta(hours=hours):%Y%m%dT%H%M%SZ}.tar").touch()
    assert _missed(tmp_path, now) is missed


def test_without_a_folder_it_says_what_to_set(settings: object) -> None:
    with pytest.raises(CommandError, match="TINGCHAO_BACKUP_DIR"):
        call_command("backup", stdout=StringIO())


def test_a_file_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    file = tmp_path / "holiday.tar"
    file.write_bytes(b"not a tar")
    with pytest.raises(CommandError, match=r"holiday\.tar is not a whole backup"):
        call_command("backup", "--check", str(file), stdout=StringIO())
