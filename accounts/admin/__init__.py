"""The desk's screens about people and organisations."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin.api_tokens import ApiTokenAdmin
from accounts.admin.organisation import OrganisationAdmin
from accounts.admin.people import MembershipAdmin, UserAdmin
from accounts.admin.scoped import ScopedAdmin

__all__ = ["ApiTokenAdmin", "MembershipAdmin", "OrganisationAdmin", "ScopedAdmin", "UserAdmin"]

# Roles in an organisation are ours; a person has one address, kept with the person.
admin.site.unregister([Group, EmailAddress, Authenticator])
