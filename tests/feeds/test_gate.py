"""Who waits for a host gives up when it is silent, not when the process itself was late to read its answers."""

import asyncio
import time

import pytest

from monitor.feeds.gate import GLANCE, STALL, Gate, PutOffError

PATIENCE = 30.0


async def held(waiting: int) -> tuple[Gate, list[asyncio.Task[None]]]:
    """A gate whose one place is taken, and so many who wait for it."""
    gate = Gate(1)
    await gate.enter(0.0, PATIENCE)
    tasks = [asyncio.create_task(gate.enter(0.0, PATIENCE)) for _ in range(waiting)]
    await asyncio.sleep(0)
    return gate, tasks


async def answered(gate: Gate) -> None:
    """The host's answer, which lay there unread: it takes the loop a few turns to hand it over."""
    for _ in range(5):
        await asyncio.sleep(0)
    gate.took(0.1)
    gate.leave()


def starved() -> None:
    """The process gets no processor, longer than a host may be silent."""
    time.sleep(STALL + 0.4)


def test_an_answer_that_a_starved_process_has_not_read_yet_is_no_silence() -> None:
    async def run() -> None:
        gate, waiting = await held(3)
        starved()
        await answered(gate)
        for task in waiting:
            await task
            gate.took(0.1)
            gate.leave()

    asyncio.run(run())


def test_nor_is_it_for_who_comes_only_then() -> None:
    async def run() -> None:
        gate, _ = await held(0)
        starved()
        late = asyncio.create_task(gate.enter(0.0, PATIENCE))
        await answered(gate)
        await late

    asyncio.run(run())


@pytest.mark.parametrize("starving", [False, True])
def test_a_host_that_stays_silent_is_given_up_all_the_same(starving: bool) -> None:
    """By all who wait, and at once (but for a glance) by who comes later."""

    async def run() -> None:
        gate, waiting = await held(3)
        if starving:
            starved()
        begun = time.monotonic()
        assert {type(found) for found in await asyncio.gather(*waiting, return_exceptions=True)} == {PutOffError}
        assert time.monotonic() - begun > STALL / 2
        begun = time.monotonic()
        with pytest.raises(PutOffError):
            await gate.enter(0.0, PATIENCE)
        assert time.monotonic() - begun > GLANCE / 2

    asyncio.run(run())


def test_lateness_is_counted_once_however_many_are_late() -> None:
    gate = Gate(1)
    gate.busy = 1
    now = time.monotonic()
    gate._moved = now - 10.0
    for _ in range(20):
        gate.lag(now - 3.0)
    assert 5.0 < now - gate._moved < 7.1
    assert gate.silent
