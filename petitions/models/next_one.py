"""What to sign after a petition: worked out beforehand, so that no page has to."""

from django.db import models

from petitions.models.petition import Petition


class NextPetition(models.Model):
    """One of the few petitions of the same cause that follow `petition`, the best at place 1.

    Written by `petitions.next_one` alone. Only the order is kept: nothing says who signed both.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="next_ones", db_index=False)
    other = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "place"], name="one_next_petition_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.other}"
