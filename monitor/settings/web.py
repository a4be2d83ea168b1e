"""What browsers get: static files, uploads, cookies, sessions, headers, the content security policy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import plotly
from csp.constants import NONE, SELF

from monitor.settings.places import BASE_DIR, BASE_URL
from monitor.settings.safety import PRODUCTION
from monitor.settings.signing_in import SESSION_HOURS

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# The version is part of the address, so that browsers may keep the 4.8 MB for good.
PLOTLY_ROOM = f"plotly-{plotly.__version__}"
STATICFILES_DIRS = [(PLOTLY_ROOM, Path(plotly.__file__).parent / "package_data")]
WHITENOISE_IMMUTABLE_FILE_TEST = r"/plotly-[\d.]+/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
# An upload stays in memory: what may hold a telephone number must not touch the disk before it is masked.
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY = 22_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Cookies are per checkout and port: two demos on one host must not sign each other out.
_suffix = hashlib.sha256(BASE_URL.encode()).hexdigest()[:6]
SESSION_COOKIE_NAME = f"tingchao_session_{_suffix}"
CSRF_COOKIE_NAME = f"tingchao_csrf_{_suffix}"
LANGUAGE_COOKIE_NAME = "tingchao_language"
SESSION_ENGINE = "monitor.team.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would sign out whoever comes by a link in a mail
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BASE_URL.startswith("https://") else None
CSRF_FAILURE_VIEW = "dashboards.views.errors.unasked"
# In production a browser that once came by https comes by nothing else for a day; whether that holds for the organisation's other
# hosts, or for good, is not ours to say. Who asks this process without TLS: health checks, Prometheus, hubs of a plain PUSH_URL.
_tls = PRODUCTION and BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 86_400 if _tls else 0
SECURE_SSL_REDIRECT = _tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^push/"]
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
