"""What somebody who can decide answered to a petition."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.models.petition import Petition
from petitions.models.report import Report


class Response(models.Model):
    """An answer in its author's own words, shown on the page from `shown_at` on.

    Organisers enter it; or it came by the page's report form (`report`), then only the people who run the
    site decide: who is petitioned must not need the petitioners' consent to be heard.
    """

    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="responses", verbose_name=_("petition")
    )
    who = models.CharField(
        _("who answered"), max_length=120, help_text=_("As they sign: “Mayor Regina Romero”.")
    )
    words = models.TextField(
        _("the answer in their words"),
        validators=[MaxLengthValidator(5000)],
        help_text=_("Markdown is welcome. Quote them; tell what you think of it in an update."),
    )
    on = models.DateField(_("when"))
    source = models.URLField(
        _("source"),
        max_length=400,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where anybody can check it: the minutes, the news, the letter."),
    )
    report = models.OneToOneField(
        Report, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="response"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    written_at = models.DateTimeField(_("entered"), editable=False)
    shown_at = models.DateTimeField(_("on the page since"), null=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.who
