"""Sign-in by django-allauth, for people who were invited. Supporters never need an account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Nobody registers themselves: people come by invitation or by `createsuperuser`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
