"""Two-step login: who needs one before the desk opens, and where its secrets lie.

allauth.mfa does the steps (authenticator app, passkeys, recovery codes). Who can take personal data out,
or speak for the site, is led there first; `TWO_STEP_FOR` says for which powers.
"""

from collections.abc import Iterator

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.access import May, Visitor, may, moderates
from accounts.encryption import Unreadable, renewed, unwrap, wrap
from accounts.models import User

_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_SECRETS = ("secret", "seed")  # of an authenticator app; of the recovery codes


class EncryptedSteps(DefaultMFAAdapter):
    """Secrets lie encrypted, and authenticator apps show the site's own name."""

    def encrypt(self, text: str) -> str:
        return wrap(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(encrypted_text)

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME


def must_set_up(user: Visitor) -> bool:
    """Whether `user` has a power that asks for two steps, and has set up none."""
    if not user.is_authenticated or not settings.TWO_STEP_FOR:
        return False
    return not has_set_up(user) and any(_can(user, May(what)) for what in settings.TWO_STEP_FOR)


def has_set_up(user: User) -> bool:
    """Whether a second step is asked of `user`; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=_STEPS).exists()


def reset(user: User) -> None:
    """Forgets every second step of somebody who lost theirs, recovery codes included."""
    Authenticator.objects.filter(user=user).delete()


def rekey(*, write: bool) -> tuple[int, int]:
    """Secrets under the newest key, like `accounts.rekeying`: (how many lay under older ones, lost)."""
    old = lost = 0
    for pk in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True):
        with transaction.atomic():
            step = Authenticator.objects.select_for_update().filter(pk=pk).first()
            for name, kept in _kept(step):
                try:
                    anew = renewed(kept)
                except Unreadable:
                    lost += 1
                    continue
                old += anew is not None
                if anew is not None and write and step is not None:
                    step.data[name] = anew
                    step.save(update_fields=["data"])
    return old, lost


def _kept(step: Authenticator | None) -> Iterator[tuple[str, str]]:
    for name in _SECRETS:
        if step is not None and step.data.get(name):
            yield name, step.data[name]


def _can(user: Visitor, what: May) -> bool:
    return moderates(user) if what == May.MODERATE else may(user, what)
