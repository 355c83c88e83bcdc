"""The form for hands and clipboards: the same words as on the page, their number, and lines to write on."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from causes import consents, speaking
from causes.models import Channel, Link
from petitions.handover.sheet import EDGE, HAIR, INK_2, Sheet
from petitions.models import Petition

LABEL = "Paper form"
_ROW = 13.0  # millimetres: room for a hand
# Shares of the width: name, e-mail, postcode, and two boxes to tick.
_COLUMNS = (0.31, 0.35, 0.12, 0.11, 0.11)


def way(petition: Petition, now: dt.datetime) -> str:
    """The address in the QR code of this petition's forms: a link of the organisation's own, made once."""
    link = Link.objects.filter(page=petition.pk, kind=Link.Kind.QR, label=LABEL).order_by("pk").first()
    if link is None:
        link = Link.objects.create(
            page_id=petition.pk, kind=Link.Kind.QR, label=LABEL, language=petition.language, created_at=now
        )
    return settings.SITE_URL + reverse("share", args=[link.code, Channel.QR])


def paper_form(petition: Petition, language: str, paper: str, address: str, now: dt.datetime) -> bytes:
    """One page to copy as often as one likes; `paper` is "a4" or "letter"."""
    with override(language):
        consent = consents.on_paper(petition, language, now)
        words = speaking.said(petition, language).text
        foot = _("Form v%(version)s (%(language)s) · %(organisation)s") % {
            "version": consent.version,
            "language": language,
            "organisation": petition.organisation.name,
        }
        sheet = Sheet(paper, words["title"], foot)
        sheet.add_page()
        _head(sheet, words, address)
        _consent(sheet, consent)
        _lines(sheet, bool(consent.showing))
        return bytes(sheet.output())


def _head(sheet: Sheet, words: dict[str, str], address: str) -> None:
    size = 30.0
    sheet.picture_code(address, sheet.w - EDGE - size, EDGE - 4, size)
    width = sheet.epw - size - 6
    sheet.write_in(19, bold=True)
    sheet.paragraphs(words["title"], 8, width)
    sheet.write_in(10.5)
    sheet.paragraphs(_("To: %(who)s") % {"who": words["decision_maker"]}, 5, width)
    sheet.paragraphs(words["summary"], 5, width)
    sheet.set_y(max(sheet.get_y(), EDGE + size))


def _consent(sheet: Sheet, consent: consents.Consent) -> None:
    sheet.write_in(9)
    sheet.paragraphs(consent.signing, 4.2)
    sheet.write_in(8.5, ink=INK_2)
    notes = [_("Updates: %(question)s Tick for yes and write your e-mail.") % {"question": consent.question}]
    if consent.showing:
        notes.append(_("First name: %(showing)s") % {"showing": consent.showing})
    sheet.paragraphs("\n".join(notes), 4)


def _lines(sheet: Sheet, with_showing: bool) -> None:
    heads = [_("Name"), _("E-mail"), _("Postcode"), _("Updates"), _("First name")]
    shares = _COLUMNS if with_showing else (*_COLUMNS[:3], _COLUMNS[3] + _COLUMNS[4])
    widths = [share * sheet.epw for share in shares]
    sheet.write_in(8.5, bold=True)
    for head, width in zip(heads, widths, strict=False):
        sheet.fitted(head, width, 6)
    sheet.ln(6)
    sheet.set_draw_color(HAIR)
    top = sheet.get_y()
    rows = int((sheet.h - EDGE - 6 - top) / _ROW)
    for row in range(rows + 1):
        sheet.line(EDGE, top + row * _ROW, sheet.w - EDGE, top + row * _ROW)
    for row in range(rows):
        x = EDGE + sum(widths[:3])
        for width in widths[3:]:
            sheet.rect(x + width / 2 - 2.5, top + row * _ROW + _ROW / 2 - 2.5, 5, 5)
            x += width
