"""What became of a petition: handed over, granted, refused or never answered."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from causes.models import State
from petitions.models.petition import Petition


class Outcome(models.Model):
    """Told once for each end state, when the petition moves there; shown on its page with its source.

    `on` is the day it happened, as the organisers tell it; `written_at` the moment they told it.
    """

    STATES = (State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER)

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in STATES])
    what = models.CharField(_("what changed"), max_length=500)
    on = models.DateField(_("when"))
    source = models.URLField(
        _("source"),
        max_length=400,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where anybody can check it: the minutes, the news, the letter."),
    )
    # Of a handover: who took it, how many names it were, and a picture of the day.
    received_by = models.CharField(
        _("who received it"), max_length=120, blank=True, default="", db_default=""
    )
    count = models.PositiveIntegerField(null=True, editable=False)
    picture = models.ImageField(
        _("picture"),
        upload_to="pictures/",
        blank=True,
        default="",
        db_default="",
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=200, blank=True, default="", db_default=""
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "state"], name="one_outcome_per_end_of_a_petition")
        ]
