"""Office files whose bytes depend on nothing but their content: parts in order, one fixed time, nobody's name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CORE = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def steady(content: bytes, moment: datetime) -> bytes:
    """The same archive, written so that the same parts give the same bytes; changed at `moment`, whatever the library says."""
    changed = f"\\g<1>{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = ZipInfo(name, LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            part = old.read(name)
            new.writestr(info, MODIFIED.sub(changed, part) if name == CORE else part)
    return out.getvalue()
