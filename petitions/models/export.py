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

    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="exports", verbose_name=_("petition")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports", verbose_name=_("who")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # Which rows, as `petitions.exporting.choosing` reads it; empty: every confirmed name.
    choice = models.JSONField(_("which rows"), default=dict, blank=True)
    columns = models.TextField(_("columns"))
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
        return f"{self.get_purpose_display()} ({self.started_at:%Y-%m-%d})"


class ExportFile(models.Model):
    """A file that a worker writes while its reader waits or does something else.

    `due` -> `writing` -> `ready` -> `taken`; a worker that dies leaves `writing`, and the next one begins
    anew. It lies in the database, where no address leads to it, until it is taken, dropped or 15 minutes
    old. `rows_done` is its progress; the log's `rows_expected` is where that ends.
    """

    class State(models.TextChoices):
        DUE = "due", _("waiting for its turn")
        WRITING = "writing", _("being written")
        READY = "ready", _("ready")
        TAKEN = "taken", _("taken")
        GONE = "gone", _("deleted")
        FAILED = "failed", _("failed")

    log = models.OneToOneField(ExportLog, on_delete=models.PROTECT, related_name="file")
    with_bom = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    rows_done = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    made_at = models.DateTimeField(_("made"), null=True)

    class Meta:
        verbose_name = _("export file")
        verbose_name_plural = _("export files")
        indexes = [
            models.Index(
                fields=["id"], name="export_file_at_work", condition=models.Q(state__in=["due", "writing"])
            ),
            models.Index(
                fields=["made_at"], name="export_file_kept", condition=models.Q(state__in=["ready", "taken"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.log_id}"


class ExportPart(models.Model):
    """About a megabyte of rows, packed by gzip: the parts of a file one after another are the file."""

    file = models.ForeignKey(ExportFile, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_export_part_per_number")]
