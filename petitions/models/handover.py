"""The handover kit: what is printed for the day on which the signatures are given away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from causes.models import Given
from petitions.models.petition import Petition

PAPERS = [("letter", "Letter"), ("a4", "A4")]


class HandoverKit(models.Model):
    """What somebody asked for: the letter on top, and how much of each name was to be given then."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="kits")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cover = models.TextField(_("cover letter"), max_length=5000)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    paper = models.CharField(_("paper"), max_length=6, choices=PAPERS)
    given = models.CharField(max_length=10, choices=Given.choices)
    asked_at = models.DateTimeField()


class HandoverFile(models.Model):
    """One PDF of a kit; a long list of names makes several, each asks for the next when it is written.

    It lies in the database, where no address leads to it, for two days; then, or when somebody on it is
    erased, `content` goes. `after` and `until` are the signatures it begins behind and ends with.
    """

    class State(models.TextChoices):
        DUE = "due", _("waiting for its turn")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        GONE = "gone", _("deleted")

    kit = models.ForeignKey(HandoverKit, on_delete=models.CASCADE, related_name="files", db_index=False)
    number = models.PositiveSmallIntegerField(_("part"))
    after = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0)
    names = models.PositiveIntegerField(_("names"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(_("made"), null=True)

    class Meta:
        verbose_name = _("handover file")
        verbose_name_plural = _("handover files")
        constraints = [models.UniqueConstraint(fields=["kit", "number"], name="one_file_per_part")]
        indexes = [
            models.Index(fields=["id"], name="handover_due", condition=Q(state="due")),
            models.Index(fields=["made_at"], name="handover_kept", condition=Q(state="ready")),
        ]

    def __str__(self) -> str:
        return f"{self.kit_id}.{self.number}"
