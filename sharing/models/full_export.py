"""Everything of an organisation in one file, for owners who leave or keep a copy of their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class FullExport(models.Model):
    """Who took everything out, when and why; and, for a quarter of an hour, the file itself.

    `due` -> `writing` -> `ready` -> `taken`; a worker that dies leaves `writing`, and the next one begins
    anew. The row is the log: it is never deleted. Its parts go when the file was taken, or is too old, or
    somebody in it was erased.
    """

    class Purpose(models.TextChoices):
        MOVE = "move", _("moving to another site")
        COPY = "copy", _("keeping a copy of our own")
        PROOF = "proof", _("an audit, a court, an authority")

    class State(models.TextChoices):
        DUE = "due", _("waiting for its turn")
        WRITING = "writing", _("being written")
        READY = "ready", _("ready")
        TAKEN = "taken", _("taken")
        GONE = "gone", _("deleted")
        FAILED = "failed", _("failed")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    names = models.PositiveIntegerField(_("names"), default=0)
    rows_expected = models.PositiveBigIntegerField(_("rows expected"), default=0)
    rows_done = models.PositiveBigIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    made_at = models.DateTimeField(_("made"), null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    aborted = models.BooleanField(_("aborted"), default=False)

    class Meta:
        verbose_name = _("full export")
        verbose_name_plural = _("full exports")
        indexes = [
            models.Index(
                fields=["id"],
                name="full_export_at_work",
                condition=models.Q(state__in=["due", "writing", "ready"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.asked_at:%Y-%m-%d}"


class FullExportPart(models.Model):
    """About a megabyte of the zip: the parts of a file one after another are the file."""

    export = models.ForeignKey(FullExport, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="one_full_export_part_per_number")
        ]
