"""Everything that the system knows, in open formats, for whoever takes over without it: one ZIP of JSON lines, files and OPML.

A backup (`make.py`) is for this program; this is for any other. What is left out is named with its reason (`LEFT_OUT`,
`DROPPED`): secrets, log-ins, what belongs to one member, what the machine needs for the moment.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from monitor import models as tables
from monitor.feeds.opml_rows import opml_export
from monitor.lib.snapshot import snapshot
from monitor.models import audit_record
from monitor.models.sealed import SealedField

CHUNK = 2_000
MOMENT = "needed for the moment only"
DERIVED = "made from other tables again"
OPENS = "opens something"
PERSONAL = "belongs to one member"
LEFT_OUT: dict[str, str] = {
    "ApiRead": MOMENT,
    "ApiToken": OPENS,
    "ArticleJob": MOMENT,
    "DeskSettings": PERSONAL,
    "HandFile": MOMENT,
    "Installation": MOMENT,
    "ItemKey": DERIVED,
    "ItemSearch": DERIVED,
    "LagNotice": MOMENT,
    "MemberSession": OPENS,
    "PoisonedEntry": MOMENT,
    "ProcessBeat": MOMENT,
    "PushEnding": OPENS,
    "PushSubscription": OPENS,
    "ReportJob": MOMENT,
    "RetagJob": MOMENT,
    "SearchLook": PERSONAL,
    "SetupCode": OPENS,
    "SetupStep": MOMENT,
    "Training": PERSONAL,
    "TrainingNote": PERSONAL,
    "TrainingTag": PERSONAL,
    "WallToken": OPENS,
}
"""Tables that are not written, each with its reason."""
DROPPED: dict[str, tuple[str, ...]] = {
    "Delivery": ("address",),  # of a robot it can hold the key; who it went to is there
    "User": ("password", "link_digest", "link_until", "oidc_subject", "last_login"),
}
"""Columns that are not written, beside sealed ones and packed ones (those are made from others, or written as files)."""
SHARED = ("SavedSearch", "SavedView")  # their owners' unless shared


@dataclass
class Written:
    """What went into the file: rows and SHA-256 (of the uncompressed part) by name, bytes of the whole."""

    file: Path
    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    bytes: int = 0


def export_write(*, file: Path, by: str, now: datetime, progress: Callable[[str], None] = lambda line: None) -> Written:
    """One moment of the whole, written to `file` (readable by its owner only), audited. Raises FileExistsError, OSError.

    Until it is whole its name ends in `.part`; what fails half-way leaves nothing.
    """
    if file.exists():
        raise FileExistsError(17, "there is a file of that name", str(file))
    part = file.with_name(f"{file.name}.part")
    written = Written(file)
    try:
        part.touch(mode=0o600)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            _put(archive, written, "sources.opml", opml_export(by=by))
            with snapshot():
                for model in exported_models():
                    progress(model.__name__)
                    _table(archive, written, model)
                _files(archive, written)
            _put(archive, written, "README.txt", _readme(now).encode())
            manifest = {"made_at": now.astimezone(UTC).isoformat(), "rows": written.rows, "sha256": written.digests}
            archive.writestr("manifest.json", json.dumps(manifest | {"left_out": LEFT_OUT}, indent=1))
        part.rename(file)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    written.bytes = file.stat().st_size
    audit_record(actor=by, action="whole_export", detail={"file": file.name, "rows": sum(written.rows.values())})
    return written


def exported_models() -> list[type[models.Model]]:
    """Our tables that are written, in the order of their names."""
    found = [model for model in apps.get_app_config("monitor").get_models() if model.__name__ not in LEFT_OUT]
    return sorted(found, key=lambda model: model.__name__)


def exported_columns(model: type[models.Model]) -> list[str]:
    """Columns of a table that are written; a reference is the number of its row."""
    dropped = DROPPED.get(model.__name__, ())
    return [
        column.attname
        for column in model._meta.concrete_fields
        if column.name not in dropped
        and not isinstance(column, (SealedField, models.BinaryField, models.CompositePrimaryKey))
    ]


def _table(archive: zipfile.ZipFile, written: Written, model: type[models.Model]) -> None:
    name = f"data/{model.__name__}.jsonl"
    rows = 0
    with _opened(archive, written, name) as out:
        for row in _rows(model):
            out((json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n").encode("utf-8", "replace"))
            rows += 1
    written.rows[model.__name__] = rows


def _rows(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    found = model._default_manager.order_by(model._meta.pk.name)
    if model.__name__ in SHARED:
        found = found.filter(shared=True)
    linked = {link.name: _links(link) for link in model._meta.many_to_many}
    for row in found.values(*exported_columns(model)).iterator(chunk_size=CHUNK):
        yield row | {name: links.get(row[model._meta.pk.attname], []) for name, links in linked.items()}


def _links(link: Any) -> dict[Any, list[Any]]:
    """{row: rows of the other table}. Members of units, of groups, readers: small tables."""
    through, ours, theirs = link.remote_field.through, link.m2m_column_name(), link.m2m_reverse_name()
    found: dict[Any, list[Any]] = {}
    for one, other in through._default_manager.order_by("pk").values_list(ours, theirs):
        found.setdefault(one, []).append(other)
    return found


def _files(archive: zipfile.ZipFile, written: Written) -> None:
    """Reports as they were signed and sent."""
    for file in tables.ReportFile.objects.order_by("pk").iterator(chunk_size=1):
        _put(archive, written, f"reports/{file.report_id}-{file.language}.{file.form}", bytes(file.data))


def _put(archive: zipfile.ZipFile, written: Written, name: str, content: bytes) -> None:
    with _opened(archive, written, name) as out:
        out(content)


@contextmanager
def _opened(archive: zipfile.ZipFile, written: Written, name: str) -> Iterator[Callable[[bytes], None]]:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as out:
        yield lambda content: _both(out, digest, content)
    written.digests[name] = digest.hexdigest()


def _both(out: IO[bytes], digest: Any, content: bytes) -> None:
    out.write(content)
    digest.update(content)


def _readme(now: datetime) -> str:
    at = f"{now.astimezone(UTC):%Y-%m-%d %H:%M}"
    return "\n".join(line for language in ("zh-hans", "en") for line in (*_said(language, at), ""))


def _said(language: str, at: str) -> list[str]:
    with override(language):
        return [
            _("听潮整库导出，%(at)s（UTC）。") % {"at": at},
            _("data/：每张表一个文件，每行一个 JSON 对象；时间是 UTC，名字以 _id 结尾的列是另一张表的行号。"),
            _(
                "data/Item.jsonl 是内容（已清洗、遮盖），Topic 是话题，Alert 和 AlertEvent 是预警和处置，Report 是报告的冻结数字。"
            ),
            _("reports/：签发的报告文件，名字是报告号和语言。sources.opml：信息源，别的阅读器也能读。"),
            _("manifest.json：行数、每个文件的 SHA-256，以及没有写出的表和原因。"),
            _("没有写出：密码、密钥、会话、令牌、各成员自己的设置和练习。"),
        ]
