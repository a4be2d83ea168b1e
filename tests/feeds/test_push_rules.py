"""What needs no hub: the `Link` field, signatures, leases, and when a push may have its source polled."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from monitor.feeds.push import challenge_ok, hub_of, lease_of, pushed_due, signature_fits
from tests.each import each
from tests.feeds.hub import signature

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@each("feed header expected", [
        (("", ""), "", ("", "")),
        (("http://h.example/", ""), "", ("http://h.example/", "http://n.example/feed")),
        (("http://h.example/", "http://n.example/own"), "", ("http://h.example/", "http://n.example/own")),
        (("http://h.example/", ""), '<http://l.example/>; rel="hub", </own>; rel=self', ("http://l.example/", "http://n.example/own")),
        (("", ""), '<http://l.example/?a=1,2>; title="a,b;c"; rel="x hub"', ("http://l.example/?a=1,2", "http://n.example/feed")),
        (("ftp://h.example/", ""), "", ("", "")),
        (("http://u:p@h.example/", ""), "", ("", "")),
        (("http://h.example/" + "x" * 2000, ""), "", ("", "")),
    ])  # fmt: skip
def test_the_hub_of_a_feed(feed: tuple[str, str], header: str, expected: tuple[str, str]) -> None:
    assert hub_of(*feed, header, "http://n.example/feed") == expected


def test_leases_and_challenges_are_kept_within_reason() -> None:
    assert [lease_of(raw).total_seconds() for raw in ("600", "1", "99999999999999", "x", "")] == [
        600,
        300,
        2_592_000,
        864_000,
        864_000,
    ]
    assert [challenge_ok(text) for text in ("c", "", "\n", "é", "x" * 1001)] == [True, False, False, False, False]
    assert not signature_fits("s", [b"b"], "sha256=" + "0" * 64)


@each("header hub", [
        (r'<http://x.example/>; title="a\", <http://evil.example/>; rel=hub", <http://h.example/>; rel="hub"', "http://h.example/"),
        ("<http://x.example/>; rel=next; rel=hub", ""),
        ('<http://x.example/>; rel=hub; anchor="http://other.example/"', ""),
        ('<http://h.example/>; rel=hub; anchor="/feed"', "http://h.example/"),
        ("<ftp://x.example/>; rel=hub, <http://h.example/>; rel=hub", "http://h.example/"),
        ("<http://h.example/>;rel=HUB;;", "http://h.example/"),
        ("<http://x.example/> garbage, <http://h.example/>; rel=hub", "http://h.example/"),
        ('<http://x.example/>; title="never closed, <http://h.example/>; rel=hub', ""),
        ("rel=hub", ""),
    ])  # fmt: skip
def test_the_link_field_is_read_as_rfc_8288_says(header: str, hub: str) -> None:
    assert hub_of("", "", header, "http://n.example/feed")[0] == hub


@pytest.mark.parametrize(
    "header",
    [
        "<a>" + " " * 3900,
        "<a>;a" + " " * 3900,
        "<a>" + ";a = " * 780,
        '<a>;a="' + "\\" * 3900,
        "<" * 4000,
        "<a>," * 1000,
    ],
)
def test_a_hostile_link_field_takes_no_time(header: str) -> None:
    begun = time.perf_counter()
    hub_of("", "", header * 3, "http://n.example/feed")
    assert time.perf_counter() - begun < 0.1


def test_a_signature_is_of_the_whole_body_in_whatever_parts() -> None:
    header = signature("s", b"one two", "sha512").replace("sha512", "SHA512").upper().replace("SHA512", "sha512")
    assert signature_fits("s", [b"one", b" ", b"two"], header)
    assert not signature_fits("s", [b"one", b"two"], header)
    assert not signature_fits("other", [b"one two"], header)


@each(
    "planned checked more due",
    [
        (LATER, ago(60), {}, NOW),
        (LATER, None, {}, NOW),
        (LATER, ago(4), {}, NOW + timedelta(seconds=6)),
        (ago(2), ago(60), {}, ago(2)),
        (ago(2), ago(60), {"polling": True}, NOW + timedelta(seconds=10)),
        (NOW + timedelta(seconds=9), ago(60), {"polling": True}, NOW + timedelta(seconds=9)),
        (LATER, ago(60), {"failures": 1, "label": "rate_limited"}, LATER),
        (LATER, ago(60), {"failures": 1, "label": "http_5xx"}, LATER),
        (LATER, ago(60), {"failures": 3, "label": "timeout"}, NOW + timedelta(seconds=20)),
        (LATER, ago(60), {"failures": 40, "label": "dns"}, LATER),
    ],
)
def test_when_a_pushed_source_is_due(
    planned: datetime, checked: datetime | None, more: dict[str, object], due: datetime
) -> None:
    assert pushed_due(now=NOW, planned=planned, checked=checked, **{"polling": False, **more}) == due  # type: ignore[arg-type]
