"""What is set in one task or thread is not seen in another; in a thread of its own a request has its own language."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.local import Local
from asgiref.sync import async_to_sync, sync_to_async
from django.urls import base, get_script_prefix, get_urlconf
from django.utils import translation
from django.utils.translation import trans_real

from monitor.lib import quick_locals
from monitor.lib.quick_locals import PLACES, QuickLocal, quicken_locals


def test_django_uses_them_in_this_process() -> None:
    assert [type(getattr(module, name)) for module, name in PLACES] == [QuickLocal] * 3
    assert get_urlconf() is None
    assert get_script_prefix() == "/"


def test_a_value_is_there_once_it_is_set_and_until_it_is_deleted() -> None:
    for local in (Local(), QuickLocal("test")):
        assert getattr(local, "value", 3) == 3
        local.value = "en"
        assert local.value == "en"
        del local.value
        assert not hasattr(local, "value")
        with pytest.raises(AttributeError):
            del local.value


def test_threads_and_tasks_have_their_own_and_what_crosses_over_is_taken_along() -> None:
    for local in (Local(), QuickLocal("test")):
        local.value = "mine"
        with ThreadPoolExecutor(1) as other:
            assert other.submit(lambda local=local: getattr(local, "value", "none")).result() == "none"  # type: ignore[misc]

        async def one(name: str, local: Local | QuickLocal = local) -> list[str]:
            local.value = name
            await asyncio.sleep(0.01)

            def in_thread() -> str:
                seen: str = local.value
                local.value = f"{seen} changed"
                return seen

            return [await sync_to_async(in_thread)(), local.value]

        async def both() -> list[list[str]]:
            return list(await asyncio.gather(one("a"), one("b")))

        assert async_to_sync(both)() == [["a", "a changed"], ["b", "b changed"]]
        assert local.value == "mine"


def test_what_is_in_force_stays_so_when_they_are_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trans_real, "_active", Local())
    monkeypatch.setattr(base, "_prefixes", Local())
    with translation.override("en"):
        quicken_locals()
        assert isinstance(trans_real._active, QuickLocal)
        assert translation.get_language() == "en"
        assert get_script_prefix() == "/"


def test_where_threads_inherit_what_their_makers_have_they_are_not_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    class Flags:
        thread_inherit_context = 1

    before = Local()
    monkeypatch.setattr(trans_real, "_active", before)
    monkeypatch.setattr(quick_locals.sys, "flags", Flags)
    quicken_locals()
    assert trans_real._active is before
