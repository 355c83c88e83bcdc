"""Names under pages, for people who may read them: masked, quick, and not to be changed here."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import May
from accounts.admin.scoped import Group, ScopedAdmin
from causes.mailbox import mask
from causes.models import Signed, Support

COUNT_UP_TO = 2000


class QuickPaginator(Paginator):
    """Counts no further than a person would page: counting a million rows takes longer than showing them."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        counted: int = rows.order_by()[: COUNT_UP_TO + 1].count()
        return counted


class SignedAdmin(ScopedAdmin):
    """A list to look things up in. `page_field` names the foreign key to the page."""

    to_see = May.READ_SIGNATURES
    to_add = to_change = to_delete = None
    group = Group.PEOPLE
    page_field = ""
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = QuickPaginator
    ordering = ["-id"]
    sortable_by = ()
    search_fields = ["name"]
    search_help_text = _("Search by name")
    actions = None
    empty_text = _("No names yet. They appear here as soon as somebody signs.")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [
            "name",
            "masked_email",
            self.page_field,
            "status",
            "channel",
            "generation",
            "updates",
            "signed_at",
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [self.page_filter(), "status", "channel", "updates"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [
            "name", "masked_email", "postcode", self.page_field, "status", "channel", "generation",
            "language", "updates", "consent_words", "signed_at", "confirmed_at", "ended_at",
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("link", "consent", self.page_field)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters on the screen: `?email__startswith=` would undo the masking letter by letter."""
        return lookup in {self.page_field, "status__exact", "channel__exact", "updates__exact"}

    @admin.display(description=_("e-mail"))
    def masked_email(self, signed: Signed) -> str:
        return mask(signed.email)

    @admin.display(description=_("generation"))
    def generation(self, signed: Signed) -> int:
        return signed.link.generation

    @admin.display(description=_("agreed to"))
    def consent_words(self, signed: Signed) -> str:
        return signed.consent.body

    def page_filter(self) -> type[admin.SimpleListFilter]:
        """Which page: from the reader's own pages, never by looking through all the names."""
        field = self.page_field

        class OfPage(admin.SimpleListFilter):
            title = self.model._meta.get_field(field).verbose_name
            parameter_name = field

            def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
                model = model_admin.model._meta.get_field(field).remote_field.model
                pages = model_admin.admin_site._registry[model].get_queryset(request).exclude(state="draft")
                return [(str(page.pk), page.title) for page in pages[:100]]

            def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
                value = self.value() or ""
                return queryset.filter(**{f"{field}_id": int(value)}) if value.isdecimal() else queryset

        return OfPage


@admin.register(Support)
class SupportAdmin(SignedAdmin):
    organisation_path = "cause__organisation"
    page_field = "cause"
    order = 20
    what_for = _("People who stand by a cause")
