"""`manage.py evaluate forecast` reads counts and items, and reports what it cannot use."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command


def test_counts_need_no_title_and_a_broken_line_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"series": "a", "at": f"2026-07-0{day}", "n": 3} for day in (1, 2)]
    rows += [{"at": "2026-07-03", "title": "云河", "areas": ["wages"]}, {"series": "a", "at": "2026-07-04", "n": "3"}]
    file = tmp_path / "counts.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", "forecast", str(file), stdout=out)
    found = json.loads(out.getvalue())
    assert (ended.value.code, found["what"], found["n"], found["series"]) == (1, "forecast", 3, 4)
    assert "line 4" in capsys.readouterr().err
