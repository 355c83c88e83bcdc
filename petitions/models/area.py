"""How many signatures come from the area of the decision maker: their voters, as far as postcodes tell."""

from django.db import models

from petitions.models.petition import Petition


class AreaCount(models.Model):
    """Counted by a worker for the list `area` as it was then: another list is another count.

    `inside` of `known`, whose postcode says where they are, of `names`, all that are confirmed.
    """

    petition = models.OneToOneField(
        Petition, on_delete=models.CASCADE, related_name="area_count", primary_key=True
    )
    area = models.TextField()
    inside = models.IntegerField()
    known = models.IntegerField()
    names = models.IntegerField()
    counted_at = models.DateTimeField()
