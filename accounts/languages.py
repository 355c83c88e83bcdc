"""The languages this site speaks: one line of the settings, and a folder of `locale/` for each."""

from django.conf import settings


def languages() -> list[tuple[str, str]]:
    """(code, own name) of each. A function, so that a new language needs no migration."""
    return list(settings.LANGUAGES)
