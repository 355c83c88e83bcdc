"""What belongs to X is not on the desk at all while this site has no app there."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern

from accounts.access import May
from accounts.admin.scoped import ScopedAdmin
from sharing.views.own_page import the_app

View = Callable[..., HttpResponseBase]


class OnlyWithX(ScopedAdmin):
    """Rows that people make elsewhere and nobody edits, for those who run the organisation."""

    to_see = May.RUN
    to_add = to_change = to_delete = None
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(settings.X_CLIENT_ID) and super().has_module_permission(request)

    def own_urls(self) -> list[URLPattern]:
        """Addresses beside Django's, guarded like them."""
        return []

    def get_urls(self) -> list[URLPattern]:
        urls: list[URLPattern] = [*self.own_urls(), *super().get_urls()]
        for url in urls:
            url.callback = _only_with_x(url.callback)
        return urls


def _only_with_x(view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        the_app()
        return view(request, *args, **kwargs)

    return guarded
