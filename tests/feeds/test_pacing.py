"""One pace and one number of requests per host over all worker processes: real Valkey, real processes, real dead hosts."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from subprocess import PIPE, Popen

import pytest
import redis
from aiohttp import web
from django.conf import LazySettings, settings

from monitor.feeds.board import RESERVE, Board, host_keys
from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.fetch import Fetcher
from monitor.feeds.ingest import source_fetch_many
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.politeness import manners
from monitor.lib.clock import utc_now
from tests.conftest import make_source
from tests.feeds.conftest import POLICY, each, get
from tests.feeds.site import Reply, Site


def shared(policy: Policy = POLICY) -> Policy:
    return replace(policy, board=settings.REDIS_URL)


@pytest.fixture(scope="module")
def workers() -> Iterator[list[Popen[str]]]:
    """Two processes that fetch what they are told, order by order: to begin takes each as long as all their orders."""
    command = [sys.executable, "-m", "tests.feeds.pace_worker"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "monitor.settings", "REDIS_URL": settings.REDIS_URL}
    with ExitStack() as stack:
        found = [
            stack.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=environment)) for _ in range(2)
        ]
        yield found  # their input is closed after it, which ends them


def in_two_processes(workers: list[Popen[str]], urls: list[str], **policy: object) -> list[str]:
    """The outcomes; each process fetches every other address, both at the same time."""
    assert {told(worker) for worker in workers} == {"ready\n"}
    for n, worker in enumerate(workers):
        assert worker.stdin is not None
        order = {"urls": urls[n::2], "policy": {**policy, "board": settings.REDIS_URL}}
        worker.stdin.write(json.dumps(order) + "\n")
        worker.stdin.flush()
    return [outcome for worker in workers for outcome in json.loads(told(worker))]


def told(worker: Popen[str]) -> str:
    """Its next line; "" once it has ended."""
    assert worker.stdout is not None
    return worker.stdout.readline()


class Watched:
    """A handler that knows when it was asked and how many it had at a time."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.times, self.most, self._now = seconds, list[float](), 0, 0

    async def __call__(self, request: web.Request) -> web.Response:
        self.times.append(time.monotonic())
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(self.seconds)
        self._now -= 1
        return web.Response(body=b"ok")


@contextmanager
def black_hole(*, full: bool = False) -> Iterator[tuple[int, socket.socket]]:
    """Takes connections and never answers; `full`: does not even take them."""
    with socket.create_server(("127.0.0.1", 0), backlog=0 if full else 500) as listening:
        port = listening.getsockname()[1]
        fill = [socket.socket() for _ in range(4 if full else 0)]
        for one in fill:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        yield port, listening
        for one in fill:
            one.close()


def taken(listening: socket.socket) -> int:
    """How many connections were made to it."""
    listening.settimeout(0.05)
    n = 0
    while True:
        try:
            listening.accept()[0].close()
        except TimeoutError:
            return n
        n += 1


def test_two_processes_keep_one_pace(site: Site, workers: list[Popen[str]]) -> None:
    site.routes["/feed"] = watched = Watched()
    assert in_two_processes(workers, [site.url("/feed")] * 12, host_delay=0.2, obey_robots=False) == ["ok"] * 12
    assert watched.times[-1] - watched.times[0] > 11 * 0.2 - 0.15
    assert sum(later - earlier < 0.1 for earlier, later in pairwise(sorted(watched.times))) <= 2


@pytest.mark.parametrize("per_host", [1, 2])
def test_two_processes_share_one_number_of_requests_at_a_time(
    site: Site, per_host: int, workers: list[Popen[str]]
) -> None:
    site.routes["/feed"] = watched = Watched(0.03 * per_host)
    # patience is for a busy machine: there a turn is late because a process waits for the processor, not for the other's
    outcomes = in_two_processes(workers, [site.url("/feed")] * 50, obey_robots=False, per_host=per_host, patience=25.0)
    assert Counter(outcomes) == {"ok": 50}  # none was starved by the other process
    assert watched.most == per_host


def test_two_processes_do_not_both_wait_for_a_dead_host(workers: list[Popen[str]]) -> None:
    with black_hole() as (port, listening):
        urls = [f"http://127.0.0.1:{port}/{n}" for n in range(20)]
        outcomes = Counter(in_two_processes(workers, urls, timeout=2.0))
        assert outcomes.keys() == {"timeout", "deferred"}
        assert taken(listening) == 1


@pytest.mark.parametrize(("full", "board"), [(False, True), (True, True), (False, False)])
def test_a_dead_host_with_200_sources_delays_no_other(site: Site, full: bool, board: bool) -> None:
    site.routes["/feed"] = Reply(b"ok")
    policy = replace(POLICY, timeout=4.0, connect_timeout=4.0)
    with black_hole(full=full) as (port, _listening):
        requests = {n: FetchRequest(f"http://127.0.0.1:{port}/{n}") for n in range(200)}
        requests |= {n: FetchRequest(site.url("/feed")) for n in range(200, 220)}
        begin = time.monotonic()
        with closing(each(requests, shared(policy) if board else policy)) as stream:
            results = dict(next(stream) for _ in range(219))  # all but the one that really asks the dead host
            took = time.monotonic() - begin
    good = [results[n] for n in range(200, 220)]
    assert took < policy.timeout - 0.5  # nobody waited for it
    assert {result.outcome for result in good} == {"ok"}
    assert max(result.duration_ms for result in good) < 3000
    turns = sorted(results[n].defer_s or 0.0 for n in range(200) if n in results)
    assert turns[0] >= policy.patience
    assert turns[-1] > turns[0] + 30
    assert all(later > earlier for earlier, later in pairwise(turns))


@pytest.mark.parametrize("board", [False, True])
def test_sources_whose_turn_is_far_away_come_back_one_after_the_other(site: Site, board: bool) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 8\n")
    site.routes["/feed"] = Reply(b"ok")
    policy = shared() if board else POLICY
    results = [result for _, result in each({n: FetchRequest(site.url("/feed")) for n in range(5)}, policy)]
    assert sorted(result.outcome for result in results) == ["deferred"] * 4 + ["ok"]
    turns = sorted(result.defer_s or 0.0 for result in results if result.outcome == "deferred")
    assert turns == pytest.approx([8, 16, 24, 32], abs=1.5)
    assert len(site.requests_for("/feed")) == 1


def test_being_put_off_does_not_move_the_hosts_clock(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 2\n")
    site.routes["/feed"] = watched = Watched()
    hasty = shared(replace(POLICY, patience=0.5))
    outcomes = [get(site.url("/feed"), hasty).outcome for _ in range(6)]
    assert outcomes == ["ok"] + ["deferred"] * 5
    assert get(site.url("/feed"), shared()).outcome == "ok"
    assert watched.times[1] - watched.times[0] == pytest.approx(2.0, abs=0.5)


def test_the_slot_of_a_killed_worker_is_free_again_after_its_lease() -> None:
    async def run() -> list[bytes]:
        board = Board(settings.REDIS_URL)

        async def reserve(token: bytes) -> bytes:
            keys = host_keys("yunhe.example")
            answer = await board.call("EVAL", RESERVE, len(keys), *keys, 0, 5000, 0, 1, 300, 200, token)
            return bytes(answer[0])

        found = [await reserve(b"killed"), await reserve(b"other")]
        await asyncio.sleep(0.4)
        found.append(await reserve(b"other"))
        await board.close()
        return found

    assert asyncio.run(run()) == [b"go", b"full", b"go"]


def test_slots_are_given_back_and_every_key_ends_by_itself(site: Site) -> None:
    site.routes["/feed"] = Reply(b"ok")
    assert {get(site.url("/feed"), shared(replace(POLICY, host_delay=0.01))).outcome for _ in range(5)} == {"ok"}
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        keys = [*valkey.scan_iter("tingchao:host:*"), *valkey.scan_iter("tingchao:robots:*")]
        assert not [key for key in keys if key.endswith(b":slots")]
        assert all(valkey.pttl(key) != -1 for key in keys)


def test_what_one_process_found_dead_the_next_does_not_ask(site: Site) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/feed"
        first = get(url, shared())
        manners.clear()  # another process
        listening.listen()
        second = get(url, shared())
        assert (first.outcome, second.outcome) == ("refused", "refused")
        assert 20 <= (second.retry_after or 0) <= (first.retry_after or 0) <= 30
        assert taken(listening) == 0


def test_one_process_reads_robots_for_all(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private\n")
    site.routes["/feed"] = Reply(b"ok")
    assert get(site.url("/feed"), shared()).side[0].status == 200
    manners.clear()  # another process
    other = get(site.url("/feed"), shared())
    assert (other.outcome, other.side) == ("ok", ())
    manners.clear()
    assert get(site.url("/private"), shared()).outcome == "robots"
    assert len(site.requests_for("/robots.txt")) == 1


def test_without_valkey_polls_go_on_at_the_pace_of_the_process_and_it_is_said_once(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.routes["/feed"] = watched = Watched()
    policy = replace(POLICY, host_delay=0.2, board="redis://:secret@127.0.0.1:1/0")
    requests = {n: FetchRequest(site.url("/feed")) for n in range(4)}
    assert [result.outcome for _, result in each(requests, policy)] == ["ok"] * 4
    assert watched.times[-1] - watched.times[0] > 0.5
    assert caplog.text.count("host_board_away") == 1
    assert "secret" not in caplog.text


def test_wiping_valkey_in_the_middle_loses_nothing(site: Site) -> None:
    site.routes["/feed"] = Watched(0.05)
    requests = {n: FetchRequest(site.url("/feed")) for n in range(12)}
    outcomes = []
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        for _, result in each(requests, shared(replace(POLICY, host_delay=0.05))):
            outcomes.append(result.outcome)
            if keys := valkey.keys("tingchao:host:*"):
                valkey.delete(*keys)
    assert outcomes == ["ok"] * 12


def test_robots_is_a_request_of_the_host_like_any_other(site: Site) -> None:
    site.routes["/robots.txt"] = robots = Watched()
    site.routes["/feed"] = feed = Watched()
    result = get(site.url("/feed"), replace(POLICY, host_delay=0.3))
    assert feed.times[0] - robots.times[0] > 0.25
    assert [(side.url, side.status, side.raw_bytes) for side in result.side] == [(site.url("/robots.txt"), 200, 2)]
    assert result.waited_ms >= 250


@pytest.fixture
def other() -> Iterator[Site]:
    site = Site()
    site.start()
    yield site
    site.stop()


def test_the_target_of_a_redirect_is_paced_too(site: Site, other: Site) -> None:
    for n in range(3):
        site.routes[f"/{n}"] = Reply(status=302, headers={"Location": other.url("/feed")})
    other.routes["/feed"] = watched = Watched()
    policy = shared(replace(POLICY, host_delay=0.3))
    results = [result for _, result in each({n: FetchRequest(site.url(f"/{n}")) for n in range(3)}, policy)]
    assert {result.outcome for result in results} == {"ok"}
    assert min(later - earlier for earlier, later in pairwise(watched.times)) > 0.2
    asked = [side.url for result in results for side in result.side]
    assert sorted(asked) == sorted([site.url("/robots.txt"), other.url("/robots.txt")])


def test_a_slow_page_of_a_host_that_answers_does_not_make_the_host_dead(site: Site) -> None:
    site.routes["/slow"], site.routes["/feed"] = Watched(5.0), Reply(b"ok")

    async def run() -> tuple[FetchResult, FetchResult, FetchResult]:
        async with Fetcher(replace(POLICY, timeout=0.6)) as fetcher:
            slow = asyncio.create_task(fetcher.fetch(FetchRequest(site.url("/slow"))))
            await asyncio.sleep(0.2)
            good = await fetcher.fetch(FetchRequest(site.url("/feed")))
            return await slow, good, await fetcher.fetch(FetchRequest(site.url("/feed")))

    assert [result.outcome for result in asyncio.run(run())] == ["timeout", "ok", "ok"]


@pytest.mark.django_db
def test_an_answer_from_memory_is_no_second_failure(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_MIN_INTERVAL, settings.DRILL = ["127.0.0.1/32"], 5, True
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        sources = [make_source(url=f"http://127.0.0.1:{port}/{n}") for n in range(3)]
        now = utc_now()
        source_fetch_many(ids=[source.pk for source in sources], now=now)
    for source in sources:
        source.refresh_from_db()
        assert (source.failures, source.error_label, source.state) == (1, "refused", "new")
        assert source.next_check_at is not None
        assert source.next_check_at >= now + timedelta(seconds=28)


def test_the_settings_say_how_many_at_a_time(settings: LazySettings) -> None:
    settings.FETCH_PER_HOST, settings.FETCH_CONCURRENCY = 3, 50
    policy = policy_from_settings()
    assert (policy.per_host, policy.concurrency, policy.board) == (3, 50, settings.REDIS_URL)
    assert settings.REDIS_URL not in repr(policy)
