"""Signatures, to look something up."""

from django.contrib import admin

from causes.admin import SignedAdmin
from petitions.models import Signature


@admin.register(Signature)
class SignatureAdmin(SignedAdmin):
    organisation_path = "petition__organisation"
    page_field = "petition"
    order = 10
