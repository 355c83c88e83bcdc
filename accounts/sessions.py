"""How long a sign-in lasts: twelve hours from the password, however busy they were.

Django counts from the last change of a session, which a long day of work moves on and on. Sessions are
Django's, and so is their clock: the machine's.
"""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest


def is_over(request: HttpRequest) -> bool:
    """Whether who asks signed in too long ago; steps since (a code, the password once more) do not count."""
    if not request.user.is_authenticated:
        return False
    steps = [step["at"] for step in get_authentication_records(request, request.user)]
    return bool(steps) and min(steps) + settings.SESSION_COOKIE_AGE < time.time()


def forget_ended() -> None:
    """Delete the rows of sessions that are over: they hold who signed in and when."""
    SessionStore.clear_expired()
