"""The fetcher against real servers: limits, manners, refusals."""

from __future__ import annotations

import asyncio
import gzip
import socket
import sys
import zlib
from dataclasses import replace

import brotli
import pytest
from aiohttp import web
from multidict import CIMultiDict

from monitor.feeds.exchange import FetchRequest, FetchResult, Policy
from monitor.feeds.politeness import manners
from monitor.lib.safety import networks
from tests.feeds.conftest import POLICY, each, get
from tests.feeds.samples import RSS
from tests.feeds.site import Reply, Site

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FEED = RSS.encode()


def raw(answer: bytes, policy: Policy = POLICY) -> tuple[FetchResult, list[bytes]]:
    """What came of a fetch from a server that says exactly this once, then "ok"; and the requests it got."""
    heads: list[bytes] = []

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        last = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        writer.write(answer if len(heads) == 1 else last)
        await writer.drain()
        writer.close()

    async def run() -> FetchResult:
        server = await asyncio.start_server(say, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
        async with server:
            return await asyncio.to_thread(get, url, replace(policy, obey_robots=False))

    return asyncio.run(run()), heads


def test_a_feed_is_fetched_with_an_honest_name_and_without_cookies(site: Site) -> None:
    site.routes["/feed"] = Reply(FEED, headers={"Set-Cookie": "track=1; Path=/", "Content-Type": "text/xml"})
    first, second = get(site.url("/feed")), get(site.url("/feed"))
    asked = site.requests_for("/feed")[-1].headers
    assert (first.outcome, second.body) == ("ok", FEED)
    assert asked["User-Agent"] == "Tingchao/0.1 (+test@union.example)"
    assert "Cookie" not in asked


def test_a_cookie_is_not_sent_back_across_a_redirect_either(site: Site) -> None:
    site.routes["/feed"] = Reply(status=302, headers={"Set-Cookie": "track=1; Path=/", "Location": "/next"})
    site.routes["/next"] = Reply(FEED)
    assert get(site.url("/feed")).outcome == "ok"
    assert "Cookie" not in site.requests_for("/next")[0].headers


@pytest.mark.parametrize("evil", ['"v"\r\nX-Evil: 1', '"v"\nX-Evil: 1', '"\0"', '"v\x85"', "x" * 501])
def test_validators_that_would_break_a_header_are_not_sent(site: Site, evil: str) -> None:
    site.routes["/feed"] = Reply(FEED)
    assert get(site.url("/feed"), etag=evil, last_modified=evil).outcome == "ok"
    asked = site.requests_for("/feed")[0].headers
    assert not {"If-None-Match", "If-Modified-Since", "X-Evil"} & asked.keys()


def test_links_of_the_header_are_told_joined_and_cut(site: Site) -> None:
    async def linking(request: web.Request) -> web.Response:
        links = [("Link", '<http://hub.yunhe.example/>; rel="hub"'), ("Link", '</feed>; rel="self"')]
        return web.Response(body=FEED, headers=CIMultiDict([*links, ("Link", "x" * 3000)]))

    site.routes["/feed"] = linking
    found = get(site.url("/feed")).link_header
    assert found.startswith('<http://hub.yunhe.example/>; rel="hub", </feed>; rel="self", xxx')
    assert len(found) == 2000


def test_validators_are_sent_back_and_an_unchanged_feed_costs_no_body(site: Site) -> None:
    async def conditional(request: web.Request) -> web.Response:
        fresh = request.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in request.headers
        return web.Response(status=304) if fresh else web.Response(body=FEED, headers={"ETag": '"v1"'})

    site.routes["/feed"] = conditional
    first = get(site.url("/feed"))
    second = get(site.url("/feed"), etag=first.etag, last_modified="Wed, 01 Jul 2026 00:00:00 GMT")
    assert (first.outcome, first.etag) == ("ok", '"v1"')
    assert (second.outcome, second.status, second.body) == ("unchanged", 304, b"")


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("gzip", lambda body: body),
        ("", gzip.compress),
        ("br, gzip", lambda body: gzip.compress(brotli.compress(body))),
    ],
)
def test_every_content_encoding_is_undone(site: Site, name: str, pack: object) -> None:
    site.routes["/feed"] = Reply(pack(FEED), headers={"Content-Encoding": name} if name else {})  # type: ignore[operator]
    assert get(site.url("/feed")).body == FEED


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)])
def test_a_bomb_stops_at_the_limit(site: Site, name: str, pack: object) -> None:
    site.routes["/bomb"] = Reply(pack(b"\0" * 50_000_000), headers={"Content-Encoding": name})  # type: ignore[operator]
    assert get(site.url("/bomb")).outcome == "too_large"


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)])
def test_a_cut_off_compressed_body_is_truncated_and_never_half_read(site: Site, name: str, pack: object) -> None:
    site.routes["/cut"] = Reply(pack(FEED)[:-12], headers={"Content-Encoding": name})  # type: ignore[operator]
    result = get(site.url("/cut"))
    assert (result.outcome, result.body) == ("truncated", b"")


def test_an_endless_body_stops_at_the_limit(site: Site) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    site.routes["/endless"] = endless
    assert get(site.url("/endless")).outcome == "too_large"


def test_a_body_that_announces_too_much_is_not_read() -> None:
    result, _ = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
    assert result.outcome == "too_large"


def test_a_body_that_drips_is_too_slow(site: Site) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.05)

    site.routes["/drip"] = drip
    assert get(site.url("/drip"), replace(POLICY, timeout=0.5)).outcome == "too_slow"


def test_a_server_that_never_answers_is_a_timeout(site: Site) -> None:
    async def silent(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    site.routes["/silent"] = silent
    assert get(site.url("/silent"), replace(POLICY, timeout=0.4)).outcome == "timeout"


def test_a_host_that_takes_no_connection_is_a_timeout_before_the_whole_time_is_over() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as one, socket.socket() as two:
        for filler in (one, two):
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        result = get(url, replace(POLICY, connect_timeout=0.4, obey_robots=False))
    assert (result.outcome, result.duration_ms < 2000) == ("timeout", True)


def test_time_counts_over_a_chain_of_redirects_but_not_the_waiting_for_turns(site: Site) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        step = int(request.path[2:])
        return web.Response(status=302, headers={"Location": f"/s{step + 1}"}) if step < 3 else web.Response(body=FEED)

    for step in range(4):
        site.routes[f"/s{step}"] = slow
    quick = replace(POLICY, obey_robots=False, timeout=0.8)
    assert get(site.url("/s0"), quick).outcome == "timeout"
    manners.clear()
    assert get(site.url("/s2"), replace(quick, host_delay=0.9)).outcome == "ok"


@pytest.mark.parametrize(
    ("status", "outcome", "permanent"),
    [(404, "http_4xx", False), (403, "http_4xx", False), (410, "gone", True), (500, "http_5xx", False)],
)
def test_a_status_has_its_label(site: Site, status: int, outcome: str, permanent: bool) -> None:
    site.routes["/feed"] = Reply(b"no", status=status)
    result = get(site.url("/feed"))
    assert (result.outcome, result.status, result.permanent) == (outcome, status, permanent)


def test_retry_after_is_heard_and_capped(site: Site) -> None:
    site.routes["/busy"] = Reply(status=429, headers={"Retry-After": "120"})
    site.routes["/closed"] = Reply(status=503, headers={"Retry-After": "99999999"})
    assert (get(site.url("/busy")).outcome, get(site.url("/busy")).retry_after) == ("rate_limited", 120)
    assert (get(site.url("/closed")).outcome, get(site.url("/closed")).retry_after) == ("http_5xx", POLICY.max_wait)


def test_redirects_are_followed_and_a_permanent_move_is_told(site: Site) -> None:
    site.routes["/old"] = Reply(status=301, headers={"Location": "/new"})
    site.routes["/tmp"] = Reply(status=302, headers={"Location": "/new"})
    site.routes["/new"] = Reply(FEED)
    assert (get(site.url("/old")).url, get(site.url("/old")).moved_to) == (site.url("/new"), site.url("/new"))
    assert (get(site.url("/tmp")).outcome, get(site.url("/tmp")).moved_to) == ("ok", "")


def test_redirects_that_lead_nowhere_end(site: Site) -> None:
    site.routes["/a"] = Reply(status=302, headers={"Location": "/b"})
    site.routes["/b"] = Reply(status=302, headers={"Location": "/a"})
    for step in range(8):
        site.routes[f"/step{step}"] = Reply(status=302, headers={"Location": f"/step{step + 1}"})
    assert get(site.url("/a")).outcome == "redirect_loop"
    assert get(site.url("/step0")).outcome == "redirect_loop"
    assert not site.requests_for("/step7")


def test_a_user_a_password_and_a_place_in_a_redirect_are_dropped(site: Site) -> None:
    target = f"http://mallory:hunter2@127.0.0.1:{site.port}/new#part"
    site.routes["/old"] = Reply(status=301, headers={"Location": target})
    site.routes["/new"] = Reply(FEED)
    result = get(site.url("/old"))
    assert (result.outcome, result.moved_to) == ("ok", site.url("/new"))
    assert "hunter2" not in repr(result)
    assert "Authorization" not in site.requests_for("/new")[0].headers


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        (b"/a%0d%0aX-Evil:%201", b"GET /a%0D%0AX-Evil:%201 HTTP/1.1\r\n"),
        (b"/\xb9\xa4\xbb\xe1", b"GET /%B9%A4%BB%E1 HTTP/1.1\r\n"),
        ("/工会".encode(), b"GET /%E5%B7%A5%E4%BC%9A HTTP/1.1\r\n"),
    ],
)
def test_whatever_bytes_a_redirect_names_are_quoted(location: bytes, asked: bytes) -> None:
    result, heads = raw(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")
    assert result.outcome == "ok"
    assert heads[1].startswith(asked)
    assert b"\nX-Evil" not in heads[1]


@pytest.mark.parametrize("location", [b"/a\rX-Evil: 1", b"/a\x00b", b"/a\xc2\x85b", b"http://[oops/"])
def test_a_redirect_with_control_characters_leads_nowhere(location: bytes) -> None:
    result, heads = raw(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")
    assert result.outcome in {"bad_url", "bad_response"}
    assert len(heads) == 1


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:9/", "http://[::ffff:10.0.0.1]/"],
)
def test_a_redirect_to_an_inside_address_is_refused(site: Site, target: str) -> None:
    site.routes["/feed"] = Reply(status=302, headers={"Location": target})
    result = get(site.url("/feed"))
    assert (result.outcome, result.permanent) == ("blocked_address", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "0.0.0.0"])
def test_this_machine_is_refused_unless_an_operator_allows_it(site: Site, host: str) -> None:
    site.routes["/feed"] = Reply(FEED)
    result = get(f"http://{host}:{site.port}/feed", replace(POLICY, allow_networks=()))
    assert result.outcome in {"blocked_address", "bad_url"}
    assert not site.asked


def test_metadata_services_need_their_own_exact_permission() -> None:
    wide = replace(POLICY, allow_networks=networks(["169.254.0.0/16"]))
    assert get("http://169.254.169.254/", wide).outcome == "blocked_address"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://yunhe.example/", "http://", "gopher://x", "http://[oops/"]
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    assert get(url).outcome == "bad_url"


def test_a_name_that_does_not_exist_and_a_closed_port_say_so() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert get(f"http://127.0.0.1:{closed.getsockname()[1]}/feed").outcome == "refused"
    assert get("http://no-such-host.invalid/feed").outcome == "dns"


def test_garbage_instead_of_http_is_a_bad_response() -> None:
    async def run() -> str:
        async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readline()
            writer.write(b"\x00\x01 hello, this is no HTTP\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(babble, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        return (await asyncio.to_thread(get, f"http://127.0.0.1:{port}/feed")).outcome

    assert asyncio.run(run()) == "bad_response"


def test_robots_rules_are_obeyed_and_read_once(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private\nAllow: /private/feed$\n")
    site.routes["/private/x"] = site.routes["/private/feed"] = site.routes["/open"] = Reply(FEED)
    assert get(site.url("/private/x")).outcome == "robots"
    assert get(site.url("/private/feed")).outcome == "ok"
    assert get(site.url("/open")).outcome == "ok"
    assert len(site.requests_for("/robots.txt")) == 1
    assert not site.requests_for("/private/x")


def test_robots_that_fail_forbid_and_robots_that_are_missing_allow(site: Site) -> None:
    site.routes["/feed"] = Reply(FEED)
    site.routes["/robots.txt"] = Reply(status=503)
    assert get(site.url("/feed")).outcome == "robots"
    manners.clear()
    site.routes["/robots.txt"] = Reply(status=403)
    assert get(site.url("/feed")).outcome == "ok"


def test_the_target_of_a_redirect_has_robots_too(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: Tingchao\nDisallow: /hidden\n")
    site.routes["/feed"] = Reply(status=302, headers={"Location": "/hidden"})
    assert get(site.url("/feed")).outcome == "robots"
    assert not site.requests_for("/hidden")


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.routes["/feed"] = Reply(FEED)
    requests = {n: FetchRequest(site.url("/feed")) for n in range(3)}
    results = dict(each(requests, replace(POLICY, host_delay=0.2)))
    assert all(result.ok for result in results.values())
    assert max(result.duration_ms for result in results.values()) >= 200


def test_a_dead_host_is_asked_once_and_delays_no_other(site: Site) -> None:
    site.routes["/feed"] = Reply(FEED)
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))
        dead.listen(0)
        url = f"http://127.0.0.1:{dead.getsockname()[1]}/"
        requests = {n: FetchRequest(f"{url}{n}") for n in range(30)} | {99: FetchRequest(site.url("/feed"))}
        order = [key for key, _ in each(requests, replace(POLICY, timeout=0.5))]
    assert order[0] == 99
    assert sorted(order) == sorted(requests)


def test_what_does_not_fit_into_the_run_is_deferred(site: Site) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(body=FEED)

    site.routes["/feed"] = slow
    results = dict(each({1: FetchRequest(site.url("/feed"))}, POLICY, deadline=0.3))
    assert results[1].outcome == "deferred"


def test_a_proxy_is_used_and_does_not_open_the_inside(site: Site) -> None:
    site.routes["/feed"] = Reply(FEED)
    through = replace(POLICY, proxy=site.url(""), obey_robots=False)
    assert get("http://10.1.2.3/feed", through).outcome == "blocked_address"
    assert get("http://feeds.yunhe.invalid/feed", through).body == FEED
    assert site.asked[-1].headers["Host"] == "feeds.yunhe.invalid"
