"""Links are the network: a tracked way to a page, and its place in the tree of who brought whom."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from causes.models.page import Page

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base57: without 0 O 1 I l
CODE_LENGTH = 9


class Channel(models.TextChoices):
    """How somebody came: the last part of a share address, and the row of every channel chart."""

    X = "x", "X"
    WHATSAPP = "whatsapp", "WhatsApp"
    FACEBOOK = "facebook", "Facebook"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    THREADS = "threads", "Threads"
    TELEGRAM = "telegram", "Telegram"
    LINKEDIN = "linkedin", "LinkedIn"
    REDDIT = "reddit", "Reddit"
    EMAIL = "email", _("e-mail")
    SMS = "sms", "SMS"
    COPY = "copy", _("copied link")
    SHEET = "sheet", _("phone's share sheet")
    QR = "qr", _("QR code")
    PARTNER = "partner", _("partner")
    EMBED = "embed", _("another site")
    DIRECT = "direct", _("direct")
    OFFLINE = "offline", _("on paper")
    OTHER = "other", _("other")


def new_code() -> str:
    """Nine unguessable characters (52 bits), easy to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    """Whether `text` can be a code at all; anything else need not be looked up."""
    return len(text) == CODE_LENGTH and all(letter in ALPHABET for letter in text)


class Link(models.Model):
    """A tracked way to a page. Holds no personal data and is never deleted.

    `parent` is the link that brought its owner, `root` the first link of that line (None: itself),
    `generation` the parent's + 1: 1 for a person nobody brought, 0 for an organisation's own link.
    An alias points at the link it stands for.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        PARTNER = "partner", _("partner")
        MAILING = "mailing", _("mailing")
        QR = "qr", _("QR code")
        POST = "post", _("post")
        PAGE = "page", _("page")

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, related_name="links", db_index=False, verbose_name=_("page")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PERSON)
    language = models.CharField(max_length=8, choices=languages)
    label = models.CharField(_("name"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="children", db_index=False
    )
    root = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    generation = models.PositiveSmallIntegerField(default=0)
    # Somebody came by it, so its own place in the tree is settled; written with the first who does.
    has_brought = models.BooleanField(default=False, editable=False)
    alias_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="aliases", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [
            models.Index(fields=["parent"], name="link_parent", condition=models.Q(parent__isnull=False)),
            models.Index(fields=["alias_of"], name="link_alias", condition=models.Q(alias_of__isnull=False)),
            models.Index(fields=["page"], name="link_of_organisation", condition=~models.Q(kind="person")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | models.Q(parent__lt=models.F("id")),
                name="parent_is_older",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.code
