"""Who is on an organisation's list: changes that wait to be booked, and the journal they are booked in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class ListPart(models.TextChoices):
    """How somebody came on the list or left it. The first three add people, the others take them away.

    `returned` were known before and want updates now; `left` unsubscribed or took their name off; `forgotten`
    were kept as long as their page promised.
    """

    JOINED = "joined", _("New subscribers")
    RETURNED = "returned", _("Back, or yes later")
    BEFORE = "before", _("On it before")
    LEFT = "left", _("Unsubscribed")
    BOUNCED = "bounced", _("Mailbox gone")
    COMPLAINED = "complained", _("Called it spam")
    ERASED = "erased", _("Erased")
    FORGOTTEN = "forgotten", _("Forgotten on time")
    STRUCK = "struck", _("Struck as false")


ADDS = (ListPart.JOINED, ListPart.RETURNED, ListPart.BEFORE)


class PersonChange(models.Model):
    """Something about a person changed that their organisation's list is counted by, or they are gone.

    Written in the transaction of its cause; `causes.people_counting` looks at how they stand now and books
    the difference. `person` is a supporter's id, empty when the row is gone: then `part` says how they left
    the list, "" when they were not on it, and `petitions` is how many they were booked with.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.BigIntegerField(null=True)
    part = models.CharField(max_length=10, choices=ListPart.choices, blank=True)
    petitions = models.PositiveSmallIntegerField(default=0, db_default=0)
    at = models.DateTimeField()


class ListDay(models.Model):
    """People who came on an organisation's list or left it, by the day (UTC) and how; each booked once.

    Those who came less those who left, over all days, are the people on it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    part = models.CharField(max_length=10, choices=ListPart.choices)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day", "part"], name="one_list_row_per_cell")
        ]


class PeopleTotal(models.Model):
    """People an organisation knows who signed a petition of it, and those who signed more than one."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    signers = models.IntegerField(default=0)
    again = models.IntegerField(default=0)
