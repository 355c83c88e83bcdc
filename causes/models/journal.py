"""Tallies and journals: uncounted changes, and the hourly totals that every dashboard reads."""

from django.db import models

from causes.models.link import Link
from causes.models.page import Page


class Tally(models.Model):
    """One confirmed name more (+1) or less (-1), written in the transaction that changed it.

    `causes.counting` takes tallies out and adds them to the journals in one transaction.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+", db_index=False)
    hour = models.DateTimeField()
    channel = models.CharField(max_length=12)
    generation = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=8)
    lag = models.CharField(max_length=5)
    parent_hour = models.DateTimeField(null=True)
    new_to_list = models.BooleanField()
    opted_in = models.BooleanField(default=False, db_default=False)
    delta = models.SmallIntegerField()


class GrowthHour(models.Model):
    """Confirmed names per page and hour, by how and from where they came.

    Of them `opted_in` said yes to updates when they confirmed, `new_subscribers` were new to the list, too.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="growth", db_index=False)
    hour = models.DateTimeField()
    channel = models.CharField(max_length=12)
    generation = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=8)
    signatures = models.IntegerField(default=0)
    new_to_list = models.IntegerField(default=0)
    opted_in = models.IntegerField(default=0, db_default=0)
    new_subscribers = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "hour", "channel", "generation", "region"], name="one_growth_row_per_cell"
            )
        ]
        indexes = [
            # What moves now, over all pages; see petitions.finding.
            models.Index(fields=["hour"], name="growth_by_hour")
        ]


class CohortHour(models.Model):
    """Names brought, by the hour in which their parent was confirmed and how long they took."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="cohorts", db_index=False)
    parent_hour = models.DateTimeField()
    lag = models.CharField(max_length=5)
    brought = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "parent_hour", "lag"], name="one_cohort_row_per_cell")
        ]


class LinkTotal(models.Model):
    """What came of a root link: names that came through it directly, and all generations after them."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="total", primary_key=True)
    direct = models.IntegerField(default=0)
    downstream = models.IntegerField(default=0)
    new_to_list = models.IntegerField(default=0)


class LinkRing(models.Model):
    """What came of an organisation's own link, by generation: names still counted of each."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="rings", db_index=False)
    generation = models.PositiveSmallIntegerField()
    signatures = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "generation"], name="one_ring_per_generation")]


class ConnectorTotal(models.Model):
    """What a person's link brought: directly, and over all generations."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="connector", primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+", db_index=False)
    direct = models.IntegerField(default=0)
    downstream = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["page", "-direct", "-downstream"], name="connector_rank")]
