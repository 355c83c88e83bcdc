"""The letters about somebody's own sign-in. None is about a page, and none holds a secret while it waits: the
way in is made when the letter is written, and never lies in the database."""

import datetime as dt

from django.conf import settings
from django.utils import translation

from accounts.inviting import password_path
from accounts.models import User
from causes.models import Letter
from causes.writing.sheet import NotWanted, Sheet


def new_password(letter: Letter, now: dt.datetime) -> Sheet:
    """The way to a new password, for whoever reads this mailbox; not wanted once its person is gone."""
    person = User.objects.filter(email__iexact=letter.email, is_active=True).first()
    if person is None:
        raise NotWanted
    with translation.override(letter.language):
        return Sheet(
            settings.SITE_URL + password_path(person), person.get_short_name() if person.name else ""
        )


def no_account(letter: Letter, now: dt.datetime) -> Sheet:
    """Somebody asked for a new password where there is none."""
    return Sheet(settings.SITE_URL)


def first_name(person: User) -> str:
    """What a letter calls them; nothing while they have told no name."""
    return person.name.split(" ")[0]
