"""Addresses for machines: below no language."""

from django.urls import path

from causes.views.mail_hook import mail_hook

urlpatterns = [path("hooks/mail/", mail_hook, name="mail_hook")]
