"""What more items cost is told from requests in turn, page by page; what a request costs is counted in both processes."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from bench import pages
from bench.asked import Asked, asked


class Fake:
    """An asker whose requests cost what it was told, in milliseconds of a core, again and again."""

    def __init__(self, **costs: list[list[float]]) -> None:
        self.rounds, self.costs = dict.fromkeys(costs, 0), {name: cycle(rounds) for name, rounds in costs.items()}

    def told(self, what: str, name: str = "") -> Any:
        if what == "pages":
            return list(self.costs), ["live"]
        self.rounds[name] += 1
        return [Asked(9.0, ms / 2000, ms / 2000, 3) for ms in next(self.costs[name])]


def test_growth_is_that_of_the_median_request_to_each_address() -> None:
    small = Fake(desk=[[10, 20]], audit=[[10]])
    large = Fake(desk=[[11, 21], [11, 21], [900, 21]], audit=[[20]])
    found, skipped = pages._asked(small, large, 7)  # type: ignore[arg-type]
    assert found["desk"].growth == pytest.approx(32 / 30)
    assert found["desk"].large.queries == 3
    assert skipped == ["live"]
    assert pages._grown(found, 1) == {"audit": [2.0, 10.0, 20.0]}


def test_what_seems_to_grow_too_much_is_asked_more_often() -> None:
    small, large = Fake(desk=[[10]], audit=[[10]]), Fake(desk=[[11]], audit=[[20]])
    pages._asked(small, large, 7)  # type: ignore[arg-type]
    assert small.rounds == large.rounds == {"desk": pages.LEAST, "audit": (1 + pages.AGAIN) * pages.LEAST}


def test_times_are_those_of_the_first_rounds() -> None:
    one = pages.Measured(2, [[Asked(s, 0.001, 0.0, 1)] for s in (0.5, 0.5, 9.0)])
    assert one.seconds == [0.5, 0.5]
    assert one.p95_ms == 500


@pytest.mark.django_db
def test_a_request_is_counted_in_python_in_postgresql_and_in_statements() -> None:
    found = asked(lambda: [list(Session.objects.all()) for _ in range(20)])
    assert found.queries == 20
    assert 0 < found.python_s <= found.seconds * 2
    assert found.postgres_s > 0
    assert found.cost_s == found.python_s + found.postgres_s


def test_the_command_names_the_pages_that_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Whole(Fake):
        def __enter__(self) -> Whole:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def begin(self, what: str, total: int) -> None:
            assert (what, total) == ("write", pages.SMALL)

        def result(self) -> None:
            return None

        def told(self, what: str, name: Any = "") -> Any:
            if what == "write":
                assert name == pages.LARGE
                return None
            return (0.01, 0.2) if what == "figures" else super().told(what, name)

    small = Whole(**{"desk": [[10]], "audit": [[10]], "file numbers": [[10]]})
    large = Whole(**{"desk": [[11]], "audit": [[20]], "file numbers": [[90]]})
    monkeypatch.setattr(pages, "_database", lambda name: name)
    monkeypatch.setattr(pages, "Asker", lambda url: small if url == "bench_small" else large)
    monkeypatch.setenv("DATABASE_URL", "postgres://here/large")
    found = pages.run(full=False)
    assert found["growth"]["over_1.3"] == {"audit": [2.0, 10.0, 20.0]}
    assert found["growth"]["all_pages"] == pytest.approx(31 / 20, abs=0.01)
    assert found["figures"]["pages"] == 2
    assert found["figures"]["pages_that_grow_over_1.3"] == 1
    assert found["pages"]["file numbers"] == [9000.0, 3]
    assert found["ratio"] == {"scanning items": 20.0}
