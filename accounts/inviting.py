"""Bringing people into an organisation's back office."""

from typing import NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, Organisation, Role, User


class Added(NamedTuple):
    """Who was added; `is_new` when there was no such person on this site before."""

    membership: Membership
    is_new: bool


@transaction.atomic
def add_person(organisation: Organisation, email: str, name: str, role: str) -> Added:
    """Gives the person with this address a role in `organisation`, creating the person if need be.

    Somebody who has no password yet, perhaps invited by another organisation, keeps none, and links
    to set one that others hold stop working: only a letter to the mailbox opens that door again.
    """
    person = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    is_new = person is None
    if person is None:
        person = User.objects.create_user(email, name=name, language=organisation.language, is_staff=True)
    elif not person.has_usable_password():
        person.set_unusable_password()
    person.is_staff = True
    person.save(update_fields=["is_staff", "password"])
    membership, _created = Membership.objects.get_or_create(user=person, organisation=organisation, role=role)
    return Added(membership, is_new)


def password_path(person: User) -> str:
    """The address at which `person` sets a password: works once, and for three days.

    Whoever holds it can sign in as that person, so it is shown only to those who created them.
    """
    key = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )


def is_last_owner(membership: Membership) -> bool:
    """Whether `membership` is the only thing that lets anybody govern its organisation."""
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=Role.OWNER)
    return [owner.pk for owner in owners[:2]] == [membership.pk]
