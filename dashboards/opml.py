"""The form that brings an OPML file, and the checked file between preview and import: signed, nothing kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from monitor.models import SourceKind

MAX_UPLOAD = 5_000_000  # bytes
MAX_TOKEN = 2_000_000  # characters; Django takes 2.5 MB of form fields
KEPT = timedelta(hours=2)
SALT = "tingchao.opml"


class OpmlForm(forms.Form):
    """An OPML file, and what is so of its sources unless the file says it."""

    file = forms.FileField(label=gettext_lazy("OPML 文件"), allow_empty_file=True)
    kind = forms.ChoiceField(label=gettext_lazy("类型（文件夹没有写明时）"), choices=SourceKind.choices)
    region = forms.CharField(label=gettext_lazy("所在地区（可不填）"), max_length=40, required=False)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was previewed, with the choices beside it."""

    body: bytes
    kind: str
    region: str


def upload_pack(upload: Upload) -> str | None:
    """The upload as a form field that only we can have made; None when it would be too long for one."""
    content = {"body": upload.body.decode("latin-1"), "kind": upload.kind, "region": upload.region}
    token = signing.dumps(content, salt=SALT, compress=True)
    return token if len(token) <= MAX_TOKEN else None


def upload_unpack(token: str) -> Upload | None:
    """The upload; None for one that was changed or is older than KEPT."""
    try:
        content = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Upload(content["body"].encode("latin-1"), content["kind"], content["region"])
