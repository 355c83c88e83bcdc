"""The columns of an export, in their order: the one table that the file and its dictionary are made of.

A purpose gets no column that it can do without: whoever counts needs no names.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.models import ExportLog

_Purpose = ExportLog.Purpose
_EVERY = frozenset(_Purpose)
_NAMES = _EVERY - {_Purpose.ANALYSIS}

# A cell that begins like this, even after spaces, is a formula to some spreadsheet. NUL cannot be
# in a Postgres text. The wide forms of the four signs count as signs in East Asian versions.
_SPACES = " \u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
FORMULA = f"^[{_SPACES}]*[=+@\uff1d\uff0b\uff20\uff0d\u2212\\t\\r\\n-]"
_TIME = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
# Most names begin with a plain letter or digit; that is seen without a look through the pattern.
_SAFE = (
    "CASE WHEN ascii({0}) BETWEEN 65 AND 122 OR ascii({0}) BETWEEN 48 AND 57 THEN {0}"
    " WHEN {0} ~ %(formula)s THEN '''' || {0} ELSE {0} END"
)


@dataclass(frozen=True)
class Column:
    """`sql` reads from s (signature), l (its link), p (the organisation's own link at the root of its line),
    c (the words agreed to) and w (the words of the petition); `source` says where it comes from."""

    name: str
    sql: str
    says: str | Promise
    source: str | Promise
    purposes: frozenset[ExportLog.Purpose] = _EVERY


_TYPED = _("typed by the person")
_PRESSED = _("kept when the form was sent")
_BUTTON = _("kept when the letter's button was pressed")
_CONSENT = _("the consent texts of the organisation")
_LINK = _("the link the person came by")

COLUMNS = (
    Column(
        "signed_at",
        _TIME.format("s.signed_at"),
        _("When the form was sent: ISO 8601, UTC."),
        _PRESSED,
    ),
    Column(
        "confirmed_at",
        _TIME.format("s.confirmed_at"),
        _("When the name began to count: the letter's button, or the entry of a paper sheet. UTC."),
        _BUTTON,
    ),
    Column(
        "status",
        "s.status",
        _("confirmed; in a file for checking also pending, held, withdrawn or invalid."),
        _("the signature"),
    ),
    Column(
        "name",
        f"CASE WHEN NOT %(delivery)s OR (c.gives <> 'count' AND %(gives)s <> 'count') "
        f"THEN {_SAFE.format('s.name')} ELSE '' END",
        _("The name. For a handover only where the words under the button said so."),
        _TYPED,
        _NAMES,
    ),
    Column(
        "email",
        "CASE WHEN s.status = 'confirmed' AND (s.updates OR %(delivery)s) "
        f"THEN {_SAFE.format('s.email')} ELSE '' END",
        _("The e-mail address. Only of confirmed people who said yes to updates, or for a handover."),
        _TYPED,
        _NAMES,
    ),
    Column(
        "postcode",
        "CASE WHEN NOT %(delivery)s OR (c.gives = 'postcodes' AND %(gives)s = 'postcodes') "
        f"THEN {_SAFE.format('s.postcode')} ELSE '' END",
        _("The postcode. For a handover only where the words under the button said so."),
        _TYPED,
        _NAMES,
    ),
    Column("country", "s.country", _("ISO 3166, two letters; empty where it was not asked."), _TYPED),
    Column(
        "region",
        "s.region",
        _("State or province, ISO 3166-2 (US-AZ); empty when the postcode does not say."),
        _("worked out from the beginning of the postcode"),
    ),
    Column("language", "s.language", _("The language of the form."), _PRESSED),
    Column(
        "channel",
        "s.channel",
        _("How the person came: x, whatsapp, email, qr, partner, direct, offline (paper)…"),
        _LINK,
    ),
    Column(
        "partner",
        _SAFE.format("coalesce(p.label, '')"),
        _("The organisation's own link (partner, mailing, QR) at the beginning of the line that led here."),
        _LINK,
    ),
    Column(
        "generation",
        "l.generation",
        _("1: nobody brought them. 2: brought by somebody of generation 1, and so on."),
        _LINK,
    ),
    Column(
        "new_to_list",
        "CASE s.new_to_list WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END",
        _("yes: the first confirmed name of this person in the organisation."),
        _BUTTON,
    ),
    Column(
        "updates",
        "CASE WHEN s.updates THEN 'yes' ELSE 'no' END",
        _("Whether this person wants news by e-mail. Write to nobody else."),
        _("said when confirming, or later on their own page"),
    ),
    Column(
        "consent_text_version",
        "c.purpose || ' ' || c.language || ' ' || c.version",
        _("Which words stood under the button: petition or paper form, language, version."),
        _CONSENT,
    ),
    Column(
        "consent_given_at",
        _TIME.format("s.signed_at"),
        _("When the button below these words was pressed, or the sheet was entered. UTC."),
        _PRESSED,
    ),
    Column(
        "lawful_basis",
        "CASE WHEN s.updates THEN 'consent: signing, updates' ELSE 'consent: signing' END",
        _("What the organisation may do: count and hand over the name; write updates, where it says so."),
        _CONSENT,
    ),
    Column(
        "wording_version",
        "w.language || ' ' || w.number",
        _("Which version of the petition's own words was signed: language and number."),
        _("the versions of the petition"),
    ),
)


def columns_for(purpose: str) -> list[Column]:
    """Those that a file for `purpose` has, in their order."""
    return [column for column in COLUMNS if purpose in column.purposes]
