"""Who works in the back office, and in which role."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import clock, two_step
from accounts.access import May, Visitor, is_site, organisations
from accounts.admin.scoped import Group, ScopedAdmin, reader
from accounts.auditing import Action, record
from accounts.desk_forms import AddPersonForm, PersonForm, RoleForm
from accounts.inviting import add_person, is_last_owner, password_path
from accounts.models import Membership, User

_RIGHTS = ("is_active", "is_staff", "is_moderator", "is_superuser")


def hand_over(site: admin.AdminSite, request: HttpRequest, person: User) -> HttpResponse:
    """Shows the link with which a new person sets a password. It stands on this page only."""
    context = {
        **site.each_context(request),
        "title": _("Give them this link"),
        "person": person,
        "link": request.build_absolute_uri(password_path(person)),
        "next": reverse("admin:accounts_membership_changelist"),
    }
    return TemplateResponse(request, "admin/accounts/hand_over.html", context)


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    to_see = to_add = to_change = to_delete = May.GOVERN
    group = Group.PEOPLE
    what_for = _("Who works here, and what each may do")
    list_display = ["user", "email", "role", "organisation"]
    list_filter = ["role", "organisation"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email"]
    ordering = ["organisation__name", "user__email", "role"]
    actions = None  # one by one: an organisation keeps its last owner

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, membership: Membership) -> str:
        return membership.user.email

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["user", "organisation", "role"] if obj else ["organisation", "email", "name", "role"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "organisation"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = RoleForm if obj else AddPersonForm
        if not obj:
            kwargs["fields"] = ["organisation", "role"]
        return super().get_form(request, obj, change=change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_last_owner(obj))

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["role"])
            self.log_role(request, Action.ROLE_CHANGED, obj, f"{form.initial['role']} → {obj.role}")
            return
        added = add_person(obj.organisation, form.cleaned_data["email"], form.cleaned_data["name"], obj.role)
        obj.pk, obj.user = added.membership.pk, added.membership.user
        self.log_role(request, Action.ROLE_GIVEN, obj)
        obj.is_new_person = added.is_new  # type: ignore[attr-defined]  # for response_add, which gets this object

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self.log_role(request, Action.ROLE_TAKEN, obj)
        obj.delete()

    def log_role(self, request: HttpRequest, action: Action, held: Membership, subject: str = "") -> None:
        """Each change of rights is a line of the audit log."""
        record(
            actor=reader(request),
            action=action,
            organisation=held.organisation,
            person=held.user,
            subject=subject or held.role,
            at=clock.now(),
        )

    def response_add(
        self, request: HttpRequest, obj: Membership, post_url_continue: str | None = None
    ) -> HttpResponse:
        if obj.is_new_person:  # type: ignore[attr-defined]
            return hand_over(self.admin_site, request, obj.user)
        return super().response_add(request, obj, post_url_continue)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Everybody edits their own name and language; owners see their people; only site administrators
    change who somebody is, because a person may belong to several organisations."""

    to_see = May.GOVERN
    to_delete = None  # a person is made inactive: the logs keep saying who did what
    group = Group.SITE
    what_for = _("Accounts that can sign in at the desk")
    form = PersonForm
    change_form_template = "admin/accounts/user_form.html"
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["email"]

    def rows(self, user: Visitor, what: May | None) -> QuerySet[Any]:
        if is_site(user):
            return User.objects.all()
        if what is None or not user.is_authenticated:
            return User.objects.none()
        people = Membership.objects.filter(organisation__in=organisations(user, what))
        return User.objects.filter(Q(pk=user.pk) | Q(pk__in=people.values("user")))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_site(request.user)  # an owner finds their people under memberships

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or self.rows(request.user, self.to_see).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_site(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_site(request.user) or (obj is not None and obj.pk == request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        everybody = ["email", "name", "language", "wants_letters"]
        return (
            [*everybody, "is_active", "is_staff", "is_moderator", "is_superuser"]
            if is_site(request.user)
            else everybody
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if is_site(request.user) else ["email"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        obj.save()
        rights = [name for name in _RIGHTS if name in form.changed_data]
        if rights and (change or obj.is_superuser or obj.is_moderator):
            said = ", ".join(f"{name}: {form.cleaned_data[name]}" for name in rights)
            self.log_rights(request, Action.SITE_RIGHTS, obj, said)
        # An address that somebody no longer has must not open their account.
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        return hand_over(self.admin_site, request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.password_link))
        reset = self.admin_site.admin_view(require_POST(self.reset_view))
        return [
            path("<int:pk>/password-link/", view, name="accounts_user_password_link"),
            path("<int:pk>/reset-two-step/", reset, name="accounts_user_two_step"),
            *super().get_urls(),
        ]

    def log_rights(self, request: HttpRequest, action: Action, person: User, subject: str = "") -> None:
        """What concerns a person on the whole site; no organisation's owner reads it."""
        record(
            actor=reader(request), action=action, organisation=None, person=person, subject=subject,
            at=clock.now(),
        )  # fmt: skip

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For somebody who lost phone, key and recovery codes: the password alone, until they set up anew."""
        if not is_site(request.user):
            raise Http404
        person = get_object_or_404(User, pk=pk)
        with transaction.atomic():
            two_step.reset(person)
            self.log_rights(request, Action.TWO_STEP_RESET, person)
        messages.success(request, _("Their second step is gone. At the next sign-in they set up a new one."))
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]), status=303)

    def password_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A fresh link for somebody who lost theirs, made by a site administrator."""
        person = get_object_or_404(
            User.objects.filter(is_active=True) if is_site(request.user) else User.objects.none(),
            pk=pk,
        )
        self.log_change(request, person, str(_("Made a link to set a password.")))
        self.log_rights(request, Action.PASSWORD_LINK, person)
        return hand_over(self.admin_site, request, person)
