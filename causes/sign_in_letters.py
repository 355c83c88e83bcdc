"""What allauth would send within the request waits in the post office like every other letter."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import get_language

from accounts import clock
from accounts.sign_in import InvitedOnly
from causes import letters
from causes.models import Letter

# allauth's names for the letters that this site sends. With any other it stops, so that none leaves unseen.
_KINDS = {
    "account/email/password_reset_key": Letter.Kind.NEW_PASSWORD,
    "account/email/unknown_account": Letter.Kind.NO_ACCOUNT,
}


class ByPost(InvitedOnly):
    """The same work whether somebody has this address or not: one row."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.write_to(_KINDS[template_prefix], email, get_language() or "", clock.now())

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """To the address that is kept, not to the one that was typed: they need only look alike."""
        super().send_password_reset_mail(user, getattr(user, "email", email), context)
