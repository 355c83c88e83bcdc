"""The base class of every admin: nobody sees, finds or changes another organisation's rows.

Django's admin asks each ModelAdmin in many places which rows there are. All of them end in the few
methods below, and these ask `accounts.access`. A row of another organisation does not exist: 404.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import May, Visitor, may, organisations
from accounts.models import Organisation, User


class Group(models.TextChoices):
    """The headings of the desk's front page, in their order."""

    CAMPAIGNS = "campaigns", _("Campaigns")
    PEOPLE = "people", _("People and privacy")
    SITE = "site", _("Site")


def reader(request: HttpRequest) -> User:
    """The signed-in person; the desk lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _may_anywhere(request: HttpRequest, what: May) -> bool:
    """Asked once per request: the desk's frame asks it of every kind of row, some fifty times a page."""
    known: dict[tuple[Any, May], bool] = request.__dict__.setdefault("known_permissions", {})
    key = (request.user.pk, what)
    if key not in known:
        known[key] = may(request.user, what)
    return known[key]


class ScopedAdmin(admin.ModelAdmin):
    """Says in one line how its rows belong to an organisation, and what May each act needs.

    `None` for an act means that nobody may do it here, site administrators included.
    """

    organisation_path = "organisation"
    to_see: May = May.SEE
    to_add: May | None = May.RUN
    to_change: May | None = May.RUN
    to_delete: May | None = May.RUN
    group: Group = Group.CAMPAIGNS
    order = 50  # its place under that heading: small numbers first
    in_bar = False  # stands in the bar at the top of every screen, not only in its menu
    what_for: str | Promise = ""  # one line on the front page: what somebody comes here for
    empty_text: str | Promise = ""  # said, with the button to add one, while a list has no rows at all
    view_on_site = False
    ordering = ["-pk"]
    show_facets = admin.ShowFacets.NEVER  # each facet is a COUNT over everything
    # A phone's own calendar, and an address as one types it: Django's would repeat what stands in its field.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
        models.URLField: {"widget": forms.URLInput},
    }

    def today(self, request: HttpRequest) -> str:
        """What matters here today, in a few words for the front page; nothing when there is nothing to say.

        Asked at each visit of the front page: never a count over all signatures or letters.
        """
        return ""

    def heading(self, row: Any) -> str:
        """What a row is called above its own screen."""
        return str(row)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """One button that saves, and a headline without "Change" or "View" before it."""
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        if obj is not None:
            headline = {"title": capfirst(self.opts.verbose_name), "subtitle": self.heading(obj)}
            context = {**context, **headline}
        return super().render_change_form(request, {**context, **one_button}, add, change, form_url, obj)

    # --- which rows ---

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        """The rows in whose organisation `user` may do `what`."""
        everything = self.model._default_manager.all()
        if what is None:
            return everything.none()
        return everything.filter(**{f"{self.organisation_path}__in": organisations(user, what)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = self.rows(request.user, self.to_see)
        ordering = self.get_ordering(request)
        return found.order_by(*ordering) if ordering else found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Django would send the reader away with a message; a foreign or unknown row is simply not there."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def organisations(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Where the reader may change rows of this kind."""
        if self.to_change is None:
            return Organisation.objects.none()
        return organisations(request.user, self.to_change)

    # --- who may ---

    def allowed(self, request: HttpRequest, what: May | None, row: Any = None) -> bool:
        if what is None:
            return False
        if row is None:
            return _may_anywhere(request, what)
        return self.rows(request.user, what).filter(pk=row.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request, self.to_see)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, self.to_see, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request, self.to_add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, self.to_change, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, self.to_delete, obj)

    # --- what can be chosen ---

    def choices_of(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any]:
        """Rows of another table that a row here may point at: those the reader may change things for."""
        remote = self.admin_site._registry.get(model)
        if not isinstance(remote, ScopedAdmin):
            return model._default_manager.none()
        return remote.rows(request.user, self.to_change or self.to_see)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Whoever works for one organisation is not asked for which."""
        found = kwargs["queryset"] = self.choices_of(db_field.remote_field.model, request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and field.required and found.model is Organisation and found[:2].count() == 1:
            field.empty_label, field.initial = None, found.get()
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice only "add another": four small pictures in a row help nobody."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        kwargs["queryset"] = self.choices_of(db_field.remote_field.model, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A filter by another table offers only what the reader's own rows point at."""
        return [self._own_choices(item) for item in super().get_list_filter(request)]

    def _own_choices(self, item: Any) -> Any:
        if isinstance(item, str) and self.model._meta.get_field(item.split("__")[0]).is_relation:
            return (item, RelatedOnlyFieldListFilter)
        return item
