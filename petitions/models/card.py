"""The picture that stands beside a link to a page in chats and on networks."""

from django.db import models

from causes.models import Page


class Card(models.Model):
    """One picture as it was drawn: of a page, in a language, at a number, with a headline.

    What a page lacks a row for, is due (`petitions.cards`). Rows and files stay: networks keep showing
    the address they once read. `picture` is empty when our letters cannot write the headline.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="cards", db_index=False)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()  # the last rung the count had passed; 0 before the first
    words = models.CharField(max_length=32)  # fingerprint of what is written on it
    picture = models.CharField(max_length=100, blank=True)  # its name in the storage
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language", "number", "words"], name="one_card_per_state")
        ]
