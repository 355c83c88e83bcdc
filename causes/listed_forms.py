"""The desk's forms about mail domains, networks and limits."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes import doubts
from causes.models import Limits, Listed

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class ListedForm(forms.ModelForm):
    class Meta:
        model = Listed
        fields = ["organisation", "kind", "value", "verdict", "note"]
        help_texts = {"value": _("Like example.net, or like 192.0.2.0/24 and 2001:db8::/48.")}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        value = str(given.get("value", "")).strip().lower()
        if given.get("kind") == Listed.Kind.DOMAIN:
            value = value.removeprefix("@")
            if value and not _DOMAIN.fullmatch(value):
                self.add_error("value", _("Write a domain like example.net."))
        elif value:
            value = self._network(value)
        return {**given, "value": value}

    def _network(self, value: str) -> str:
        try:
            return str(doubts.network(value))
        except doubts.BadNetwork:
            self.add_error(
                "value", _("Write a network like 192.0.2.0/24; not wider than /16, or /32 of IPv6.")
            )
            return value


class LimitsForm(forms.ModelForm):
    class Meta:
        model = Limits
        fields = ["attempts", "minutes", "burst"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
