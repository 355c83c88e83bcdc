"""A person with a sign-in. Supporters have none unless they connect a network account."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.languages import languages


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in by e-mail; without a password they cannot sign in at all."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator of the whole site (`manage.py createsuperuser`)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """`is_staff` opens the back office; what is seen there follows from memberships."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=languages, default=settings.LANGUAGE_CODE
    )
    wants_letters = models.BooleanField(
        _("letters about my petitions"),
        default=True,
        db_default=True,
        help_text=_(
            "Milestones, first names, a quiet month, a deadline that comes near. "
            "What you must know comes anyway."
        ),
    )
    is_moderator = models.BooleanField(
        _("moderates this site"),
        default=False,
        db_default=False,
        help_text=_("Reviews and hides petitions and answers reports everywhere. Takes no names out."),
    )
    is_superuser = models.BooleanField(
        _("administers this site"),
        default=False,
        help_text=_("May do everything everywhere, but take names out: that needs the data officer’s role."),
    )
    is_staff = models.BooleanField(_("works in the back office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
