"""Who asked to be forgotten, without a word of who they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation


class Suppressed(models.Model):
    """One erased mailbox of one organisation, as a keyed hash: nobody can read the address out of it.

    Whoever knows an address can ask whether it is here (`accounts.suppression`), so that an import or a
    later update does not write to it again.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="suppressed",
        db_index=False,
        verbose_name=_("organisation"),
    )
    mailbox = models.CharField(max_length=24)
    since = models.DateTimeField(_("erased"))

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mailbox"], name="one_suppression_per_mailbox")
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"
