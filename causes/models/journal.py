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
    """Confirmed names per page and hour.

    Of them somebody brought `friends`: generation 2 and later. `opted_in` said yes to updates when they
    confirmed, `new_subscribers` were new to the list, too.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="growth", db_index=False)
    hour = models.DateTimeField()
    signatures = models.IntegerField(default=0)
    friends = models.IntegerField(default=0, db_default=0)
    new_to_list = models.IntegerField(default=0)
    opted_in = models.IntegerField(default=0, db_default=0)
    new_subscribers = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "hour"], name="one_growth_row_per_hour")]
        indexes = [
            # What moves now, over all pages; see petitions.finding.
            models.Index(fields=["hour"], name="growth_by_hour")
        ]


class WayDay(models.Model):
    """Confirmed names per page and day (UTC), by the channel they came through and their generation."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="ways", db_index=False)
    day = models.DateField()
    channel = models.CharField(max_length=12)
    generation = models.PositiveSmallIntegerField()
    signatures = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "day", "channel", "generation"], name="one_way_row_per_cell"
            )
        ]


class RegionDay(models.Model):
    """Confirmed names per page and day (UTC), by region: apart from how they came, so that no cell of the
    journals is small enough to be somebody."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="regions", db_index=False)
    day = models.DateField()
    region = models.CharField(max_length=8)
    signatures = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "day", "region"], name="one_region_row_per_cell")
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
    """What a person's link brought: directly, and over all generations.

    `credited`: the link's owner is confirmed, so that what they brought is told as theirs. The counting
    looks whenever a name below or the owner's own is counted or taken back.
    """

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="connector", primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+", db_index=False)
    direct = models.IntegerField(default=0)
    downstream = models.IntegerField(default=0)
    credited = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["page", "-direct", "-downstream"],
                name="connectors_ranked",
                condition=models.Q(credited=True, direct__gt=0),
            )
        ]


class ConnectorSum(models.Model):
    """The credited connectors of a page who brought somebody: how many, and what they brought together."""

    page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="+", primary_key=True)
    people = models.IntegerField(default=0)
    direct = models.IntegerField(default=0)
    downstream = models.IntegerField(default=0)
