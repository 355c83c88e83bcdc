"""Who took signatures out. To be read by everybody who may read the signatures; changed by nobody."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.access import May
from accounts.admin.scoped import Group, ScopedAdmin
from petitions.export_forms import said_of
from petitions.models import ExportLog


@admin.register(ExportLog)
class ExportLogAdmin(ScopedAdmin):
    organisation_path = "petition__organisation"
    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 30
    what_for = _("Who took signatures out, when and why")
    list_display = [
        "started_at",
        "petition",
        "person",
        "purpose",
        "rows_expected",
        "rows_sent",
        "how_it_ended",
    ]
    list_filter = ["petition__organisation", "purpose", "aborted"]
    list_select_related = ["petition", "person", "file"]
    ordering = ["-started_at"]
    actions = None
    fields = [
        "petition", "person", "purpose", "note", "which_rows", "columns", "rows_expected", "rows_sent",
        "address", "started_at", "finished_at", "how_it_ended",
    ]  # fmt: skip
    readonly_fields = ["which_rows", "how_it_ended"]
    empty_text = _("Nobody has taken signatures out yet. Every download is listed here, with its purpose.")

    @admin.display(description=_("which rows"))
    def which_rows(self, log: ExportLog) -> str:
        return said_of(log.choice) or str(_("every confirmed name"))

    @admin.display(description=_("how it ended"))
    def how_it_ended(self, log: ExportLog) -> str:
        """A file in the background says how far it is; one that nobody took in time says that."""
        file = getattr(log, "file", None)
        if file and file.state != file.State.TAKEN:
            return str(file.get_state_display())
        if log.aborted:
            return str(_("aborted"))
        return str(_("complete")) if log.finished_at else str(_("running, or cut off by a restart"))
