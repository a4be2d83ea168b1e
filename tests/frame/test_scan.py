"""The scan fails on what is new and on what is gone, and every exception says why (`make scan` runs it; here only its parts)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from scan.known import differences, known_read
from scan.parts import PINNED, bill_faults

ROOT = Path(settings.BASE_DIR)
ONE = ("bandit", "monitor/a.py", "B301")


def test_every_exception_has_its_reason_and_names_a_file_that_exists() -> None:
    known = known_read()
    assert len(known.code) > 20
    assert [file for _, file, _ in [*known.code, *known.secrets] if not (ROOT / file).exists()] == []
    assert not known.skips("monitor/settings.py")


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text('secret = []\nskip = []\n[[code]]\nrule = "B101"\nwhy = ""\nfiles = {}\n')
    with pytest.raises(KeyError):
        known_read(file)


@pytest.mark.parametrize(("found", "known", "begins"), [(2, 2, []), (2, 1, ["NEW"]), (0, 1, ["GONE"])])
def test_new_and_gone_findings_are_told(found: int, known: int, begins: list[str]) -> None:
    told = differences(Counter({ONE: found}), Counter({ONE: known}))
    assert [sentence.split()[0] for sentence in told] == begins


def test_a_bill_that_lacks_a_pinned_package_is_refused() -> None:
    part = {"type": "library", "name": "Zope.Interface", "version": "1"}
    bill = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [part]})
    assert bill_faults(bill, "zope-interface==1 \\\n    --hash=sha256:00\n") == []
    assert bill_faults(bill, "zope-interface==1\nb[x]==2 ; python_version < '3.12'\n") == ["sbom: b 2 is missing"]
    assert "not valid" in bill_faults(bill.replace("library", "nonsense"), "")[0]


def test_every_line_of_the_pinned_requirements_is_read() -> None:
    text = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    assert len(PINNED.findall(text)) == sum("==" in line for line in text.splitlines()) > 100
