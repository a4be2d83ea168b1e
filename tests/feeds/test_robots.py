"""robots.txt by RFC 9309."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.robots import parse_robots
from tests.each import each

RULES = b"""# ours comes last
User-agent: OtherBot
Disallow: /

User-agent: tingchao
User-agent: friend
Crawl-delay: 99
Disallow: /private/
Allow: /private/feed.xml
Disallow: /*.php$
Disallow: /tmp

User-agent: *
Disallow: /everything
"""


@each(
    "path allowed",
    [
        ("/", True),
        ("/private/x", False),
        ("/private/feed.xml", True),
        ("/a/b.php", False),
        ("/a/b.php?x=1", True),
        ("/tmpfile", False),
        ("/everything", True),
        ("/priv%61te/x", False),
    ],
)
def test_our_group_counts_and_the_longest_match_wins(path: str, allowed: bool) -> None:
    assert parse_robots(RULES).allows(path) is allowed


def test_without_a_group_of_ours_that_for_all_counts() -> None:
    assert not parse_robots(RULES, "someone").allows("/everything/else")
    assert parse_robots(b"User-agent: OtherBot\nDisallow: /").allows("/")


def test_allow_wins_a_tie_and_an_empty_disallow_allows_all() -> None:
    assert parse_robots(b"User-agent: *\nDisallow: /a\nAllow: /a").allows("/a")
    assert parse_robots(b"User-agent: *\nDisallow:").allows("/a")


def test_a_crawl_delay_is_heard_but_capped() -> None:
    assert parse_robots(RULES).delay == 10.0
    told = {"inf": 10.0, "nan": 0.0, "-1": 0.0, "0.5": 0.5, "soon": 0.0}
    assert {raw: parse_robots(f"User-agent: *\nCrawl-delay: {raw}".encode()).delay for raw in told} == told


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_rules(body: bytes, path: str) -> None:
    assert parse_robots(b"User-agent: *\nDisallow: " + body).allows(path) in {True, False}
