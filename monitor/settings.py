"""Django settings. Everything that an operator may change is an environment variable (docs/settings.md, tested)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import plotly
import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from monitor.lib.env import boolean, setting, words

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO_SECRET = "tingchao-demo-secret-not-for-production"  # noqa: S105

# -- where things are --------------------------------------------------------------------------------------------
DATA_DIR = setting("TINGCHAO_DATA", Path, BASE_DIR / ".data", "Folder for data of one machine (demo: mailbox, logs).")
DATABASE_URL = setting("DATABASE_URL", str, "", "PostgreSQL 15+: postgres://user:password@host:5432/name.")
REDIS_URL = setting(
    "REDIS_URL",
    str,
    "redis://127.0.0.1:6379/0",
    "Valkey or Redis: broker, locks, live notices. Wiping it loses nothing.",
)
BASE_URL = setting(
    "TINGCHAO_BASE_URL",
    str,
    "http://127.0.0.1:8010",
    "Address of the dashboard as people open it; links in mails use it.",
).rstrip("/")

# -- safety ------------------------------------------------------------------------------------------------------
DEBUG = setting("TINGCHAO_DEBUG", boolean, default=False, help="Developer mode; refused together with production.")
PRODUCTION = setting(
    "TINGCHAO_PRODUCTION",
    boolean,
    default=False,
    help="Real use: refuses DEBUG, the demo secret and plain-HTTP cookies.",
)
SECRET_KEY = setting(
    "TINGCHAO_SECRET_KEY", str, DEMO_SECRET, "Secret of sessions and signed links; at least 50 characters."
)
SECRET_KEY_FALLBACKS: list[str] = setting(
    "TINGCHAO_SECRET_KEY_FALLBACKS", words, [], "Former values of TINGCHAO_SECRET_KEY, while it is being replaced."
)
SEAL_KEYS: list[str] = setting(
    "TINGCHAO_SEAL_KEYS",
    words,
    [],
    "Keys of stored passwords and robot keys: the first seals, all open; empty: TINGCHAO_SECRET_KEY.",
)
ALLOWED_HOSTS = setting(
    "TINGCHAO_ALLOWED_HOSTS", words, ["127.0.0.1", "localhost"], "Host names the web server answers to."
)
METRICS_TOKEN = setting(
    "TINGCHAO_METRICS_TOKEN", str, "", "Bearer token that Prometheus reads /metrics with; empty = there is no /metrics."
)
DRILL = setting(
    "TINGCHAO_DRILL", boolean, default=False, help="This is an exercise (演练): marked everywhere, own mailbox page."
)

# -- signing in (docs/signing-in.md) -------------------------------------------------------------------------------
IDLE_MINUTES = setting(
    "TINGCHAO_IDLE_MINUTES",
    int,
    120,
    "A browser is signed out after so many minutes in which nobody did anything; updates that come by themselves do not count.",
)
SESSION_HOURS = setting(
    "TINGCHAO_SESSION_HOURS", int, 12, "A browser is signed out so many hours after it was signed in, whatever is done."
)
MFA_REQUIRED = setting(
    "TINGCHAO_MFA_REQUIRED", boolean, default=False, help="Leads and admins must have a second factor (TOTP)."
)
OIDC_ISSUER = setting(
    "TINGCHAO_OIDC_ISSUER", str, "", "Address of the OpenID Connect provider (issuer); empty = no single sign-on."
).rstrip("/")
OIDC_CLIENT_ID = setting("TINGCHAO_OIDC_CLIENT_ID", str, "", "Client id that the provider gave this installation.")
OIDC_CLIENT_SECRET = setting(
    "TINGCHAO_OIDC_CLIENT_SECRET", str, "", "Client secret; better as TINGCHAO_OIDC_CLIENT_SECRET_FILE."
)
OIDC_CLAIM = setting(
    "TINGCHAO_OIDC_CLAIM",
    str,
    "preferred_username",
    "Claim that holds the user name of the member; `email` matches the e-mail address instead.",
)
OIDC_NAME = setting("TINGCHAO_OIDC_NAME", str, "", "Name of the provider on the button of the login page.")
OIDC_CA_FILE = setting(
    "TINGCHAO_OIDC_CA_FILE", str, "", "Own certificate authority file (PEM) for talking to the provider."
)

# -- organisation ------------------------------------------------------------------------------------------------
ORGANISATION = setting(
    "TINGCHAO_ORGANISATION", str, "云河区总工会", "Name of the union; heads pages, mails and reports."
)
SHORT_NAME = setting(
    "TINGCHAO_SHORT_NAME", str, "", "Short name of the union, e.g. as the sender of mails; empty: the whole name."
)
CONTACT = setting(
    "TINGCHAO_CONTACT", str, "monitor@union.example", "Contact (mail or address) in the fetcher's User-Agent."
)

# -- feeds -------------------------------------------------------------------------------------------------------
FETCH_ALLOW_NETWORKS: list[str] = setting(
    "TINGCHAO_FETCH_ALLOW_NETWORKS", words, [], "Private networks that feeds may be fetched from, e.g. 10.1.0.0/16."
)
FETCH_MIN_INTERVAL = setting(
    "TINGCHAO_FETCH_MIN_INTERVAL", int, 300, "Shortest interval between two polls of a source, seconds."
)
FETCH_MAX_INTERVAL = setting("TINGCHAO_FETCH_MAX_INTERVAL", int, 86_400, "Longest interval between two polls, seconds.")
FETCH_TIMEOUT = setting("TINGCHAO_FETCH_TIMEOUT", int, 20, "Longest time for one poll, seconds.")
FETCH_MAX_BYTES = setting("TINGCHAO_FETCH_MAX_BYTES", int, 10_000_000, "Largest feed, bytes after decompression.")
FETCH_HOST_DELAY = setting(
    "TINGCHAO_FETCH_HOST_DELAY",
    float,
    0.5,
    "Shortest time between two requests to one host, seconds; robots.txt may ask for more.",
)
FETCH_PER_HOST = setting(
    "TINGCHAO_FETCH_PER_HOST", int, 2, "Requests to one host at the same time, over all workers together."
)
FETCH_CONCURRENCY = setting("TINGCHAO_FETCH_CONCURRENCY", int, 32, "Requests of one worker process at the same time.")
FETCH_PROCESSES = setting(
    "TINGCHAO_FETCH_PROCESSES",
    int,
    2,
    "Processes of one machine that fetch at the same time; fewer than the worker's --concurrency, so that alerts never wait.",
)
FETCH_PROXY = setting("TINGCHAO_FETCH_PROXY", str, "", "HTTP(S) proxy of the intranet for fetching feeds.")
FETCH_CA_FILE = setting("TINGCHAO_FETCH_CA_FILE", str, "", "Own certificate authority file (PEM) for fetching feeds.")
PUSH_URL = setting(
    "TINGCHAO_PUSH_URL",
    str,
    "",
    "Address at which WebSub hubs reach this server's /push/, e.g. https://push.union.example; empty = no push.",
).rstrip("/")
if _push_host := urlsplit(PUSH_URL).hostname:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, _push_host]
PLACES_FILE = setting(
    "TINGCHAO_PLACES_FILE",
    str,
    "",
    'JSON file {"local": [places in the district], "city": [places in the rest of the city]}; tags items 本区/本市.',
)
MODEL_FILE = setting(
    "TINGCHAO_MODEL_FILE",
    Path,
    DATA_DIR / "model" / "live.npz",
    "Where `model_gate` puts a retrained model that may go live; every process reads it there (several machines: a shared folder). No such file: the shipped model.",
)
RETENTION_DAYS = setting("TINGCHAO_RETENTION_DAYS", int, 180, "Days after which text and titles of items are emptied.")
BACKUP_DIR: Path | None = setting(
    "TINGCHAO_BACKUP_DIR",
    Path,
    None,
    "Folder for nightly backups (another disk or a mounted share); empty = none are made.",
)
BACKUP_DAYS = setting("TINGCHAO_BACKUP_DAYS", int, 30, "Days after which backups are deleted; the newest always stays.")
BACKUP_KEY = setting(
    "TINGCHAO_BACKUP_KEY",
    str,
    "",
    "age recipient (age1…) that backups are encrypted to; its identity should not lie on this machine. Empty = not encrypted.",
)

# -- mail --------------------------------------------------------------------------------------------------------
EMAIL_HOST = setting("TINGCHAO_SMTP_HOST", str, "", "SMTP server; empty = mails wait until one is set.")
EMAIL_PORT = setting("TINGCHAO_SMTP_PORT", int, 25, "SMTP port.")
EMAIL_HOST_USER = setting("TINGCHAO_SMTP_USER", str, "", "SMTP user.")
EMAIL_HOST_PASSWORD = setting("TINGCHAO_SMTP_PASSWORD", str, "", "SMTP password.")
EMAIL_USE_TLS = setting("TINGCHAO_SMTP_STARTTLS", boolean, default=False, help="STARTTLS on the SMTP connection.")
EMAIL_USE_SSL = setting(
    "TINGCHAO_SMTP_SSL", boolean, default=False, help="TLS from the first byte on the SMTP connection."
)
EMAIL_TIMEOUT = setting("TINGCHAO_SMTP_TIMEOUT", int, 10, "SMTP time-out, seconds.")
DEFAULT_FROM_EMAIL = setting("TINGCHAO_MAIL_FROM", str, "tingchao@union.example", "Sender address of alert mails.")
MAILBOX_DIR = DATA_DIR / "mailbox"

# -- alert channels ----------------------------------------------------------------------------------------------
CHANNEL_ALLOW_NETWORKS: list[str] = setting(
    "TINGCHAO_CHANNEL_ALLOW_NETWORKS",
    words,
    [],
    "Private networks that alert channels may connect to (intranet gateways of robots, webhooks), e.g. 10.1.2.3/32.",
)
CHANNEL_PROXY = setting("TINGCHAO_CHANNEL_PROXY", str, "", "HTTP(S) proxy of the intranet for robots and webhooks.")
CHANNEL_CA_FILE = setting(
    "TINGCHAO_CHANNEL_CA_FILE", str, "", "Own certificate authority file (PEM) for robots and webhooks."
)
CHANNEL_TIMEOUT = setting(
    "TINGCHAO_CHANNEL_TIMEOUT", int, 10, "Longest time for one message to a robot or webhook, seconds."
)
STORM_MESSAGES = setting(
    "TINGCHAO_STORM_MESSAGES",
    int,
    8,
    "So many messages to one person or group within TINGCHAO_STORM_MINUTES go one by one, the rest in one digest; 0 = no limit.",
)
STORM_MINUTES = setting("TINGCHAO_STORM_MINUTES", int, 10, "Window of TINGCHAO_STORM_MESSAGES, minutes.")

# -- API ---------------------------------------------------------------------------------------------------------
API_TOKEN_PER_MINUTE = setting(
    "TINGCHAO_API_TOKEN_PER_MINUTE", int, 120, "Requests of one API or feed token a minute; 0 = no limit."
)
API_ADDRESS_PER_MINUTE = setting(
    "TINGCHAO_API_ADDRESS_PER_MINUTE",
    int,
    300,
    "Requests to API and feeds from one network address a minute, good token or not; 0 = no limit.",
)

# -- Django ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "monitor",
    "tasks",
    "dashboards",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_structlog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "dashboards.api.middleware.problems",
    "dashboards.first_run.first_run",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "dashboards.urls"
ASGI_APPLICATION = "monitor.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboards.context.site",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "tingchao",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "tingchao"},
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "monitor.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
ACCOUNT_ADAPTER = "dashboards.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "dashboards.sign_in.LoginForm", "change_password": "dashboards.sign_in.PasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth wants to know
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# axes counts failures per name and address in the database; these stop one address that tries many names
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "30/m/ip,20/300s/key"}
MFA_ADAPTER = "dashboards.second_factor.FactorAdapter"
MFA_FORMS = {
    "authenticate": "dashboards.second_factor.CodeForm",
    "reauthenticate": "dashboards.second_factor.CodeAgainForm",
    "activate_totp": "dashboards.second_factor.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "听潮"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "dashboards.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME or "OpenID Connect",
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/lockout.html"
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "dashboards.sign_in.lockout_name"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in the audit log

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "monitor" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

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
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

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

# -- Celery (read by tasks/celery.py with namespace CELERY_) --------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "retry_on_timeout": True,
    "health_check_interval": 30,
    "global_keyprefix": "tingchao:",
}
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_DEFAULT_QUEUE = "default"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "monitor.lib.redact.SecretFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "ERROR"}, "django_structlog": {"level": "WARNING"}},
}
# Events of structlog go through the standard library's handlers, so that the levels above hold for them too.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # reading the user would make every request, /healthz too, need the database
