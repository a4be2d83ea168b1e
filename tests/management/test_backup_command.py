"""The nightly loop wakes at the right moment; what cannot be is said in a sentence."""

from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitor.management.commands.backup import _next


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


def test_without_a_folder_it_says_what_to_set(settings: object) -> None:
    with pytest.raises(CommandError, match="TINGCHAO_BACKUP_DIR"):
        call_command("backup", stdout=StringIO())


def test_a_file_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    file = tmp_path / "holiday.tar"
    file.write_bytes(b"not a tar")
    with pytest.raises(CommandError, match=r"holiday\.tar is not a whole backup"):
        call_command("backup", "--check", str(file), stdout=StringIO())
