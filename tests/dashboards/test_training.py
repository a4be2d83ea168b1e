"""Training pages: only in an exercise, only one's own, every state says what it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from dashboards import fragments
from dashboards.access import Sight
from dashboards.filters import Filters
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Training, TrainingNote, TrainingTag, User
from monitor.training.run import training_finish
from tests.conftest import make_item, make_topic
from tests.training.world import exercise, paper, store

pytestmark = pytest.mark.django_db
NAMES = ("training_answer", "training_note_remove", "training_tag", "training_finish", "training_delete")


@pytest.fixture
def present(settings: SettingsWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    settings.DRILL = True
    return exercise(tmp_path, monkeypatch)


@pytest.fixture
def training(present: datetime, duty: User, client: Client) -> Training:
    """A run begun by the duty monitor, who is signed in."""
    client.force_login(duty)
    client.post("/training/start/")
    return Training.objects.get(user=duty)


def ended(training: Training) -> Training:
    """The same run, its time over and every page of it fetched."""
    begun = utc_now().replace(microsecond=0) - timedelta(minutes=20)
    Training.objects.filter(pk=training.pk).update(started_at=begun, ends_at=begun + timedelta(minutes=15))
    return Training.objects.get(pk=training.pk)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_outside_an_exercise_there_is_no_training_and_no_entry(
    client: Client, duty: User, settings: SettingsWrapper
) -> None:
    settings.DRILL = False
    client.force_login(duty)
    assert client.get("/training/").status_code == 404
    assert client.post("/training/start/").status_code == 404
    assert "训练" not in text(client, "/")


def test_every_page_says_that_this_is_an_exercise(client: Client, training: Training) -> None:
    pages = ["/training/", f"/training/{training.pk}/"]
    shown = [text(client, address) for address in pages]
    training_finish(training=training, sight=None, now=utc_now())
    for page in [*shown, text(client, pages[1])]:
        main = page.partition('<main id="content"')[2]
        assert "演练" in main
        assert "<title>【演练】" in page


def test_who_never_trained_reads_six_lines_and_finds_the_button(client: Client, present: datetime, duty: User) -> None:
    client.force_login(duty)
    page = text(client, "/training/")
    lines = page.partition('class="training-lines"')[2].partition("</ol>")[0]
    assert lines.count("<li>") == 6
    assert "开始训练" in page
    assert "您还没有训练过" in page
    assert 'href="/training/"' in text(client, "/")


def test_without_the_exercises_truth_there_is_no_button(
    client: Client, present: datetime, duty: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TINGCHAO_DATA", str(tmp_path / "elsewhere"))
    client.force_login(duty)
    page = text(client, "/training/")
    assert "找不到演练的题目" in page
    assert 'action="/training/start/"' not in page
    assert "找不到演练的题目" in client.post("/training/start/", follow=True).content.decode()


def test_starting_leads_to_the_worksheet_and_a_second_start_to_the_same(client: Client, training: Training) -> None:
    assert client.post("/training/start/")["Location"] == f"/training/{training.pk}/"
    page = text(client, f"/training/{training.pk}/")
    assert "还没有记下任何事" in page
    assert "还没有可标注的内容" in page
    assert Training.objects.count() == 1


def test_the_bar_is_on_desk_topic_and_alert_pages_while_a_run_is_open(client: Client, training: Training) -> None:
    topic = make_topic()
    for address in ("/", "/topics/", f"/topics/{topic.pk}/", "/alerts/"):
        assert 'class="training-bar"' in text(client, address), address
    training_finish(training=training, sight=None, now=utc_now())
    assert 'class="training-bar"' not in text(client, "/")


def test_other_members_see_no_bar(client: Client, training: Training, lead: User) -> None:
    client.force_login(lead)
    assert 'class="training-bar"' not in text(client, "/")


def test_a_topic_is_noted_from_its_page_and_the_reader_stays_there(client: Client, training: Training) -> None:
    topic = make_topic(title="云河新城项目欠薪")
    page = text(client, f"/topics/{topic.pk}/")
    assert f'form="training-note" name="topic" value="{topic.pk}"' in page
    response = client.post("/training/note/", {"topic": topic.pk, "next": f"/topics/{topic.pk}/"})
    assert response["Location"] == f"/topics/{topic.pk}/"
    assert TrainingNote.objects.get().topic == topic
    assert "已记入训练：云河新城项目欠薪" in text(client, f"/topics/{topic.pk}/")


def test_rows_that_come_by_the_live_stream_have_the_button_too(training: Training) -> None:
    topic = make_topic()
    view = fragments.View(Filters(), Sight("monitor"), "zh-hans")
    assert f'name="topic" value="{topic.pk}"' in fragments.render(view, ["topics"], now=utc_now())["topics"]


def test_noting_leads_nowhere_else(client: Client, training: Training) -> None:
    response = client.post("/training/note/", {"topic": make_topic().pk, "next": "https://elsewhere.example/"})
    assert response["Location"] == f"/training/{training.pk}/"
    for nonsense in ("", "x", "0", "99999999999999"):
        assert client.post("/training/note/", {"topic": nonsense}).status_code == 404


def test_an_answer_is_kept_and_comes_back_in_the_form(client: Client, training: Training) -> None:
    client.post("/training/note/", {"topic": make_topic().pk})
    note = TrainingNote.objects.get()
    answer = {
        "needs_alert": "yes",
        "areas": ["wages", "hours"],
        "tone": "neg",
        "first_step": "legal_aid",
        "line": "先问",
    }
    address = f"/training/{training.pk}/note/{note.pk}/"
    fragment = client.post(address, answer, headers={"HX-Request": "true"}).content.decode()
    note.refresh_from_db()
    assert (note.needs_alert, note.areas, note.first_step) == (True, ["wages", "hours"], "legal_aid")
    assert fragment.count(" checked") == 5
    assert 'value="先问"' in fragment


def test_an_answer_without_a_judgement_is_refused_with_a_sentence(client: Client, training: Training) -> None:
    client.post("/training/note/", {"topic": make_topic().pk})
    address = f"/training/{training.pk}/note/{TrainingNote.objects.get().pk}/"
    assert "请先选择要不要预警" in client.post(address, {"tone": "neg"}, follow=True).content.decode()


def test_an_item_is_tagged(client: Client, training: Training) -> None:
    make_item(at=utc_now(), topic_id=make_topic().pk, title="云河快递站点拖欠派件费")
    assert "云河快递站点拖欠派件费" in text(client, f"/training/{training.pk}/")
    tag = TrainingTag.objects.get()
    address = f"/training/{training.pk}/tag/{tag.pk}/"
    fragment = client.post(address, {"unrelated": "1", "tone": "neu"}, headers={"HX-Request": "true"}).content.decode()
    tag.refresh_from_db()
    assert (tag.areas, tag.tone, tag.tagged_at is not None) == ([], "neu", True)
    assert "data-saved" in fragment


def test_when_the_time_is_up_the_result_is_there_at_the_next_look(client: Client, training: Training) -> None:
    run = ended(training)
    assert "时间到" in text(client, "/")
    store(paper(run.started_at), start=run.started_at, end=run.ends_at)
    page = text(client, f"/training/{run.pk}/")
    run.refresh_from_db()
    assert run.finished_at == run.ends_at
    for words in ("没有注意到", "这些数是怎么来的", "距应当预警", "这次没有标注"):
        assert words in page
    assert page.partition('class="note training-advice"')[2].partition("</ol>")[0].count("<li>") == 3


def test_what_is_sent_after_the_time_leads_to_the_result(client: Client, training: Training) -> None:
    client.post("/training/note/", {"topic": make_topic().pk})
    note, run = TrainingNote.objects.get(), ended(training)
    address = f"/training/{run.pk}/note/{note.pk}/"
    response = client.post(address, {"needs_alert": "yes"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"/training/{run.pk}/"
    assert TrainingNote.objects.get().answered_at is None


def test_a_run_in_which_nothing_happened_says_so(client: Client, training: Training) -> None:
    client.post(f"/training/{training.pk}/finish/")
    assert "这段时间里没有发生该注意的事" in text(client, f"/training/{training.pk}/")


def test_a_run_whose_truth_is_gone_says_so_and_can_be_given_up(
    client: Client, training: Training, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = ended(training)
    monkeypatch.setenv("TINGCHAO_DATA", str(tmp_path / "elsewhere"))
    assert "时间到，暂时不能评分" in text(client, f"/training/{run.pk}/")
    client.post(f"/training/{run.pk}/delete/")
    assert not Training.objects.exists()


def test_the_trainee_deletes_a_result(client: Client, training: Training) -> None:
    client.post(f"/training/{training.pk}/finish/")
    assert f'action="/training/{training.pk}/delete/"' in text(client, f"/training/{training.pk}/")
    assert client.post(f"/training/{training.pk}/delete/")["Location"] == "/training/"
    assert client.get(f"/training/{training.pk}/").status_code == 404


def test_a_result_does_not_exist_for_anybody_else(client: Client, training: Training, lead: User, admin: User) -> None:
    client.post("/training/note/", {"topic": make_topic().pk})
    make_item(at=utc_now(), topic_id=make_topic().pk)
    client.get(f"/training/{training.pk}/")
    note, tag = TrainingNote.objects.get(), TrainingTag.objects.get()
    training_finish(training=training, sight=None, now=utc_now())
    base = f"/training/{training.pk}/"
    for other in (lead, admin):
        client.force_login(other)
        assert client.get(base).status_code == 404
        for step in (f"note/{note.pk}/", f"note/{note.pk}/remove/", f"tag/{tag.pk}/", "finish/", "delete/"):
            assert client.post(base + step, {"needs_alert": "yes", "tone": "neg"}).status_code == 404, step
        assert f'href="{base}"' not in text(client, "/training/")
    assert Training.objects.count() == TrainingNote.objects.count() == TrainingTag.objects.count() == 1


def test_a_note_of_another_run_cannot_be_reached_through_ones_own(
    client: Client, training: Training, lead: User
) -> None:
    now = utc_now()
    theirs = Training.objects.create(user=lead, started_at=now, ends_at=now + timedelta(minutes=15))
    note = TrainingNote.objects.create(training=theirs, topic=make_topic(), noted_at=now)
    tag = TrainingTag.objects.create(training=theirs, item_id=make_item().id)
    for step in (f"note/{note.pk}/", f"note/{note.pk}/remove/", f"tag/{tag.pk}/"):
        assert client.post(f"/training/{training.pk}/{step}", {"needs_alert": "yes"}).status_code == 404


def test_the_audit_page_and_its_export_say_begun_and_ended_only(client: Client, training: Training, lead: User) -> None:
    training_finish(training=training, sight=None, now=utc_now())
    rows = AuditEntry.objects.filter(target="training")
    assert {(row.action, str(row.detail)) for row in rows} == {("training_begin", "{}"), ("training_end", "{}")}
    client.force_login(lead)
    page = text(client, "/audit/")
    assert "开始训练" in page
    assert "结束训练" in page


def test_there_is_no_list_export_or_api_of_trainings() -> None:
    from tests.dashboards.test_access import EVERY

    ours = sorted(name for name in EVERY if "train" in name or "train" in str(EVERY[name].pattern))
    assert ours == sorted((*NAMES, "training", "training_start", "training_note", "training_run"))
    assert not [name for name in ours if "export" in name or "csv" in name]


def test_a_link_cannot_start_end_or_delete(client: Client, training: Training) -> None:
    for step in ("start/", f"{training.pk}/finish/", f"{training.pk}/delete/"):
        assert client.get(f"/training/{step}").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(training.user)
    assert strict.post(f"/training/{training.pk}/delete/").status_code == 403
