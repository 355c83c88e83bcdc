"""Who did something delicate in the back office: a log that is only ever added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User


class Audit(models.Model):
    """One line. The database refuses to alter or delete it; only people may be forgotten.

    `action` is one of `accounts.auditing.Action`. `about` is a keyed hash of a mailbox or handle within
    the organisation: whoever knows it can ask for its lines, nobody can read it out. `person` is whom it
    concerned, where that is somebody who works here. `subject` names a thing (a petition, a role), never
    a signatory. `count` is how many names an act touched, where it is
    about many. Without an organisation it concerns the whole site; without an actor the site did it by
    itself, or the person has left.
    """

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("organisation"),
    )
    action = models.CharField(_("what"), max_length=30)
    person = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("whose"),
        help_text=_("The person whose rights changed."),
    )
    subject = models.CharField(_("on what"), max_length=200, blank=True)
    about = models.CharField(_("about whom"), max_length=24, blank=True)
    count = models.PositiveIntegerField(_("names touched"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["organisation", "-id"], name="audit_of_an_organisation"),
            models.Index(
                fields=["organisation", "about"], condition=~models.Q(about=""), name="audit_about_a_mailbox"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
