"""The web server: from inside it is alive by answering; from outside it is asked at the address that people open."""

from __future__ import annotations

import http.client
import os
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from monitor.queries.health_check import OK, WARN, Check

PATIENCE_S = 3
_began = time.time()


def web_here() -> Check:
    """Said by the process that builds the page."""
    minutes = int((time.time() - _began) // 60)
    detail = _("进程 %(pid)d 正在回应，已运行 %(minutes)d 分钟") % {"pid": os.getpid(), "minutes": minutes}
    return Check("web", _("网页"), OK, detail)


def web_asked() -> Check:
    """Ask /healthz at TINGCHAO_BASE_URL. A warning, no fault: this machine need not reach what people reach."""
    title, parts, began = _("网页"), urlsplit(settings.BASE_URL), time.monotonic()
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    link = kind(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    try:
        link.request("GET", f"{parts.path}/healthz")
        status = link.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        said = type(error).__name__
        advice = _("从本机访问不到 %(url)s。请检查网页进程、反向代理和 TINGCHAO_BASE_URL。")
        return Check("web", title, WARN, said, advice % {"url": settings.BASE_URL})
    finally:
        link.close()
    if status != 200:
        advice = _("网址有回应，但不是本系统的网页进程。请检查反向代理和 TINGCHAO_BASE_URL。")
        return Check("web", title, WARN, f"HTTP {status}", advice)
    detail = _("%(url)s 有回应，%(ms)d 毫秒") % {
        "url": settings.BASE_URL,
        "ms": round((time.monotonic() - began) * 1000),
    }
    return Check("web", title, OK, detail)
