"""Naming the account to connect: its server, or its name and an app password."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.wall import Walled, base_of


def _server(typed: str) -> str:
    """The server of an address like `forest.example` or `@us@forest.example`."""
    try:
        return base_of(typed.strip().rsplit("@", 1)[-1])
    except Walled as error:
        raise forms.ValidationError(
            _("Write the name of the server, like mastodon.social. It has to be a public one."), code="server"
        ) from error


class ServerForm(forms.Form):
    """Where the account lives."""

    home = forms.CharField(
        label=_("Your server, or your whole address"),
        max_length=255,
        help_text=_("For example: mastodon.social, or @you@mastodon.social"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "url"}
        ),
    )

    def clean_home(self) -> str:
        return _server(self.cleaned_data["home"])


class PasswordForm(forms.Form):
    """A name and an app password, which opens less than the account's own and can be taken back alone."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=255,
        help_text=_("For example: you.bsky.social"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("App password"),
        max_length=200,
        strip=True,
        help_text=_(
            "Make one at Bluesky: Settings, Privacy and security, App passwords. Not your own password."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    home = forms.CharField(
        label=_("Server"),
        max_length=255,
        required=False,
        help_text=_("Leave it as it is unless your account lives on a server of its own."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"home": settings.BLUESKY_API_BASE.removeprefix("https://")})
        super().__init__(*args, **kwargs)

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).strip().lstrip("@").lower()

    def clean_home(self) -> str:
        typed = self.cleaned_data["home"].strip()
        known = settings.BLUESKY_API_BASE
        return known if typed in ("", known, known.removeprefix("https://")) else _server(typed)
