"""Lists that an organisation had before it came here: as hashes, so that "new to the list" is true."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation


class ListImport(models.Model):
    """One old list. Its addresses are read once, kept as hashes, and forgotten.

    `reading` (a worker turns lines into hashes) -> `checking` (somebody looks at the numbers) -> `done`;
    `undone` takes its hashes out again. Only those of a `done` list tell who is new. `content` is empty as
    soon as it was read; `lines_done` is where a worker that died is followed by the next.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        CHECKING = "checking", _("to be checked")
        DONE = "done", _("in use")
        UNDONE = "undone", _("taken back")
        FAILED = "failed", _("cannot be read")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="lists", verbose_name=_("organisation")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,  # of a list that came along from another site: its people stayed there
        related_name="+",
        verbose_name=_("entered by"),
    )
    source = models.CharField(_("where it comes from"), max_length=200)
    collected_on = models.DateField(_("people were on it by"))
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    lines_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(_("addresses"), default=0)
    repeats = models.PositiveIntegerField(_("there twice"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    erased = models.PositiveIntegerField(_("erased before"), default=0)
    sample = models.JSONField(default=list)  # the first addresses, masked
    problems = models.JSONField(default=list)  # numbers of the first lines without an address
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READING)
    created_at = models.DateTimeField(_("entered"))
    done_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("old list")
        verbose_name_plural = _("old lists")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"], name="one_list_per_file", condition=~Q(digest="")
            )
        ]
        indexes = [models.Index(fields=["id"], name="list_at_work", condition=Q(state="reading"))]

    def __str__(self) -> str:
        return self.source


class Listed(models.Model):
    """One mailbox of one list, as `accounts.listing` hashes it: nobody can read the address out of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="listed")
    mailbox = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mailbox", "batch"], name="one_mailbox_per_list")
        ]
