"""The audit log, to be read by owners and data officers of an organisation; written by nobody here.

It stands on this floor because a search by e-mail has to know which addresses are one mailbox.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import May, organisations
from accounts.admin.scoped import Group, ScopedAdmin
from accounts.auditing import Action, hash_of, words_of
from accounts.models import Audit
from causes import mailbox
from causes.admin.signed import QuickPaginator


class OfAction(admin.SimpleListFilter):
    """What was done: the names an action goes by, without asking the table for them."""

    title = _("what")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Action.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Audit)
class AuditAdmin(ScopedAdmin):
    to_see = May.AUDIT
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    order = 60
    what_for = _("Who did what with personal data and rights")
    list_display = ["at", "actor", "did", "person", "subject", "count", "why", "organisation"]
    list_filter = [OfAction, "organisation"]
    list_select_related = ["actor", "person", "organisation"]
    date_hierarchy = "at"
    ordering = ["-id"]
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = QuickPaginator
    actions = None
    search_fields = ["about"]  # opens the box; what is typed is hashed below
    search_help_text = _("Search by the e-mail address or handle it was about, in full")
    fields = ["at", "actor", "did", "person", "subject", "count", "why", "organisation", "about"]
    readonly_fields = ["did", "why"]
    empty_text = _(
        "Nothing yet. Who shows an address, takes names out, erases somebody or changes a role stands here."
    )

    def rows(self, user: Any, what: May | None) -> QuerySet[Any]:
        """What concerns the whole site is read by the people who run it."""
        if user.is_authenticated and user.is_active and user.is_superuser and what == self.to_see:
            return Audit.objects.all()
        return super().rows(user, what)

    def heading(self, row: Audit) -> str:
        return words_of(row.action)

    @admin.display(description=_("what"))
    def did(self, line: Audit) -> str:
        return words_of(line.action)

    @admin.display(description=_("reason"))
    def why(self, line: Audit) -> str:
        """What somebody typed, as it is; our own words in the reader's language."""
        return gettext(line.reason) if line.reason else ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Lines about a mailbox or handle, asked by its hash in each organisation of the reader, or about
        one of the people who work there."""
        typed = search_term.strip().lstrip("@")
        if not typed:
            return queryset, False
        names = {typed, mailbox.key(typed)} if "@" in typed else {typed}
        known = organisations(request.user, self.to_see).values_list("pk", flat=True)
        hashes = [hash_of(pk, name) for pk in [None, *known] for name in names]
        return queryset.filter(Q(about__in=hashes) | Q(person__email__iexact=typed)), False
