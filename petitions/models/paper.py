"""Names that were signed on paper, on their way into the count: one import and its lines."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from causes.models import ConsentText
from petitions.models.petition import Petition
from petitions.models.signature import Signature


class PaperBatch(models.Model):
    """Sheets that somebody entered at once, and the printed words that stood on them.

    `reading` (a worker checks the lines of a file) -> `checking` (it waits for a yes) -> `running` -> `done`,
    and back by `undoing` -> `undone`. Its lines are the queue: a worker that dies goes on where it was.
    `content` is empty as soon as it was read. `digest` finds the same file again; an undone one forgets it,
    so that it can come once more.
    """

    class Source(models.TextChoices):
        TYPED = "typed", _("typed")
        FILE = "file", _("a file")

    class State(models.TextChoices):
        READING = "reading", _("being read")
        CHECKING = "checking", _("to be checked")
        RUNNING = "running", _("being counted")
        DONE = "done", _("counted")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="paper_batches", verbose_name=_("petition")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    source = models.CharField(_("how"), max_length=8, choices=Source.choices)
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True)
    lines = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    consent = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    created_at = models.DateTimeField(_("entered"))
    done_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("paper import")
        verbose_name_plural = _("paper imports")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "digest"], name="one_import_per_file", condition=~Q(digest="")
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], name="paper_at_work", condition=Q(state__in=["reading", "running", "undoing"])
            )
        ]

    def __str__(self) -> str:
        return self.file_name or f"{self.get_source_display()} {self.pk}"


class PaperRow(models.Model):
    """One line of an import. What was typed is blank again once the line is a signature or a repeat.

    `key` is the one that the signature gets; `had_signed`: it was waiting for its letter already.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("waiting")
        NEW = "new", _("new")
        REPEAT = "repeat", _("already there")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("taken back")

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    updates = models.BooleanField(default=False)
    show_name = models.BooleanField(default=False)
    key = models.CharField(max_length=254, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    problem = models.CharField(max_length=300, blank=True)
    had_signed = models.BooleanField(default=False)
    signature = models.ForeignKey(
        Signature, on_delete=models.SET_NULL, null=True, related_name="paper_rows", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="one_row_per_line")]
        indexes = [
            models.Index(fields=["signature"], name="paper_signature", condition=Q(signature__isnull=False))
        ]
