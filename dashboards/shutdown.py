"""Be told when the server is asked to stop.

An ASGI server waits for open responses before it ends, and an event stream never ends by itself; Django offers no
lifespan events and uvicorn sends its own only after that wait. So the server's signal handlers are wrapped: ours runs
first, in the loop, then the server's.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def on_shutdown(call: Callable[[], None]) -> bool:
    """Call `call` in the running loop at SIGTERM or SIGINT; False where signals cannot be had (not the main thread)."""
    if threading.current_thread() is not threading.main_thread():
        return False
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        _wrap(number, loop, call)
    return True


def _wrap(number: signal.Signals, loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    before = signal.getsignal(number)

    def handle(signum: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(call)
        if callable(before):
            before(signum, frame)
        elif before is signal.SIG_DFL:
            signal.signal(signum, signal.SIG_DFL)
            signal.raise_signal(signum)

    signal.signal(number, handle)
