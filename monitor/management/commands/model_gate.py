"""Judge a retrained model beside the one in use, write the decision down, and put it live if it may go live.

With 400 blind checks or more whose text lives they decide (lower end of the paired interval above 0); until then the frozen
labels (not more than 2 points worse). `--back` returns to the shipped model.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitor.lib.clock import utc_now
from monitor.lib.jsonlines import COULD_NOT_START
from monitor.models import Role, User
from monitor.quality.candidates import LabelledText, model_back, model_decide, model_judge
from monitor.quality.gate import TOLERATED, Verdict
from monitor.queries.live_model import live_model_refresh
from monitor.text import RawText
from monitor.text.types import SENTIMENTS

REFUSED = 1


class Command(BaseCommand):
    """`manage.py model_gate CANDIDATE [--frozen FILE...] --by MEMBER [--dry-run]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("candidate", nargs="?", type=Path)
        parser.add_argument("--frozen", nargs="+", type=Path, default=[], help="labelled files that never trained")
        parser.add_argument("--by", required=True, help="user name of the lead or admin who decides")
        parser.add_argument("--dry-run", action="store_true", help="print the verdict, decide nothing")
        parser.add_argument("--back", action="store_true", help="the shipped model again")

    def handle(
        self, *, candidate: Path | None, frozen: list[Path], by: str, dry_run: bool, back: bool, **_: Any
    ) -> None:
        member = User.objects.filter(username__iexact=by, is_active=True, role__in=(Role.LEAD, Role.ADMIN)).first()
        if member is None or back == bool(candidate):
            raise CommandError(
                "give a candidate or --back, and --by an active lead or admin", returncode=COULD_NOT_START
            )
        if candidate is None:
            model_back(by=member, now=utc_now())
            self.stdout.write(json.dumps({"accepted": True, "basis": "back"}))
            return
        live_model_refresh()
        try:
            verdict = model_judge(candidate=candidate, frozen=[row for path in frozen for row in _labels(path)])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"cannot judge: {error}", returncode=COULD_NOT_START) from error
        said = {"accepted": verdict.accepted, "basis": verdict.basis, "figures": verdict.figures}
        self.stdout.write(json.dumps(said))
        if verdict.basis is None:
            raise CommandError("fewer than 400 blind checks: give --frozen labels", returncode=COULD_NOT_START)
        if not dry_run:
            model_decide(candidate=candidate, verdict=verdict, by=member, now=utc_now())
        if not verdict.accepted:
            self.stderr.write(_why(verdict))
            sys.exit(REFUSED)


def _why(verdict: Verdict) -> str:
    """Why a candidate stays out, in a sentence."""
    off = verdict.figures["difference"]
    if verdict.basis == "checks":
        return (
            f"not live: on {verdict.figures['n']} blind checks the lower end of the paired 95 % interval is {off['low']:+.4f}"
            f" (difference {off['value']:+.4f}); it must lie above 0"
        )
    return (
        f"not live: on {verdict.figures['n']} frozen labels it is {-off['value'] * 100:.1f} points worse than the model in use;"
        f" {TOLERATED * 100:.0f} are tolerated"
    )


def _labels(path: Path) -> list[LabelledText]:
    """Texts and labels of a file of JSON lines. Raises OSError, ValueError, KeyError."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if wrong := [n for n, row in enumerate(rows, start=1) if row["sentiment"] not in SENTIMENTS]:
        raise ValueError(f"{path}: line {wrong[0]}: sentiment is none of {', '.join(SENTIMENTS)}")
    return [(RawText(row.get("title") or "", row.get("text") or ""), row["sentiment"]) for row in rows]
