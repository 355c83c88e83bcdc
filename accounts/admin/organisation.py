"""The organisation's own record: owners edit theirs, site administrators make new ones."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import May, is_site
from accounts.admin.scoped import Group, ScopedAdmin
from accounts.desk_forms import OrganisationForm
from accounts.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    organisation_path = "pk"
    to_change = May.GOVERN
    to_delete = None  # its signatures are other people's; they are erased, not the organisation
    group = Group.SITE
    what_for = _("Name, logo, and how people reach you")
    form = OrganisationForm
    change_form_template = "admin/accounts/organisation.html"
    list_display = ["name", "contact_email", "language"]
    search_fields = ["name"]
    ordering = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "about", "website", "language"]}),
        (
            _("Needed before anything can be published"),
            {
                "fields": ["contact_email", "postal_address", "privacy_contact"],
                "description": _(
                    "People who sign must be able to reach you. Shown on pages and in letters; without "
                    "a postal address letters to them wait."
                ),
            },
        ),
        (_("Your look"), {"fields": ["colour", "logo"]}),
        (_("Address on this site"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_site(request.user)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A new name suggests an address; an address in use stays."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []
