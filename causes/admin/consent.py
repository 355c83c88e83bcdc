"""The words people agreed to. To be read; new versions are made by new wordings, never by editing."""

from django.conf import settings
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
    list_display = ["what_for_shown", "language_shown", "version", "valid_from", "organisation"]
    list_filter = ["organisation", "language"]
    list_select_related = ["organisation"]
    ordering = ["-valid_from"]
    actions = None
    fields = ["organisation", "what_for_shown", "language_shown", "version", "valid_from", "body"]
    readonly_fields = ["what_for_shown", "language_shown"]

    @admin.display(description=_("purpose"), ordering="purpose")
    def what_for_shown(self, text: ConsentText) -> str:
        return text.what_for()

    @admin.display(description=_("language"), ordering="language")
    def language_shown(self, text: ConsentText) -> str:
        return dict(settings.LANGUAGES).get(text.language, text.language)
