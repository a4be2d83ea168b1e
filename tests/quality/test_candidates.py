"""A candidate file through the gate, into its place, and taken up by a running process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings as SettingsWrapper

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, ModelDecision, User
from monitor.quality.candidates import model_back, model_decide, model_judge
from monitor.quality.correct import item_correct
from monitor.quality.gate import Verdict
from monitor.queries.config import config_forget, current_config
from monitor.queries.live_model import live_model_forget, live_version
from monitor.text import RawText, analyse
from monitor.text.linear import LinearModel, shipped_model
from tests.conftest import make_item
from tests.quality.world import last_week, make_check

pytestmark = pytest.mark.django_db
FROZEN = [(RawText("云河工地拖欠工资，工友讨薪无果"), "neg"), (RawText("云河工会为快递员免费体检"), "pos")] * 5
PASSED = Verdict(True, "frozen", {"n": 10, "candidate": 0.9, "current": 0.8})


@pytest.fixture(autouse=True)
def _shipped_again(settings: SettingsWrapper, tmp_path: Path) -> Iterator[None]:
    settings.MODEL_FILE = tmp_path / "live" / "live.npz"
    live_model_forget()
    config_forget()
    yield
    live_model_forget()
    config_forget()


@pytest.fixture(scope="module")
def candidate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model under another name: equally good."""
    return written(tmp_path_factory.mktemp("candidate"), sign=1.0)


def written(folder: Path, *, sign: float) -> Path:
    old = shipped_model()
    path = folder / "candidate.npz"
    with path.open("wb") as stream:
        LinearModel(old.names, old.idf, old.weights * sign, old.bias, old.outputs, "tc-ours-1").save(stream)
    return path


def test_an_equal_model_passes_on_frozen_labels_and_a_spoilt_one_does_not(candidate: Path, tmp_path: Path) -> None:
    verdict = model_judge(candidate=candidate, frozen=FROZEN)
    assert (verdict.accepted, verdict.basis, verdict.figures["n"]) == (True, "frozen", 10)
    assert not model_judge(candidate=written(tmp_path, sign=-1.0), frozen=FROZEN).accepted


def test_only_checks_whose_text_lives_are_counted(candidate: Path) -> None:
    make_check()
    make_check(item=make_item(at=last_week(), title="", text=""))
    assert model_judge(candidate=candidate, frozen=FROZEN).figures["checks"] == 1


def test_a_check_that_was_corrected_before_it_was_drawn_does_not_judge(candidate: Path, duty: User) -> None:
    before, after = make_item(at=last_week()), make_item(at=last_week())
    item_correct(item=before, what="sentiment", code="pos", by=duty, now=utc_now())
    make_check(item=before)
    make_check(item=after)
    item_correct(item=after, what="sentiment", code="pos", by=duty, now=utc_now())
    assert model_judge(candidate=candidate, frozen=FROZEN).figures["checks"] == 1


def test_judging_leaves_the_model_in_use_as_it_was(candidate: Path) -> None:
    before = live_version()
    model_judge(candidate=candidate, frozen=FROZEN)
    assert live_version() == before != "tc-ours-1"


def test_an_accepted_model_is_taken_up_without_a_restart_and_the_decision_is_a_row(candidate: Path, lead: User) -> None:
    current_config()
    model_decide(candidate=candidate, verdict=PASSED, by=lead, now=utc_now())
    config_forget()
    found = analyse(RawText("云河工地拖欠工资"), current_config())
    assert found.model.startswith("tc-ours-1/")
    row = ModelDecision.objects.get()
    assert (row.version, row.accepted, row.by, row.figures["candidate"]) == ("tc-ours-1", True, lead, 0.9)
    assert AuditEntry.objects.filter(action="model_decide").exists()


def test_a_refused_model_changes_nothing(candidate: Path, lead: User, settings: SettingsWrapper) -> None:
    model_decide(candidate=candidate, verdict=Verdict(False, "frozen", {}), by=lead, now=utc_now())
    assert live_version() == shipped_model().version
    assert not settings.MODEL_FILE.exists()


def test_a_file_that_no_decision_names_is_not_read(candidate: Path, lead: User, settings: SettingsWrapper) -> None:
    model_decide(candidate=candidate, verdict=PASSED, by=lead, now=utc_now())
    assert live_version() == "tc-ours-1"
    settings.MODEL_FILE.write_bytes(b"not what was accepted")
    assert live_version() == shipped_model().version


def test_the_shipped_model_comes_back_when_a_lead_says_so(candidate: Path, lead: User) -> None:
    model_decide(candidate=candidate, verdict=PASSED, by=lead, now=utc_now())
    assert live_version() == "tc-ours-1"
    model_back(by=lead, now=utc_now())
    assert live_version() == shipped_model().version


def test_the_command_decides_for_a_lead_and_for_nobody_else(
    candidate: Path, lead: User, duty: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "frozen.jsonl"
    labels.write_text('{"title": "云河工地拖欠工资，工友讨薪无果", "sentiment": "neg"}\n', encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("model_gate", str(candidate), "--frozen", str(labels), "--by", duty.username)
    with pytest.raises(CommandError, match="fewer than 400"):
        call_command("model_gate", str(candidate), "--by", lead.username)
    worse = written(tmp_path, sign=-1.0)
    with pytest.raises(SystemExit):
        call_command("model_gate", str(worse), "--frozen", str(labels), "--by", lead.username)
    assert "points worse than the model in use; 2 are tolerated" in capsys.readouterr().err
    call_command("model_gate", str(candidate), "--frozen", str(labels), "--by", lead.username)
    assert '"accepted": true' in capsys.readouterr().out
    assert live_version() == "tc-ours-1"
