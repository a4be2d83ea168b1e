"""Training in an exercise. Every view finds the run by its own member: for everyone else it does not exist (SCOPE 2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards import labels
from dashboards.access import member, needs, sight_of
from dashboards.training import TRAINEE, result_page
from monitor.lib.clock import utc_now
from monitor.models import FirstStep, Training, TrainingNote, TrainingTag, audit_record
from monitor.queries.topics import topic_find
from monitor.training import run as services
from monitor.training.run import SENTENCES, Answer, TrainingError
from monitor.training.sheet import TagRow, clock_left, seconds_left, tag_rows, tags_top_up, topics_newest
from monitor.training.truth import RISING, there_is_a_world

View = Callable[..., HttpResponse]
HISTORY = 20
CHOICES = {"area_codes": list(labels.AREAS), "tones": list(labels.SENTIMENTS), "steps": FirstStep.choices}


def in_exercise(view: View) -> View:
    """Outside an exercise there is no training; inside, a step that is not possible now is a sentence, not an error."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DRILL:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except TrainingError as error:
            messages.error(request, _(SENTENCES[error.label]))
            pk = kwargs.get("pk")
            return _go(request, reverse("training_run", args=[pk]) if pk else reverse("training"))

    return guarded


@needs(TRAINEE)
@in_exercise
def home(request: HttpRequest) -> HttpResponse:
    """What a training is, the button, and the member's own earlier runs."""
    own = Training.objects.filter(user=member(request))
    context = {
        "open_run": own.filter(finished_at=None).first(),
        "runs": own.exclude(finished_at=None)[:HISTORY],
        "there_is_a_world": there_is_a_world(),
        "minutes": int(services.LENGTH.total_seconds() // 60),
    }
    return render(request, "training/home.html", context)


@require_POST
@needs(TRAINEE)
@in_exercise
def start(request: HttpRequest) -> HttpResponse:
    """Begin; a second press leads to the run that is open."""
    return HttpResponseRedirect(_address(services.training_start(user=member(request), now=utc_now())))


@needs(TRAINEE)
@in_exercise
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The worksheet while it lasts, the result afterwards. Both list items, so opening them is audited (SCOPE 6)."""
    found, now = _own(request, pk), utc_now()
    sight = sight_of(member(request)).units
    if found.finished_at is None and not services.is_running(found, now=now):
        try:
            found = services.training_finish(training=found, sight=sight, now=now)
        except TrainingError:
            return render(request, "training/stuck.html", {"training": found})
    audit_record(actor=member(request), action="items_open", target="training")
    if found.finished_at is not None:
        return render(request, "training/result.html", {"training": found, "result": result_page(found.result)})
    tags_top_up(found, sight=sight, now=now)
    notes = list(found.notes.select_related("topic"))
    topics = topics_newest(sight=sight, since=found.started_at - RISING)
    noted = {note.topic_id for note in notes}
    context = {
        "training": found,
        "notes": notes,
        "topics": [topic for topic in topics if topic.pk not in noted],
        "rows": tag_rows(found, sight=sight),
        "left": clock_left(seconds_left(found, now=now)),
        "seconds": seconds_left(found, now=now),
    }
    return render(request, "training/sheet.html", context | CHOICES)


@require_POST
@needs(TRAINEE)
@in_exercise
def note(request: HttpRequest) -> HttpResponse:
    """记入训练: from a topic's page, a row, or the worksheet; back to where the button was."""
    training = services.training_open(member(request))
    raw = request.POST.get("topic", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    topic = topic_find(number, sight=sight_of(member(request)).units)
    if training is None or topic is None:
        raise Http404
    _note, new = services.note_add(training=training, topic=topic, now=utc_now())
    words = _("已记入训练：%(title)s。请到训练单上作答。") if new else _("这个话题已经记过了：%(title)s。")
    messages.success(request, words % {"title": topic.title})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else _address(training))


@require_POST
@needs(TRAINEE)
@in_exercise
def answer(request: HttpRequest, pk: int, note_id: int) -> HttpResponse:
    """Say what a noted topic needs."""
    found = _note_of(request, pk, note_id)
    given = Answer(
        needs_alert={"yes": True, "no": False}.get(request.POST.get("needs_alert", "")),
        areas=tuple(request.POST.getlist("areas")),
        tone=request.POST.get("tone", ""),
        first_step=request.POST.get("first_step", ""),
        line=request.POST.get("line", ""),
    )
    services.note_answer(note=found, answer=given, now=utc_now())
    if request.headers.get("HX-Request"):
        return render(request, "training/_note.html", CHOICES | {"note": found, "saved": True})
    return HttpResponseRedirect(f"{_address(found.training)}#note-{found.pk}")


@require_POST
@needs(TRAINEE)
@in_exercise
def remove(request: HttpRequest, pk: int, note_id: int) -> HttpResponse:
    """Take a note back."""
    found = _note_of(request, pk, note_id)
    services.note_remove(note=found, now=utc_now())
    return HttpResponseRedirect(_address(found.training))


@require_POST
@needs(TRAINEE)
@in_exercise
def tag(request: HttpRequest, pk: int, tag_id: int) -> HttpResponse:
    """Tag an item of the exercise."""
    found = get_object_or_404(TrainingTag.objects.select_related("training"), pk=tag_id, training=_own(request, pk))
    services.tag_save(
        tag=found,
        areas=tuple(request.POST.getlist("areas")),
        unrelated="unrelated" in request.POST,
        tone=request.POST.get("tone", ""),
        now=utc_now(),
    )
    if request.headers.get("HX-Request"):
        rows = tag_rows(found.training, sight=sight_of(member(request)).units)
        row: TagRow | None = next((row for row in rows if row.tag.pk == found.pk), None)
        return render(request, "training/_tag.html", CHOICES | {"row": row, "saved": True})
    return HttpResponseRedirect(f"{_address(found.training)}#tag-{found.pk}")


@require_POST
@needs(TRAINEE)
@in_exercise
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End early and see the result."""
    found = _own(request, pk)
    services.training_finish(training=found, sight=sight_of(member(request)).units, now=utc_now())
    return HttpResponseRedirect(_address(found))


@require_POST
@needs(TRAINEE)
@in_exercise
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an open run, or delete a result: the rows are gone."""
    services.training_delete(training=_own(request, pk))
    messages.success(request, _("已删除。"))
    return HttpResponseRedirect(reverse("training"))


def _own(request: HttpRequest, pk: int) -> Training:
    return get_object_or_404(Training.objects.select_related("user"), pk=pk, user=member(request))


def _note_of(request: HttpRequest, pk: int, note_id: int) -> TrainingNote:
    rows = TrainingNote.objects.select_related("topic", "training")
    return get_object_or_404(rows, pk=note_id, training=_own(request, pk))


def _address(training: Training) -> str:
    return reverse("training_run", args=[training.pk])


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect of the whole page, also from a form that only replaces itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
