"""Writing the audit log: each reveal, export, erasure and change of rights leaves a line in the same
transaction as the act itself, so that there is never one without the other."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Audit, Organisation, User
from accounts.visitor import keyed


class Action(models.TextChoices):
    """What is written down. A new one needs no migration: the column holds the name alone."""

    REVEAL = "reveal", _("showed an e-mail address")
    LOOK_UP = "look_up", _("looked a person up")
    EXPORT = "export", _("took names out")
    IMPORT = "import", _("brought names in")
    IMPORT_UNDONE = "import_undone", _("took an import back")
    PERSON_DATA = "person_data", _("took out one person's data")
    WITHDRAW = "withdraw", _("took a name off at its owner's wish")
    ERASE = "erase", _("erased a person")
    INVALIDATE = "invalidate", _("struck names")
    RESTORE = "restore", _("restored names")
    RELEASE = "release", _("released held names")
    MODERATE = "moderate", _("decided on a page")
    RULE = "rule", _("changed a rule")
    RETENTION = "retention", _("changed how long names are kept")
    ROLE_GIVEN = "role_given", _("gave a role")
    ROLE_CHANGED = "role_changed", _("changed a role")
    ROLE_TAKEN = "role_taken", _("took a role away")
    INVITED = "invited", _("invited a person")
    INVITATION_REVOKED = "invitation_revoked", _("took an invitation back")
    PASSWORD_LINK = "password_link", _("made a link to set a password")
    TWO_STEP_RESET = "two_step_reset", _("reset a two-step login")
    SITE_RIGHTS = "site_rights", _("changed what a person may do on the whole site")
    REPORT_SHARED = "report_shared", _("shared a report")
    REPORT_REVOKED = "report_revoked", _("took a shared report back")
    KEY_MADE = "key_made", _("made a key for programs")
    KEY_REVOKED = "key_revoked", _("took a key for programs back")
    WEBHOOK = "webhook", _("changed where events are sent")


def record(
    *,
    actor: User | None,
    action: Action,
    organisation: Organisation | None,
    about: str | None = None,
    person: User | None = None,
    subject: str = "",
    count: int | None = None,
    reason: str = "",
    at: dt.datetime,
) -> Audit:
    """Adds one line in the caller's transaction.

    `about` is the canonical address or handle itself: it is hashed here and never stored. `person` is
    for those who work in the back office and is readable there. `subject` and `reason` are cut to
    what fits; neither may hold a signatory's name or address.
    """
    return Audit.objects.create(
        at=at,
        actor=actor,
        action=action,
        organisation=organisation,
        about=hash_of(organisation.pk if organisation else None, about) if about else "",
        person=person,
        subject=subject[:200],
        count=count,
        reason=reason[:500],
    )


def hash_of(organisation_id: int | None, about: str) -> str:
    """What stands for a mailbox or handle in one organisation's lines; no two organisations share it."""
    return keyed("audit", f"{organisation_id or 'site'}|{about.lower()}")


def words_of(action: str) -> str:
    """An action in the reader's language; one that is no longer written keeps its name."""
    return str(Action(action).label) if action in Action.values else action
