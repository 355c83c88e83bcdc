"""Several share texts at once, and what came of each: an experiment of a page."""

import hashlib
import secrets

from django.db import models

from accounts.languages import languages
from causes.models.link import Link
from causes.models.page import Page

SLOTS = 10_000
LONGEST = 200


def new_salt() -> str:
    return secrets.token_hex(16)


class Experiment(models.Model):
    """2 to 5 texts for one channel ("" for all without a text of their own) and language, side by side.

    Whose link was made while it ran has a text for good: the slot of a keyed hash of their code decides,
    so nothing is stored per person, and nobody sees another text on the next visit. A change of weights
    is a new experiment.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="experiments")
    channel = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=8, choices=languages)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "channel", "language"],
                name="one_experiment_at_a_time",
                condition=models.Q(ended_at=None),
            )
        ]

    def slot(self, code: str) -> int:
        """Where link `code` falls: 0 to SLOTS - 1, as `causes.counting` reckons it in SQL."""
        return int(hashlib.sha256((self.salt + code).encode()).hexdigest()[:8], 16) % SLOTS


class Variant(models.Model):
    """One text of an experiment and its journal, filled in the counting step and kept for ever.

    It is shown to slots from `first_slot` up to, not including, `end_slot`. `shown` counts confirmed names
    that saw it, `brought` the confirmed names that came by their links within 72 hours of their own
    confirmation, `squares` adds up the square of what each person brought: so the interval knows how unequal
    people are.
    """

    experiment = models.ForeignKey(
        Experiment, on_delete=models.PROTECT, related_name="variants", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST)
    first_slot = models.PositiveSmallIntegerField()
    end_slot = models.PositiveSmallIntegerField()
    shown = models.IntegerField(default=0)
    brought = models.IntegerField(default=0)
    squares = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="one_variant_per_number")
        ]


class VariantConnector(models.Model):
    """What one link brought for one text: needed to keep the sum of squares, and for nothing else."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="connectors", db_index=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+", db_index=False)
    brought = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "link"], name="one_connector_row_per_variant")
        ]
