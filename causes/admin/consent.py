"""The words people agreed to. To be read; new versions are made by new wordings, never by editing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.scoped import Group, ScopedAdmin
from causes.models import ConsentText


@admin.register(ConsentText)
class ConsentTextAdmin(ScopedAdmin):
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 40
    what_for = _("What people agreed to, word for word")
    list_display = ["purpose", "language", "version", "valid_from", "organisation"]
    list_filter = ["organisation", "language"]
    list_select_related = ["organisation"]
    ordering = ["-valid_from"]
    actions = None
    fields = ["organisation", "purpose", "language", "version", "valid_from", "body"]
