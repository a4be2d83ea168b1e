"""Advisory locks: one number, one purpose."""

import re
from pathlib import Path

from django.conf import settings

from monitor.lib.locks import Lock


def test_no_two_locks_share_a_number() -> None:
    assert len({int(lock) for lock in Lock.__members__.values()}) == len(Lock.__members__)


def test_every_advisory_lock_is_named_in_the_list() -> None:
    uses = 0
    for path in (Path(settings.BASE_DIR) / "monitor").rglob("*.py"):
        for arguments in re.findall(r"advisory\w*_lock\(%s\)\", (.*?)\)", path.read_text(encoding="utf-8")):
            assert arguments.startswith("[Lock."), path
            uses += 1
    assert uses >= 4
