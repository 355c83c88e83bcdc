"""What an organiser has written for whoever shares a page, and how the page asks them to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from causes.models import Page
from causes.models.experiment import LONGEST

MOST = 5  # texts of one channel and language


class ShareText(models.Model):
    """A text that a share starts from; the link comes after it.

    `channel` "" stands for every channel without a text of its own. Number 1 is used; the others wait for
    an experiment, which takes them all.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="share_texts", db_index=False)
    channel = models.CharField(_("channel"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=languages)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    words = models.CharField(_("text"), max_length=LONGEST)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "channel", "number"], name="one_share_text_per_number"
            )
        ]


class Sharing(models.Model):
    """How a page asks people to share. Without a row: the buttons at once."""

    page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="sharing", primary_key=True)
    asks_first = models.BooleanField(
        _("Ask “Will you share?” before the buttons"),
        default=False,
        help_text=_("Somebody who said yes is more likely to do it. The buttons are one press away."),
    )


class RetiredLink(models.Model):
    """One of the organisation's own links that is out of use. It leads on and counts; lists put it last."""

    link = models.OneToOneField(
        "causes.Link", on_delete=models.PROTECT, related_name="retired", primary_key=True
    )
    at = models.DateTimeField()
