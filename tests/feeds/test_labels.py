"""Every label has a sentence in both languages' source."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.feeds import labels
from monitor.feeds.labels import PERMANENT, SENTENCES, label_sentence
from tests.each import each

USED = re.compile(r'label="([a-z_0-9]+)"|^\s+\(.*Error, "([a-z_0-9]+)"\)', re.MULTILINE)


def used_labels() -> set[str]:
    folder = Path(labels.__file__).parent
    files = [
        folder / name
        for name in ("wire.py", "fetch.py", "rules.py", "parse.py", "parse_xml.py", "parse_json.py", "parse_list.py")
    ]
    return {one or two for file in files for one, two in USED.findall(file.read_text(encoding="utf-8"))}


def test_every_label_that_the_stage_uses_has_a_sentence() -> None:
    assert {"dns", "tls", "not_a_feed", "robots"} <= used_labels()
    assert used_labels() - SENTENCES.keys() == set()
    assert SENTENCES.keys() >= PERMANENT


@each(label=SENTENCES)
def test_a_sentence_fits_and_ends_with_a_full_stop(label: str) -> None:
    assert label_sentence(label).strip().endswith(("。", "."))


def test_an_unknown_label_is_shown_as_it_is() -> None:
    assert label_sentence("new_kind") == "new_kind"
