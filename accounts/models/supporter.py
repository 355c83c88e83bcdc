"""A person as one organisation knows them, over all its petitions and causes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation


class Supporter(models.Model):
    """One row per organisation and canonical address.

    It is written by the first signature and never overwritten by a later visitor, who may not be
    the same person. `first_confirmed_at` fixes new-to-list and first touch.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supporters")
    email_key = models.CharField(_("canonical e-mail"), max_length=254)
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=8)
    updates = models.BooleanField(_("wants updates"), default=False)
    # How the list journal has booked them last: "" never, "on", or how they left (`causes.people_counting`).
    list_state = models.CharField(max_length=10, default="", db_default="", editable=False)
    # Petitions under which a confirmed name of theirs stands, as they were booked last.
    petitions = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    first_channel = models.CharField(_("first channel"), max_length=12, blank=True)
    first_confirmed_at = models.DateTimeField(_("first confirmed"), null=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email_key"], name="one_supporter_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name
