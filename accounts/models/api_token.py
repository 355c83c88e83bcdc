"""Keys with which an organisation's own programs come in, and what was answered to them lately."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User


class Scope(models.TextChoices):
    """What a program may do. Each is given by an owner, one by one."""

    AGGREGATES = "read:aggregates", _("read numbers")
    READ = "read:signatures", _("read names and addresses")
    WRITE = "write:signatures", _("put names on petitions")


class ApiToken(models.Model):
    """One key of one organisation. Only its hash is kept: the key itself was shown once."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("organisation")
    )
    label = models.CharField(_("what it is for"), max_length=60, help_text=_("“Our newsletter system”."))
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("may"))
    start = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), editable=False)
    used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    class Meta:
        verbose_name = _("key for programs")
        verbose_name_plural = _("keys for programs")

    def __str__(self) -> str:
        return self.label


class ApiAnswer(models.Model):
    """What a program was answered under one Idempotency-Key, for 24 hours: the same question gets it again.

    `question` is a keyed hash of what was sent, so that nothing of it is kept.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    question = models.CharField(max_length=24)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]
