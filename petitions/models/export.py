"""Who took which signatures out, when and why. Written before the first byte, never deleted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition


class ExportLog(models.Model):
    """One export. `finished_at` empty and `aborted` false: still running, or the process died."""

    class Purpose(models.TextChoices):
        UPDATES = "updates", _("writing to people who said yes to updates")
        DELIVERY = "delivery", _("handing the signatures to the decision maker")
        VERIFICATION = "verification", _("checking the signatures")
        ANALYSIS = "analysis", _("counting and analysis")

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="exports")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports", verbose_name=_("who")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    columns = models.CharField(_("columns"), max_length=300)
    rows_expected = models.PositiveIntegerField(_("rows expected"), default=0)
    rows_sent = models.PositiveIntegerField(_("rows sent"), default=0)
    address = models.GenericIPAddressField(_("network address"), null=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    aborted = models.BooleanField(_("aborted"), default=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("export log")

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.purpose}"
