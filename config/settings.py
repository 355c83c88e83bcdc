"""Every setting of the house, read from the environment through typed readers.

A typing mistake stops the start instead of opening the house. The README lists each
variable; `tests/test_house.py` fails when one is missing there.
"""

import mimetypes
import os
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import queues
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# --- the site -------------------------------------------------------------------------------
DEVELOPMENT = env.bool("DEVELOPMENT", default=False)
REREAD_TEMPLATES = env.bool("REREAD_TEMPLATES", default=DEVELOPMENT)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Groundswell")
SITE_CONTACT = env.str("SITE_CONTACT", default="")
# How long names are kept after a petition closes, where it says nothing else.
KEEP_NAMES_MONTHS = env.int("KEEP_NAMES_MONTHS", default=12)
MINIMUM_AGE = env.int("MINIMUM_AGE", default=16)  # said in the words under the button
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
# How many proxies of ours stand before the web process: how far from the right the visitor's
# address is read.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# Seconds by which the application clock is moved, read from a file: only tests and rehearsals set it.
CLOCK_FILE = env.str("CLOCK_FILE", default="")

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- the house ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",  # for the lists of allauth.mfa
    "config.admin_site.DeskConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_countries",  # names of countries in each language
    "accounts",
    "causes",
    "petitions",
    "sharing",
    "config",
]
MIDDLEWARE = [
    "config.language.LanguageFromPath",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.long_sessions.TwelveHours",
    "config.language.LanguageOfStaff",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.two_step.TwoStepDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
_KEPT = [("django.template.loaders.cached.Loader", _LOADERS)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # A development edit shows at the next request; production reads each template once.
            "loaders": _LOADERS if REREAD_TEMPLATES else _KEPT,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.site_context.site",
            ],
        },
    },
]

# --- engines --------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=600),
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=env.bool("PGBOUNCER", default=False),
)
REDIS_URL = env.str("REDIS_URL")
REDIS_CACHE_URL = env.str("REDIS_CACHE_URL", default=REDIS_URL)
# A visitor must not wait for a Redis that is away: every client of the web process gives up quickly.
REDIS_TIMEOUT = env.float("REDIS_TIMEOUT", default=0.25)
CACHES = {
    "default": {
        "BACKEND": "accounts.cache.MayBeAway",
        "LOCATION": REDIS_CACHE_URL,
        "KEY_PREFIX": "groundswell",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }
}

# --- Celery ---------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_TASK_DEFAULT_QUEUE = queues.DEFAULT
CELERY_TASK_QUEUES = queues.QUEUES
CELERY_TASK_ROUTES = {task: {"queue": queue} for task, queue in queues.ROUTES.items()}

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "causes.sign_in_letters.ByPost"
ACCOUNT_SESSION_REMEMBER = False
# Whoever may do one of these (names in `accounts.access.May`) signs in by two steps or not at all.
TWO_STEP_FOR = [
    what
    for what in env.list("TWO_STEP_FOR", default=[] if DEVELOPMENT else ["export", "answer", "moderate"])
    if what
]
MFA_ADAPTER = "accounts.two_step.EncryptedSteps"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people come by invitation, and owners vouch for the address
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
# Keys that encrypt tokens at rest, newest first; `manage.py rotate_keys` re-encrypts with the first.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")

# --- letters --------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:2525"))
EMAIL_TIMEOUT = 20
# A provider's own interface instead of SMTP, by anymail's name for it ("postmark"). Its keys come as
# ANYMAIL_…; it reports bounces and complaints to /hooks/mail/ with ANYMAIL_WEBHOOK_SECRET ("user:password").
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="")
ANYMAIL = {
    "REQUESTS_TIMEOUT": 20,
    "WEBHOOK_SECRET": env.str("ANYMAIL_WEBHOOK_SECRET", default=""),
    **{name[8:]: value for name, value in os.environ.items() if name.startswith("ANYMAIL_")},
}
if MAIL_PROVIDER:
    if find_spec(f"anymail.backends.{MAIL_PROVIDER}") is None:
        raise ImproperlyConfigured(f"MAIL_PROVIDER: anymail knows no {MAIL_PROVIDER}")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
# 0: as many as the mail server takes.
LETTERS_PER_HOUR = env.int("LETTERS_PER_HOUR", default=0)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <letters@localhost>")

# --- X --------------------------------------------------------------------------------------
X_CLIENT_ID = env.str("X_CLIENT_ID", default="")
X_CLIENT_SECRET = env.str("X_CLIENT_SECRET", default="")
X_API_BASE = env.str("X_API_BASE", default="https://api.x.com").rstrip("/")
X_AUTHORIZE_URL = env.str("X_AUTHORIZE_URL", default="https://x.com/i/oauth2/authorize")

# The most this site posts there in a day: money first, then 80 % of what X takes from one app.
X_PRICE_PER_POST = env.float("X_PRICE_PER_POST", default=0.20)
X_DAILY_BUDGET = env.float("X_DAILY_BUDGET", default=20.0)
X_DAILY_POSTS = env.int("X_DAILY_POSTS", default=8000)
X_SECONDS_BETWEEN_POSTS = env.float("X_SECONDS_BETWEEN_POSTS", default=10.0)

# --- other networks to post on ----------------------------------------------------------------
POST_TO = env.list("POST_TO", default=["x", "mastodon", "bluesky"])
BLUESKY_API_BASE = env.str("BLUESKY_API_BASE", default="https://bsky.social").rstrip("/")
BLUESKY_WEB = env.str("BLUESKY_WEB", default="https://bsky.app").rstrip("/")
# Bases that may be called although they are not public: an instance in one's own network, a stand-in.
TRUSTED_INSTANCES = env.list("TRUSTED_INSTANCES", default=[])

# --- languages and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
# Countries that stand first where a form asks for one; none is chosen for anybody.
COUNTRIES_FIRST = env.list("COUNTRIES_FIRST", default=["US", "MX"])

# --- files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
mimetypes.add_type("image/avif", ".avif")  # Python 3.11 does not know it yet
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
PICTURE_MAX_BYTES = 10_000_000

# --- what the browser may load: only from us ------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- logs: route names, never paths with codes or tokens -------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"route names": {"()": "config.log_lines.RouteNames"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["route names"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Two lines for each of the beat's ticks would bury what matters.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "tweepy": {"level": "WARNING"},
        "requests_oauthlib": {"level": "WARNING"},
        "oauthlib": {"level": "WARNING"},
    },
}
