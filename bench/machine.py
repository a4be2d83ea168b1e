"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version


def machine() -> dict[str, object]:
    """Cores, memory (MiB), Python and system."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_mib": pages // 2**20,
        "python": sys.version.split()[0],
        "system": platform.platform(),
    }


def versions(*names: str) -> dict[str, str]:
    """Versions of the packages that took part."""
    return {name: version(name) for name in names}
