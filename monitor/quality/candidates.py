"""A retrained model before the gate: scored beside the current one, decided, and put in its place if it may go live."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from monitor.models import CheckAnswer, Correction, Item, ModelDecision, User, audit_record
from monitor.quality.gate import Labelled, Verdict, gate_decide
from monitor.queries.live_model import file_digest
from monitor.text import RawText, analyse_many, default_config
from monitor.text.analyse import model_in_use, use_model
from monitor.text.linear import LinearModel, load_model

LabelledText = tuple[RawText, str]


def model_judge(*, candidate: Path, frozen: Sequence[LabelledText]) -> Verdict:
    """The gate's verdict on a candidate file beside the model in use. Raises OSError, ValueError for an unreadable one."""
    model = load_model(candidate)
    checks = _labelled(_checked(), model)
    return gate_decide(checks=checks, frozen=_labelled(frozen, model) if frozen else None)


def model_decide(*, candidate: Path, verdict: Verdict, by: User, now: datetime) -> ModelDecision:
    """Write the decision down; an accepted candidate becomes the live model of every process. Needs a basis."""
    if verdict.basis is None:
        raise ValueError("nothing to decide by")
    version = load_model(candidate).version
    content = candidate.read_bytes()
    with transaction.atomic():
        row = ModelDecision.objects.create(
            version=version,
            digest=file_digest(candidate),
            basis=verdict.basis,
            accepted=verdict.accepted,
            figures=verdict.figures,
            by=by,
            at=now,
        )
        detail = {"version": version, "accepted": verdict.accepted, "basis": verdict.basis}
        audit_record(actor=by, action="model_decide", target=f"model:{row.pk}", detail=detail)
        if verdict.accepted:
            _put(content, settings.MODEL_FILE)
    return row


def model_back(*, by: User, now: datetime) -> ModelDecision:
    """The shipped model again, at once in every process."""
    with transaction.atomic():
        row = ModelDecision.objects.create(version="", basis="back", accepted=True, by=by, at=now)
        audit_record(actor=by, action="model_decide", target=f"model:{row.pk}", detail={"basis": "back"})
    with suppress(FileNotFoundError):
        settings.MODEL_FILE.unlink()
    return row


def _checked() -> list[LabelledText]:
    """Blind checks whose text lives, with the first member's label; none that was corrected before it was drawn, as that
    correction may have taught the candidate."""
    labels: dict[int, str] = {}
    months = set()
    answers = CheckAnswer.objects.filter(skipped="").order_by("-id").select_related("item")
    earlier = Correction.objects.filter(item_id=OuterRef("item__item_id"), at__lte=OuterRef("item__drawn_at"))
    for answer in answers.filter(~Exists(earlier)).iterator(chunk_size=1000):
        labels[answer.item.item_id] = answer.sentiment
        months.add(answer.item.month)
    items = Item.objects.filter(month__in=months, id__in=labels).exclude(title="", text="")
    return [(RawText(item.title, item.text), labels[item.id]) for item in items.order_by("id")]


def _labelled(rows: Sequence[LabelledText], candidate: LinearModel) -> Labelled:
    """The same texts through the whole text stage with either model; the model in use stays what it was."""
    raws = [raw for raw, _ in rows]
    current = model_in_use()
    before = [found.sentiment for found in analyse_many(raws, default_config())]
    try:
        use_model(candidate)
        after = [found.sentiment for found in analyse_many(raws, default_config())]
    finally:
        use_model(current)
    return Labelled([label for _, label in rows], after, before)


def _put(content: bytes, path: Path) -> None:
    """In one step: no process ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.replace(path)
