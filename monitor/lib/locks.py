"""Numbers of PostgreSQL advisory locks, all in one place so that no two purposes share one (tested)."""

from __future__ import annotations

from enum import IntEnum


class Lock(IntEnum):
    """What each lock orders."""

    AUDIT = 0x7A5D17  # the chain of audit entries
    PARTITIONS = 0x7A5D18  # making partitions of items
    TOPICS_WRITER = 0x7A5D19  # held by the one topics writer for as long as it lives
    REPORT = 0x7A5D1A  # one drafting at a time, so that 期数 have no gaps or doubles
    FETCHING = 0x7A5D1B  # with a second number: one place of a machine's processes that fetch
    BY_HAND = 0x7A5D1C  # making a source of what is brought by hand, so that none is made twice
    CHECKS = 0x7A5D1E  # drawing a week's items for blind checking, so that it happens once
    AREA_ALERTS = 0x7A5D23  # deciding alerts of concern areas, one at a time
    HEARTBEAT = 0x7A5D24  # so that two workers send one heartbeat
    REFERRAL = 0x7A5D2E  # numbering a matter that is handed to a unit, so that the series has no gaps or doubles
    FOLDING = 0x7A5D1F  # making digests of messages that waited, so that one target gets one
    BACKUP = 0x7A5D36  # one backup at a time
    LAG = 0x7A5D41  # so that two workers tell admins once that a stage lags
