"""Every command in the documentation is one that exists, with options that exist; the quick ones are run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

ROOT = Path(settings.BASE_DIR)
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKER = {
    "up": {"-d", "--no-deps", "--scale", "--build"},
    "run": {"--rm"},
    "build": set[str](),
    "down": set[str](),
    "stop": set[str](),
    "ps": set[str](),
    "pull": set[str](),
    "logs": {"-f", "--tail"},
    "exec": {"-T"},
}
"""Options of docker compose that we use; Docker is not on this machine, so they are written down from its reference."""


def lines(*, spans: bool) -> set[str]:
    """Every line of blocks of code, joined where a line goes on; if wanted also what stands in backticks."""
    found: set[str] = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"(?:^    \S.*\n)+", text, re.MULTILINE)
        for block in blocks:
            found.update(line.strip() for line in block.replace("\\\n", " ").splitlines())
        if spans:
            inline = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
            found.update(" ".join(one.split()) for one in inline)
    return {piece.partition("  #")[0].strip() for line in found for piece in re.split(r" && |; ", line)}


LINES = lines(spans=True)


def of_manage(found: set[str]) -> list[str]:
    return sorted({line[line.index("manage.py") :] for line in found if re.search(r"manage\.py [a-z]", line)})


@cache
def parser_of(name: str) -> ArgumentParser:
    app = get_commands()[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    return command.create_parser("manage.py", name)


def options(parser: ArgumentParser) -> set[str]:
    """Option strings of a command and of its sub-commands."""
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for below in action.choices.values():
                found |= options(below)
    return found


def choices(parser: ArgumentParser) -> set[str]:
    """What the first argument may be; empty when it may be anything."""
    first = [action for action in parser._actions if not action.option_strings]
    return {str(one) for one in (first[0].choices or ())} if first else set()


def test_every_manage_command_and_option_exists() -> None:
    said = of_manage(LINES)
    assert len(said) > 30
    for line in said:
        name, rest = re.match(r"manage\.py ([a-z_]+)(.*)", line).groups()  # type: ignore[union-attr]
        parser = parser_of(name)
        assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", shlex_free(rest))) <= options(parser), line
        first = re.match(r" ([a-z|\\]+)(?= |$)", rest)
        if first and choices(parser):
            assert set(first[1].replace("\\", "").split("|")) <= choices(parser), line


def shlex_free(rest: str) -> str:
    """Without what stands in quotes, and without what is piped on."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", rest).partition(" | ")[0].partition(" > ")[0]


NOT_BY_A_TEST = {
    "floors": "make evaluate in .ci/run",
    "traces": "make evaluate in .ci/run; its parts: tests/traces",
    "bench": "minutes to hours; its parts: tests/bench",
    "train_sentiment": "makes the model that is shipped; its parts: tests/text/test_train.py",
    "messages": "writes the catalogue that is shipped; tests/frame/test_docs.py reads it",
    "shell": "Django's",
    "check": "Django's; with --deploy: tests/frame/test_settings.py",
}


def test_every_command_of_the_manual_is_run_by_a_test() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    running = [text for text in texts if re.search(r"call_command|manage\.py|tests\.shell", text)]
    said = {re.match(r"manage\.py ([a-z_]+)", line)[1] for line in of_manage(LINES)}  # type: ignore[index]
    run = {name for name in said if any(f'"{name}"' in text for text in running)}
    assert said - run - set(NOT_BY_A_TEST) == set()
    for why in NOT_BY_A_TEST.values():
        assert all((ROOT / path).exists() for path in re.findall(r"tests/[\w/.]+", why)), why


def test_the_table_of_commands_names_options_that_exist() -> None:
    table = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for cell in re.findall(r"^\| (`.*?`) \| ", table, re.MULTILINE):
        for said in re.findall(r"`([^`]+)`", cell):
            name = said.split()[0].strip(",")
            if name in get_commands():
                assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", said)) <= options(parser_of(name)), said


def test_commands_that_stand_in_blocks_can_be_parsed_as_they_are() -> None:
    said = of_manage(lines(spans=False))
    assert len(said) > 8
    for line in said:
        name, *arguments = shlex.split(line)[1:]
        try:
            parser_of(name).parse_args(arguments)
        except SystemExit:
            pytest.fail(line)


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = {(found[1], found[2] or "") for line in LINES if (found := re.fullmatch(r"make ([a-z]+)( .*)?", line))}
    assert {"demo", "test", "setup"} <= {target for target, _rest in said}
    for target, rest in said:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        assert all(f"{name}=" in makefile or f"$({name})" in makefile for name in re.findall(r"\b([A-Z]+)=", rest))


def test_every_module_that_is_run_exists() -> None:
    modules = {found for line in LINES for found in re.findall(r"python -m ([\w.]+)", line)}
    assert modules
    assert [name for name in sorted(modules) if find_spec(name) is None] == []


def test_docker_lines_name_services_and_options_that_exist() -> None:
    said = [line for line in LINES if line.startswith("docker compose ") and " " in line[15:]]
    assert len(said) > 4
    for line in said:
        words = shlex.split(line.removeprefix("docker compose "))
        while words[0] == "--profile":
            assert any(words[1] in service.get("profiles", []) for service in COMPOSE["services"].values()), line
            words = words[2:]
        verb, rest = words[0], words[1:]
        names = [word for word in rest if not word.startswith("-") and "=" not in word]
        inside = rest[rest.index(names[0]) + 1 :] if verb in {"run", "exec"} else []
        services = names[:1] if verb in {"run", "exec"} else names
        assert set(services) <= set(COMPOSE["services"]), line
        assert {word.partition("=")[0] for word in rest[: len(rest) - len(inside)] if word[0] == "-"} <= DOCKER[verb], (
            line
        )


def test_files_that_commands_name_exist() -> None:
    for line in LINES:
        for path in re.findall(r"^(?:sh|cp|python|install -m \d+) ([\w./-]+)", line):
            if "/" in path or path.startswith("."):
                assert (ROOT / path.removeprefix("/opt/tingchao/")).exists(), line
        for unit in re.findall(r"tingchao[\w@.-]*", line if line.startswith("systemctl ") else ""):
            name = re.sub(r"@\d", "@", unit)
            assert (ROOT / "deploy" / "systemd" / (name if "." in name else f"{name}.service")).exists(), line


def test_make_says_what_it_can_do() -> None:
    ran = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "make demo" in ran.stdout


def test_the_quick_ones_do_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "FILE").write_text('{"title": "工人到项目部讨薪"}\n', encoding="utf-8")
    line = next(line for line in LINES if line.startswith("manage.py match '{欠薪}"))
    name, *arguments = shlex.split(line.replace("FILE", str(tmp_path / "FILE")))[1:]
    with pytest.raises(SystemExit, match="0"):
        call_command(name, *arguments)
    assert '"matched": true' in capsys.readouterr().out
    pair = re.search(
        r"`python (-c \"import pyrage[^`]+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    )
    assert pair is not None
    ran = subprocess.run([sys.executable, *shlex.split(pair[1])], capture_output=True, text=True, check=True)
    assert "age1" in ran.stdout
