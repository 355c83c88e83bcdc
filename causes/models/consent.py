"""The exact words somebody agreed to, kept for ever with their version."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class Given(models.TextChoices):
    """What a decision maker is given of each signature, from the least to the most."""

    COUNT = "count", _("only the number")
    NAMES = "names", _("the names")
    POSTCODES = "postcodes", _("names and postcodes")

    @classmethod
    def least(cls, *several: str) -> "Given":
        """What all of them allow."""
        return min(map(cls, several), key=list(cls).index)


# What somebody does under these words: signs a kind of page, or a printed form (`causes.consents`).
_PURPOSES = {
    "petition": _("signing a petition"),
    "cause": _("standing by a cause"),
    "paper": _("signing on paper"),
}


class ConsentText(models.Model):
    """One wording of one organisation in one language. Rows are added, never changed.

    The database refuses an update (see the migration's trigger): old signatures point at old words.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="consent_texts", verbose_name=_("organisation")
    )
    purpose = models.CharField(_("purpose"), max_length=20)
    language = models.CharField(_("language"), max_length=8)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    # What these words say a decision maker is given: no setting of later gives away more.
    gives = models.CharField(
        _("the decision maker is given"),
        max_length=10,
        choices=Given.choices,
        default=Given.NAMES,
        db_default=Given.NAMES,
    )
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateTimeField(_("valid from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "language", "version"], name="one_wording_per_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "purpose", "language", "sha256"], name="one_version_per_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what_for()} · {self.language} · v{self.version}"

    def what_for(self) -> str:
        """The purpose in words."""
        return str(_PURPOSES.get(self.purpose, self.purpose))

    @staticmethod
    def digest(body: str) -> str:
        return hashlib.sha256(body.encode()).hexdigest()
