"""What the desk has, under three headings: for its menu, and with purposes and numbers for its front page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import May, may, moderates
from accounts.admin.scoped import Group, ScopedAdmin


def by_heading(desk: AdminSite, request: HttpRequest, models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`models` as Django's admin lists them, and what is no list of rows, in the order people look for it."""
    entries = [*_others(request), *(_described(desk, entry) for entry in models)]
    entries.sort(key=lambda entry: (entry["order"], str(entry["name"])))
    return [
        {
            "name": group.label,
            "app_label": group.value,
            "app_url": "",
            "has_module_perms": True,
            "models": [entry for entry in entries if entry["group"] == group],
        }
        for group in Group
        if any(entry["group"] == group for entry in entries)
    ]


def with_numbers(desk: AdminSite, request: HttpRequest, headings: list[dict[str, Any]]) -> None:
    """Adds to each entry what matters there today. Only the front page asks: these are queries."""
    for heading in headings:
        for entry in heading["models"]:
            model_admin = desk.get_model_admin(entry["model"]) if entry["model"] else None
            entry["today"] = model_admin.today(request) if isinstance(model_admin, ScopedAdmin) else ""


def _described(desk: AdminSite, entry: dict[str, Any]) -> dict[str, Any]:
    model_admin = desk.get_model_admin(entry["model"])
    scoped = model_admin if isinstance(model_admin, ScopedAdmin) else ScopedAdmin
    return {
        **entry,
        "group": scoped.group,
        "order": scoped.order,
        "first": scoped.in_bar,
        "what_for": scoped.what_for,
    }


def _others(request: HttpRequest) -> list[dict[str, Any]]:
    """Pages of the desk that no table stands behind."""
    found = []
    if may(request.user, May.SEE):
        found.append(_page("admin:growth", _("Growth"), 5, _("How it spreads, from person to person")))
    if moderates(request.user) or may(request.user, May.READ_SIGNATURES):
        found.append(_page("admin:waiting", _("What waits"), 6, _("Reviews, reports, held names, reasons")))
    return found


def _page(address: str, name: str, order: int, what_for: str) -> dict[str, Any]:
    return {
        "name": name,
        "object_name": address,
        "model": None,
        "admin_url": reverse(address),
        "add_url": "",
        "group": Group.CAMPAIGNS,
        "order": order,
        "first": True,
        "what_for": what_for,
    }
