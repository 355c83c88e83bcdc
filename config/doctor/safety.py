"""Keys, host names, https, and what Django itself warns of before a deployment."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import checks
from django.core.files.storage import FileSystemStorage, storages

from accounts.models import User
from config.doctor.finding import Check, Finding, Level, judged

_LONG = 50  # signs: what Django asks of a secret


def secrets(now: dt.datetime) -> Iterator[Finding]:
    key = settings.SECRET_KEY
    good = len(key) >= _LONG and len(set(key)) >= 5 and not key.startswith("django-insecure-")
    yield judged("SECRET_KEY", good, f"{len(key)} signs", "make one: `openssl rand -base64 60`")
    for number, one in enumerate(settings.FIELD_ENCRYPTION_KEYS, 1):
        Fernet(one)  # raises for what is no key
        yield Finding("FIELD_ENCRYPTION_KEYS", Level.OK, f"key {number} is a key")


def names(now: dt.datetime) -> Iterator[Finding]:
    """The public address, and whether it would be answered."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    allowed = settings.ALLOWED_HOSTS
    answered = "*" not in allowed and any(_fits(host, pattern) for pattern in allowed)
    says = f"SITE_URL is {settings.SITE_URL}; answered: {', '.join(allowed)}"
    yield judged("hosts", answered, says, f"ALLOWED_HOSTS={host}")
    if not settings.DEVELOPMENT:
        yield judged("https", settings.HTTPS, "in SITE_URL", "SITE_URL=https://…: log-ins travel openly")
        says = f"{settings.TRUSTED_PROXIES} proxies of yours in front"
        do = "TRUSTED_PROXIES=1 behind Caddy or nginx: else all visitors share one limit"
        yield judged("proxies", settings.TRUSTED_PROXIES > 0, says, do, otherwise=Level.WARN)


def deployment(now: dt.datetime) -> Iterator[Finding]:
    """Django's own list, `check --deploy`."""
    found = checks.run_checks(include_deployment_checks=not settings.DEVELOPMENT)
    serious = [one for one in found if one.level >= checks.WARNING]
    for one in serious:
        level = Level.FAIL if one.level >= checks.ERROR else Level.WARN
        yield Finding(one.id or "django", level, str(one.msg), str(one.hint or ""))
    if not serious:
        yield Finding("django", Level.OK, "has nothing to warn of")
    says = f"DEBUG is {'on' if settings.DEBUG else 'off'}"
    yield judged("debug", not settings.DEBUG, says, "unset it: its pages show what nobody should see")


def static_files(now: dt.datetime) -> Iterator[Finding]:
    storage = storages["staticfiles"]
    if settings.DEVELOPMENT or not isinstance(storage, FileSystemStorage):
        return
    there = storage.exists("staticfiles.json")
    yield judged("static files", there, f"in {storage.location}", "`manage.py collectstatic --noinput`")


def administrator(now: dt.datetime) -> Iterator[Finding]:
    there = User.objects.filter(is_superuser=True, is_active=True).exists()
    says = "somebody can open the desk" if there else "nobody can open the desk"
    yield judged("administrator", there, says, "`manage.py createsuperuser` (needs no mail server)")


def _fits(host: str, pattern: str) -> bool:
    return host == pattern or (pattern.startswith(".") and f".{host}".endswith(pattern))


CHECKS: tuple[Check, ...] = (secrets, names, deployment, static_files, administrator)
