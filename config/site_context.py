"""The context processor of pages that are made for one reader (the desk, errors)."""

from django.http import HttpRequest

from accounts.site import site_facts


def site(request: HttpRequest) -> dict[str, object]:
    return site_facts(request.path)
