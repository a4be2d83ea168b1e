"""An exercise and the real thing are kept apart at the door: a database of the other kind is served by one sentence only."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, ProgrammingError

from monitor.errors import SettingError

SENTENCES = {
    "exercise_database": "这个数据库属于演练，正式系统不能使用：请在 DATABASE_URL 中换用自己的数据库。",
    "real_database": "这个数据库属于正式系统，演练不能使用：请在 DATABASE_URL 中换用演练自己的数据库，或设 TINGCHAO_DRILL=0。",
}


def _fault() -> SettingError | None:
    from monitor.models import installation_check

    try:
        installation_check()
    except SettingError as error:
        return error
    return None


class ApartApplication:
    """Asks once, before the first page; a database that is away, or not yet migrated, is asked again at the next one."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._fits = False

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """ASGI."""
        if scope["type"] == "http" and not self._fits:
            try:
                error = await sync_to_async(_fault)()
            except (OperationalError, InterfaceError, ProgrammingError):
                error = None  # the page itself says what is wrong
            else:
                self._fits = error is None
            if error is not None:
                await _refuse(error, send)
                return
        await self._application(scope, receive, send)


async def _refuse(error: SettingError, send: Any) -> None:
    body = f"{SENTENCES[error.label]}\n{error.detail}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})
