"""`python -m chaos --former [REVISION]`: the former version works on beside the new migrations, then the new one takes its place.

As docs/operations.md says it: migrations first, while the former version serves; then topics, beat and worker, then web.
Items are published all the while and pages are asked without a pause. Nothing may be lost, no page may fail but while its
own process is exchanged, and nothing may be said in the former version's logs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaos.world import COMMANDS, World, world
from monitor.embedded.places import CHECKOUT

PUBLISHED = "e354817"
"""The last published version whose database has to be taken over. Set it anew with each release."""
SECONDS, PER_SECOND = 100, 8
WARM = 600.0  # they are up in seconds alone; at a load of 25 on two cores it takes minutes
BESIDE = 25.0  # seconds that the former version works on after the migrations
PAGES = ("/", "/topics/", "/alerts/", "/sources/", "/search/", "/healthz")
FAULT = re.compile(r"^Traceback| ERROR | CRITICAL ", re.MULTILINE)
SET_UP = """
from monitor.lib.clock import utc_now
from monitor.models import Recipient, Role, Source, User
for n in range(3):
    lead = User.objects.create(username=f"lead-{n}", role=Role.LEAD, email=f"lead-{n}@union.example")
    Recipient.objects.create(user=lead, address=lead.email)
for n in range(10):
    Source.objects.create(name=f"来源{n}", url=f"http://127.0.0.1:%d/{n}", interval_s=2, next_check_at=utc_now())
"""
SIGN_IN = """
from django.conf import settings
from django.test import Client
from monitor.models import User
client = Client()
client.force_login(User.objects.get(username="lead-0"), backend="django.contrib.auth.backends.ModelBackend")
name = settings.SESSION_COOKIE_NAME
print(f"COOKIE {name}={client.cookies[name].value}")
"""


@dataclass
class Reader:
    """Asks pages one after the other, as somebody signed in; counts answers by what goes on meanwhile."""

    base: str
    cookie: str
    doing: str = "former"
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    ended: bool = False

    def run(self) -> None:
        while not self.ended:
            for page in PAGES:
                self._ask(page)
                time.sleep(0.1)

    def _ask(self, page: str) -> None:
        doing, began = self.doing, time.monotonic()
        asked = urllib.request.Request(self.base + page, headers={"Cookie": self.cookie})  # noqa: S310 - our own page
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                answer.read()
                said = "200" if answer.url.endswith(page) else "signed out"
        except urllib.error.HTTPError as error:
            said = str(error.code)
        except OSError:
            said = "no answer"
        self.answers.setdefault(doing, Counter())[said] += 1
        self.slowest[doing] = max(self.slowest.get(doing, 0.0), round(time.monotonic() - began, 2))


def run(revision: str) -> int:
    """One run; prints one JSON object; 1 when something is lost, fails or is complained of."""
    with tempfile.TemporaryDirectory(prefix="tingchao-former-") as place:
        folder = Path(place)
        _extract(revision, folder)
        found = _upgrade(folder)
    found = {"former": revision, **found}
    found["violations"] = {name: n for name, n in found["violations"].items() if n}
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["violations"] else 0


def _extract(revision: str, folder: Path) -> None:
    """Raises RuntimeError where the history does not reach back so far."""
    packed = subprocess.run(["git", "archive", revision], cwd=CHECKOUT, capture_output=True, check=False)
    if packed.returncode:
        raise RuntimeError(f"{revision} is not in this clone's history; fetch it whole (git fetch --unshallow).")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)


def _upgrade(folder: Path) -> dict[str, Any]:
    from chaos.phase import REST, look_past_the_wire, rested, told_so_far, until, working

    with world(seconds=SECONDS, per_second=PER_SECOND, failing=0.0) as one:
        one.checkout = folder
        _manage(one, folder, "migrate", "--verbosity", "0")
        _manage(one, folder, "shell", "-c", SET_UP % one.site_port)
        reader = Reader(f"http://127.0.0.1:{one.ports['web']}", _signed_in(one, folder))
        look_past_the_wire(one)
        for name in COMMANDS:
            one.start(name)
        threading.Thread(target=one.watch, daemon=True).start()
        until(lambda: working() and _answers(reader), WARM, "the former version did not begin to work")
        began = time.monotonic()
        one.site.send("go")
        threading.Thread(target=reader.run, daemon=True).start()
        time.sleep(15)
        figures, said = _beside(one, reader)
        published = told_so_far(SECONDS * PER_SECOND)
        _exchange(one, reader)
        time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))
        at_rest = until(lambda: rested(published), REST, "")
        time.sleep(5)
        reader.ended = True
        broken = _violations(one, published, reader) | {
            "not_at_rest": int(not at_rest),
            "former_complained": len(said),
            "former_stored_nothing": int(not figures["items_stored_by_former_beside"]),
            "former_made_no_topics": int(not figures["items_with_topic_by_former_beside"]),
        }
        if any(broken.values()):
            sys.stderr.write("\n".join(said[:20]) + "\n")
            one.tell()
        return {
            **figures,
            "published": published,
            "pages": {doing: dict(counts) for doing, counts in reader.answers.items()},
            "slowest_page_s": reader.slowest,
            "violations": broken,
        }


def _beside(one: World, reader: Reader) -> tuple[dict[str, Any], list[str]]:
    """The new migrations while the former version runs, and a while after; what it complained of since they began."""
    from monitor.models import Item

    ends = {name: _log(one, name).stat().st_size for name in COMMANDS}
    reader.doing = "migrating"
    began = time.monotonic()
    _manage(one, CHECKOUT, "migrate", "--verbosity", "0")
    seconds = round(time.monotonic() - began, 1)
    reader.doing = "beside"
    items, placed = Item.objects.count(), Item.objects.exclude(topic_id=None).count()
    time.sleep(BESIDE)
    said = []
    for name in COMMANDS:
        text = _log(one, name).read_bytes()[ends[name] :].decode(errors="replace")
        said += [f"{name}: {text[hit.start() : hit.start() + 2000]}" for hit in FAULT.finditer(text)]
    return {
        "seconds_of_migrations": seconds,
        "items_stored_by_former_beside": Item.objects.count() - items,
        "items_with_topic_by_former_beside": Item.objects.exclude(topic_id=None).count() - placed,
    }, said


def _exchange(one: World, reader: Reader) -> None:
    """The new version in place of the former: stages first, pages last."""
    one.checkout = CHECKOUT
    for name in sorted(COMMANDS, key=lambda name: name == "web"):
        if name == "web":
            time.sleep(5)
            reader.doing = "web exchanged"
        one.processes[name].terminate()
        time.sleep(2)
    end = time.monotonic() + WARM
    while not _answers(reader):
        if time.monotonic() > end:
            raise RuntimeError("the new version's pages did not come up")
        time.sleep(0.5)
    reader.cookie = _signed_in(one, CHECKOUT)
    reader.doing = "new"


def _violations(one: World, published: int, reader: Reader) -> dict[str, int]:
    from chaos.checks import violations

    taken, _first = one.smtp.taken()
    found = violations(published=published, taken=taken, poisoned=0)
    for doing in ("former", "migrating", "beside", "new"):
        counts = reader.answers.get(doing, Counter())
        found[f"pages_failed_{doing}"] = counts.total() - counts["200"] if counts else 1
    return found


def _manage(one: World, folder: Path, *words: str) -> str:
    """manage.py of that version, past the wire. Raises RuntimeError with the end of what it said."""
    command = [sys.executable, "manage.py", *words]
    ran = subprocess.run(
        command, cwd=folder, env={**one.env, **one.direct}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"manage.py {words[0]} in {folder}: {(ran.stdout + ran.stderr)[-2000:]}")
    return ran.stdout


def _signed_in(one: World, folder: Path) -> str:
    """The cookie of a lead, signed in by that version."""
    said = _manage(one, folder, "shell", "-c", SIGN_IN)
    found = re.search(r"^COOKIE (\S+)$", said, re.MULTILINE)
    if not found:
        raise RuntimeError(f"nobody was signed in: {said[-500:]}")
    return found[1]


def _answers(reader: Reader) -> bool:
    try:
        with urllib.request.urlopen(reader.base + "/healthz", timeout=5) as answer:  # noqa: S310 - our own page
            return bool(answer.status == 200)
    except OSError:
        return False


def _log(one: World, name: str) -> Path:
    log = one.folder / f"{name}.log"
    log.touch()
    return log
