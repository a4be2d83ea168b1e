"""Values go into the database as they are, whatever is in them: quotes, backslashes, tabs, ends of lines, braces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.models import Fetch, Source
from monitor.models.bulk import rows_insert, rows_update
from monitor.models.copying import array_literal, copy_line, copy_lines
from tests.conftest import make_source

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)))
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROW = "CREATE TEMPORARY TABLE IF NOT EXISTS row (a text, b text[], c bytea[], d timestamptz, e bool, f float8[])"


@pytest.mark.django_db
@QUIET
@given(WORDS, st.lists(WORDS), st.lists(st.binary()), st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_a_copied_row_comes_back_as_it_was(
    text: str, texts: list[str], blobs: list[bytes], numbers: list[float]
) -> None:
    at = datetime(2026, 7, 1, 0, 30, 5, 123, UTC)
    with connection.cursor() as cursor:
        cursor.execute(ROW)
        cursor.execute("TRUNCATE row")
        with cursor.cursor.copy("COPY row (a, b, c, d, e, f) FROM STDIN") as copy:
            copy.write(copy_lines([[text, texts, [], at, True, tuple(numbers)], [None, (), [], None, False, None]]))
        cursor.execute("UPDATE row SET c = %s::bytea[] WHERE a IS NOT NULL", [array_literal(blobs)])
        cursor.execute("SELECT a, b, c, d, e, f FROM row ORDER BY a NULLS LAST")
        first, second = cursor.fetchall()
    assert (*first[:2], [bytes(blob) for blob in first[2]], *first[3:]) == (text, texts, blobs, at, True, numbers)
    assert second == (None, [], [], None, False, None)


def test_repeated_values_of_an_array_are_written_as_each_of_them() -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    for values in (["a", 'b"\\'] * 5, [True, False, True] * 3, [at] * 3, [1, 2] * 4, [1.5] * 4, [b"a"] * 3):
        alone = [array_literal([value])[1:-1] for value in values]
        assert array_literal(values) == "{" + ",".join(alone) + "}"
    assert copy_lines([[1, "a"], [2, "b"]]) == copy_line([1, "a"]) + copy_line([2, "b"])


VALUES = st.none() | WORDS | st.booleans() | st.integers() | st.lists(WORDS).map(tuple) | st.datetimes()


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n), max_size=8)))
def test_rows_copied_together_are_written_as_each_of_them(rows: list[list[object]]) -> None:
    assert copy_lines(rows) == b"".join(map(copy_line, rows))
    assert copy_lines([*rows, *rows, *rows]) == copy_lines(rows) * 3


def test_a_nul_shifts_no_text_into_another_row() -> None:
    assert copy_lines([["a\0b"], ["c"]]).split(b"\n") == [b"a\0b", b"c", b""]


def test_a_value_without_a_text_form_is_an_error_and_not_something_else() -> None:
    with pytest.raises(TypeError):
        copy_line([{"a": 1}])


@pytest.mark.django_db
@QUIET
@given(WORDS)
def test_rows_written_together_are_those_that_were_given(words: str) -> None:
    Source.objects.all().delete()
    first, second = make_source(name="甲", url="http://a.example/"), make_source(name="乙", url="http://b.example/")
    first.error_detail, first.recent_times = words[:300], [datetime(2026, 7, 1, tzinfo=UTC)]
    first.body_digest, first.name = b"\x00\xff'\\", "丙"
    rows_update([first, second], ["error_detail", "recent_times", "body_digest"])
    rows_insert([Fetch(source=first, at=datetime(2026, 7, 1, tzinfo=UTC), outcome="ok", detail=words[:300])])
    found = Source.objects.get(pk=first.pk)
    assert (found.name, found.error_detail, bytes(found.body_digest or b"")) == ("甲", words[:300], b"\x00\xff'\\")
    assert found.recent_times == [datetime(2026, 7, 1, tzinfo=UTC)]
    assert (Fetch.objects.get().detail, Fetch.objects.get().status) == (words[:300], None)


@pytest.mark.django_db
def test_a_row_that_was_deleted_meanwhile_does_not_come_back() -> None:
    gone = make_source()
    Source.objects.all().delete()
    rows_update([gone], ["error_detail"])
    assert not Source.objects.exists()
