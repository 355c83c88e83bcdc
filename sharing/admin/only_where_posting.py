"""What belongs to posting is not on the desk at all while this site posts nowhere."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern

from accounts.access import May
from accounts.admin.scoped import ScopedAdmin
from sharing.channels import networks_on

View = Callable[..., HttpResponseBase]


class OnlyWherePosting(ScopedAdmin):
    """Rows that people make elsewhere and nobody edits, for those who run the organisation."""

    to_see = May.RUN
    to_add = to_change = to_delete = None
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(networks_on()) and super().has_module_permission(request)

    def own_urls(self) -> list[URLPattern]:
        """Addresses beside Django's, guarded like them."""
        return []

    def get_urls(self) -> list[URLPattern]:
        urls: list[URLPattern] = [*self.own_urls(), *super().get_urls()]
        for url in urls:
            url.callback = _only_where_posting(url.callback)
        return urls


def _only_where_posting(view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not networks_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
