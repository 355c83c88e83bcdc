"""One person's signing of one petition."""

from django.db import models
from django.db.models.functions import Collate, Greatest, Lower
from django.utils.translation import gettext_lazy as _

from causes.models import Page, Signed
from petitions.models.petition import Petition

# The newest moment of a name. Postgres leaves out those that are not there.
CHANGED_AT = Greatest("signed_at", "confirmed_at", "ended_at", "changed_at")


class Signature(Signed):
    """One row per petition and canonical address: the unique index is the answer to a repeat."""

    petition = models.ForeignKey(
        Petition,
        on_delete=models.PROTECT,
        related_name="signatures",
        db_column="page_id",
        db_index=False,
        verbose_name=_("petition"),
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["petition", "email_key"], name="one_signature_per_person")
        ]
        indexes = [
            # Lists and exports walk a petition by id; see petitions.exports.
            models.Index(fields=["petition", "id"], name="signature_list"),
            # The desk looks names up by time, by what became of them, and by their first letters; see
            # petitions.signatories.
            models.Index(fields=["petition", "signed_at", "id"], name="signature_time"),
            models.Index(
                fields=["petition", "status", "signed_at", "id"],
                name="signature_status",
                condition=~models.Q(status="confirmed"),
            ),
            models.Index(
                models.F("petition"),
                Collate(Lower("name"), "C"),
                models.F("id"),
                name="signature_name",
                condition=~models.Q(name=""),
            ),
            # Who has not confirmed yet: reminded after a day, forgotten after a month.
            models.Index(
                fields=["signed_at"], name="signature_waiting", condition=models.Q(status="pending")
            ),
            # What changed since a program last looked, in the order in which it changed.
            models.Index("petition", CHANGED_AT, "id", name="signature_changed"),
            # Which sites names came from: most came from none.
            models.Index(
                fields=["petition", "embed_host"],
                name="signature_embedded",
                condition=~models.Q(embed_host=""),
            ),
            # The few who let their first name be shown are found among a million who did not.
            models.Index(
                fields=["petition", "-confirmed_at"],
                name="signature_shown",
                condition=models.Q(show_name=True, status="confirmed"),
            ),
            # Most people write no reason: those who did are a list of their own.
            models.Index(
                fields=["petition", "reason_state", "-confirmed_at"],
                name="signature_reasons",
                condition=models.Q(status="confirmed") & ~models.Q(reason_state=""),
            ),
        ]

    @property
    def page(self) -> Page:
        return self.petition
