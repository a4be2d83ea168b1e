"""The demo's patience with a busy machine, and its impatience with a process that cannot start."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.embedded import demo
from monitor.embedded.errors import EmbeddedError


@pytest.fixture
def supervisor(tmp_path: Path) -> Any:
    (tmp_path / "web.log").write_text("ModuleNotFoundError: no module", encoding="utf-8")
    return SimpleNamespace(exits=Counter(), log=tmp_path, news=list, alive=lambda: True)


STOP: Any = SimpleNamespace(check=lambda: None)


def test_a_slow_start_is_told_and_waited_for(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "NEWS_EVERY", 0.0)
    answers = iter([False, False, True])
    demo._wait(lambda: next(answers), supervisor, STOP, "The web server", "web")
    assert capsys.readouterr().out.count("the web server is starting") == 2


def test_what_ends_again_and_again_is_not_waited_for(supervisor: Any) -> None:
    supervisor.exits["web"] = demo.TOO_OFTEN
    with pytest.raises(EmbeddedError, match="no module"):
        demo._wait(lambda: False, supervisor, STOP, "The web server", "web")


def test_patience_ends(supervisor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "FIRST_PAGE_PATIENCE", 0.0)
    with pytest.raises(EmbeddedError, match="did not start"):
        demo._wait(lambda: False, supervisor, STOP, "The web server", "web")
