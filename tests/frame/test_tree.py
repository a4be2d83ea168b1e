"""What people forget: migrations, untranslated strings, index addresses, compose."""

import json
import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands

from monitor.management.commands.messages import catalogue, messages_collect

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@cache
def text_of_catalogue() -> polib.POFile:
    """Read once: it takes a third of a second."""
    return polib.pofile(str(catalogue()))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_string_has_english_and_nothing_is_fuzzy() -> None:
    po = {(e.msgctxt, e.msgid): e for e in text_of_catalogue()}
    wanted = {(context, msgid) for context, msgid, _plural in messages_collect()}
    assert len(wanted) > 50
    assert set(po) == wanted, "run: manage.py messages"
    unfinished = [e.msgid for e in po.values() if e.fuzzy or not (e.msgstr or all(e.msgstr_plural.values() or [""]))]
    assert unfinished == []


def test_no_attribute_of_a_template_runs_into_the_next() -> None:
    """`hx-headers='{…}\\' hx-swap=…`: the page looks right, and htmx stops at the first of them."""
    assert [str(p) for p in (ROOT / "dashboards" / "templates").rglob("*.html") if "\\'" in p.read_text("utf-8")] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    names = re.compile(r"%\((\w+)\)|\{(\w+)\}")
    for entry in text_of_catalogue():
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(names.findall(text)) <= set(names.findall(entry.msgid + entry.msgid_plural)), entry.msgid


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    def key(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
        return {(e.msgctxt or "", e.msgid): e.msgstr or dict(e.msgstr_plural) for e in entries}

    assert key(polib.mofile(str(catalogue().with_suffix(".mo")))) == key(text_of_catalogue())


def test_no_committed_file_names_a_package_index() -> None:
    needles = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "--index" + "-url", "--extra" + "-index"]
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert len(files) > 50
    for name in files:
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 1_000_000:
            content = path.read_bytes().decode("utf-8", "ignore")
            assert not [needle for needle in needles if needle in content], name


def test_requirements_are_pinned_with_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = [block for block in path.read_text().replace("\\\n", "").splitlines() if block[:1].isalnum()]
        assert blocks
        assert [block[:40] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_compose_obeys_the_compose_specification() -> None:
    from jsonschema import Draft7Validator  # a second to load

    package = find_spec("check_jsonschema")  # its code takes another, and its schema is a file
    assert package is not None
    assert package.origin is not None
    schema = json.loads((Path(package.origin).parent / "builtin_schemas/vendor/compose-spec.json").read_bytes())
    errors = list(Draft7Validator(schema).iter_errors(json.loads(json.dumps(COMPOSE))))
    assert [error.message for error in errors] == []


def test_every_command_is_documented_and_nothing_else_is() -> None:
    table = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    first_cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for cell in first_cells for name in re.findall(r"`(\w+)", cell)}
    ours = {name for name, app in get_commands().items() if str(app) in {"monitor", "tasks", "dashboards"}}
    assert documented == ours


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))]
    local = [(page, link) for page, link in links if "://" not in link]
    assert len(local) > 8
    assert [(page.name, link) for page, link in local if not (page.parent / link).exists()] == []
