"""Everything that is kept, read as text: every column of every table, Valkey, files; what is packed is unpacked."""

from __future__ import annotations

import gzip
import io
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from pypdf import PdfReader

from monitor.backup.container import unpack
from monitor.backup.make import backups
from monitor.backup.programs import postgres_programs

DEPTH = 4
Named = tuple[str, str]  # (where, text)


def texts_of(where: str, raw: bytes, depth: int = DEPTH) -> Iterator[Named]:
    """The bytes as text, and whatever is packed in them: ZIP (DOCX, XLSX), gzip, zlib, PDF, mails."""
    yield where, raw.decode("utf-8", "replace")
    if not depth:
        return
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield from texts_of(f"{where}!{name}", archive.read(name), depth - 1)
    elif raw.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(raw))
        yield f"{where}!text", "\n".join(page.extract_text() for page in reader.pages)
        yield f"{where}!about", str(dict(reader.metadata or {}))
    else:
        for undo in (gzip.decompress, zlib.decompress):
            with suppress(OSError, EOFError, zlib.error):
                yield from texts_of(f"{where}!packed", undo(raw), depth - 1)


def database_texts(figures: dict[str, int]) -> Iterator[Named]:
    """Every value of every column of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of tables
            columns = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                figures["rows"] = figures.get("rows", 0) + 1
                for column, value in zip(columns, row, strict=True):
                    where = f"{table}.{column}"
                    yield from (
                        texts_of(where, bytes(value))
                        if isinstance(value, memoryview | bytes)
                        else [(where, str(value))]
                    )
            figures["columns"] = figures.get("columns", 0) + len(columns)
    figures["tables"] = len(tables)


def valkey_texts(figures: dict[str, int]) -> Iterator[Named]:
    """Every key with its value: tasks that wait, hosts, limits."""
    with redis.Redis.from_url(settings.REDIS_URL) as board:
        for key in board.scan_iter():
            figures["valkey_keys"] = figures.get("valkey_keys", 0) + 1
            kind = board.type(key).decode()
            read = {
                "string": lambda key=key: [board.get(key)],
                "list": lambda key=key: board.lrange(key, 0, -1),
                "set": lambda key=key: list(board.smembers(key)),
                "hash": lambda key=key: [part for pair in board.hgetall(key).items() for part in pair],
                "zset": lambda key=key: [member for member, _ in board.zrange(key, 0, -1, withscores=True)],
            }[kind]
            for value in (key, *read()):
                yield from texts_of(f"valkey {key.decode('utf-8', 'replace')}", value or b"")


def mail_texts(raw: bytes, n: int) -> Iterator[Named]:
    """A mail as sent, and each of its parts decoded."""
    yield f"mail {n}", raw.decode("utf-8", "replace")
    message = message_from_bytes(raw, policy=policy.default)
    yield f"mail {n} head", str(dict(message.items()))
    for part in message.walk():
        if not part.is_multipart():
            yield from texts_of(
                f"mail {n} {part.get_filename() or part.get_content_type()}", part.get_payload(decode=True) or b""
            )


def file_texts(folder: Path, figures: dict[str, int]) -> Iterator[Named]:
    """Every file below the folder; a backup as the SQL that it restores."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".tar":
            figures["files"] = figures.get("files", 0) + 1
            yield from texts_of(path.name, path.read_bytes())
    for _, file in backups(folder / "backups"):
        work = folder / "opened"
        work.mkdir()
        unpack(file, work=work)
        sql = work / "all.sql"
        program_plain(work / "database.dump", sql)
        yield "backup", sql.read_text(encoding="utf-8", errors="replace")


def program_plain(dump: Path, target: Path) -> None:
    """pg_restore without a database writes what it would run."""
    subprocess.run([str(postgres_programs() / "pg_restore"), f"--file={target}", str(dump)], check=True)
