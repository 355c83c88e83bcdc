"""What people care about over time, and standing by it with one's name."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from causes.models.page import Page, PageQuerySet
from causes.models.signed import Signed


class Cause(Page):
    """Holds petitions. Its own page takes supports: the same act as signing."""

    page = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_cause",
        db_column="page_id",
    )
    objects = PageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # a row from the database comes by position and knows its kind
            kwargs.setdefault("kind", Page.Kind.CAUSE)
        super().__init__(*args, **kwargs)


class Support(Signed):
    """Somebody stands by a cause, confirmed like a signature."""

    cause = models.ForeignKey(
        Cause,
        on_delete=models.PROTECT,
        related_name="supports",
        db_column="page_id",
        db_index=False,
        verbose_name=_("cause"),
    )

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [models.UniqueConstraint(fields=["cause", "email_key"], name="one_support_per_person")]
        indexes = [
            # Who has not confirmed yet: reminded after a day, forgotten after a month.
            models.Index(fields=["signed_at"], name="support_waiting", condition=models.Q(status="pending"))
        ]

    @property
    def page(self) -> Page:
        return self.cause
