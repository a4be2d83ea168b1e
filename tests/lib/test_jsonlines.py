import io
import json

import pytest

from monitor.lib.jsonlines import LineError, LineRun, check_item, format_line, parse_line, run_lines
from tests.each import each


def run_on(tmp_path, content: bytes, transform=lambda value: value):
    path = tmp_path / "in.jsonl"
    path.write_bytes(content)
    run = LineRun(out=io.BytesIO(), err=io.StringIO())
    code = run_lines(str(path), transform, run)
    return code, run.out.getvalue(), run.err.getvalue()


def test_good_lines_come_out_in_order_with_unknown_keys_untouched(tmp_path):
    lines = [{"id": 1, "title": "甲", "extra": {"深": [1, None]}}, {"id": "b", "title": ""}]
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    code, out, err = run_on(tmp_path, content)
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == lines
    assert "甲".encode() in out
    assert err == ""


def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(tmp_path):
    code, out, err = run_on(tmp_path, b'{"title": "a"}\n\n{oops\n\xff\xfe\n[1]\n{"title": "z"}')
    assert code == 1
    assert len(out.splitlines()) == 2
    assert [line.split(":")[0] for line in err.splitlines()[:3]] == ["line 3", "line 4", "line 5"]
    assert err.splitlines()[-1] == "3 of 5 lines failed"


def test_a_line_that_the_transform_refuses_counts_as_failed(tmp_path):
    def refuse(value):
        raise LineError("no good")

    assert run_on(tmp_path, b'{"title": "a"}\n', refuse)[::2] == (1, "line 1: no good\n1 of 1 lines failed\n")


def test_a_missing_file_or_a_directory_exits_with_2(tmp_path):
    run = LineRun(out=io.BytesIO(), err=io.StringIO())
    assert run_lines(str(tmp_path / "none"), dict, run) == 2
    assert run_lines(str(tmp_path), dict, run) == 2
    assert "cannot read" in run.err.getvalue()


def test_a_byte_order_mark_before_the_first_line_is_no_error(tmp_path):
    assert run_on(tmp_path, b'\xef\xbb\xbf{"title": "a"}\n')[:2] == (0, b'{"title": "a"}\n')


@each(raw=[b'{"a": NaN}', b'{"a": 1e999}', b"[" * 200_000, b'{"a": 1' + b"0" * 5000 + b"}", b"3"])
def test_what_is_no_json_object_is_a_line_error(raw):
    with pytest.raises(LineError):
        parse_line(raw)


def test_a_lone_surrogate_goes_out_as_the_escape_it_came_in_as():
    assert format_line(parse_line(b'{"t": "\\ud800"}')) == b'{"t": "\\ud800"}\n'


def test_a_line_beyond_the_bound_is_dropped_and_the_next_one_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("monitor.lib.jsonlines.MAX_LINE_BYTES", 20)
    code, out, err = run_on(tmp_path, b'{"title": "' + b"x" * 100 + b'"}\n{"title": "b"}\n')
    assert (code, out) == (1, b'{"title": "b"}\n')
    assert err.startswith("line 1: longer than")


@each(value=[{}, {"title": None}, {"title": 3}, {"text": ["a"]}, {"title": "a", "id": True}])
def test_an_item_without_usable_title_or_text_is_refused(value):
    with pytest.raises(LineError):
        check_item(value)


def test_an_item_with_an_empty_title_is_accepted():
    check_item({"title": "", "id": 1.5, "source": None})
