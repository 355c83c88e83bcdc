"""The words people agree to when they put their name down, versioned by themselves.

The text is written here, in each language; the first page that shows a new wording stores it. A
signature keeps the id of the text that its own form showed (see `form_key`).
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from causes.models import ConsentText, Given, Page


@dataclass(frozen=True)
class Consent:
    """`signing` stands under the button, `question` above yes and no, `showing` beside the box that lets
    a first name be shown. All three are stored."""

    id: int
    version: int
    signing: str
    question: str
    showing: str


PAPER = "paper"  # the purpose of a wording that stands on a printed form; else it is the kind of the page
_ASKED_ON_PAPER = frozenset({"show_name"})

_known: dict[tuple[int, str, str, str], tuple[int, int]] = {}


def current(page: Page, language: str, now: dt.datetime) -> Consent:
    """The wording that `page` shows in `language` today, stored the first time it is shown."""
    return _shown(page, page.kind, page.asks(), language, now)


def on_paper(petition: Page, language: str, now: dt.datetime) -> Consent:
    """The wording of the printed form: the same words, about what is asked there, numbered by themselves."""
    return _shown(petition, PAPER, petition.asks() & _ASKED_ON_PAPER, language, now)


def _shown(page: Page, purpose: str, asked: frozenset[str], language: str, now: dt.datetime) -> Consent:
    with override(language):
        signing, question = _wording(page, asked)
        showing = _showing(asked)
    body = "\n\n".join(filter(None, (signing, question, showing)))
    cell = (page.organisation_id, purpose, language, ConsentText.digest(body))
    if cell not in _known:
        _known[cell] = _store(cell, body, page.gives(), now)
    return Consent(*_known[cell], signing, question, showing)


def _wording(page: Page, asked: frozenset[str]) -> tuple[str, str]:
    names = {
        "organisation": page.organisation.name,
        "data": _data(asked),
        "seen": _seen(page),
        "age": settings.MINIMUM_AGE,
    }
    question = _("Updates from %(organisation)s by e-mail?") % names
    if page.kind == Page.Kind.CAUSE:
        return _(
            "I am %(age)s or older and I stand with this cause. %(organisation)s keeps my name, e-mail and "
            "postcode to check and count who stands with it, and shares them with nobody. "
            "I can take my name off at any time."
        ) % names, question
    return _(
        "I am %(age)s or older and I sign this petition. %(organisation)s keeps %(data)s "
        "to check and count signatures. %(seen)s "
        "I can take my name off at any time."
    ) % names, question


def _data(asked: frozenset[str]) -> str:
    """What is kept, by what the form asks."""
    if "country" in asked and "reason" in asked:
        return _("my name, e-mail, country, postcode and reason")
    if "country" in asked:
        return _("my name, e-mail, country and postcode")
    if "reason" in asked:
        return _("my name, e-mail, postcode and reason")
    return _("my name, e-mail and postcode")


def _seen(page: Page) -> str:
    """What the decision maker is given."""
    return {
        Given.COUNT: _("Whoever decides sees how many signed, not my name."),
        Given.NAMES: _("Whoever decides sees my name only."),
        Given.POSTCODES: _("Whoever decides sees my name and postcode only."),
    }[page.gives()]


def _showing(asked: frozenset[str]) -> str:
    """What the box says, "" where there is none: a reason is shown only beside a first name."""
    if "show_name" not in asked:
        return ""
    if "reason" in asked:
        return _("Show my first name on this page, and my reason if I wrote one, for everybody to see.")
    return _("Show my first name on this page, for everybody to see.")


def _store(cell: tuple[int, str, str, str], body: str, gives: Given, now: dt.datetime) -> tuple[int, int]:
    """(id, version) of the row with these words; two processes that store at once get the same row."""
    organisation, purpose, language, digest = cell
    same = ConsentText.objects.filter(organisation_id=organisation, purpose=purpose, language=language)
    while True:
        found = same.filter(sha256=digest).values_list("id", "version").first()
        if found:
            return found
        version = (same.aggregate(latest=Max("version"))["latest"] or 0) + 1
        try:
            with transaction.atomic():
                row = ConsentText.objects.create(
                    organisation_id=organisation,
                    purpose=purpose,
                    language=language,
                    version=version,
                    body=body,
                    gives=gives,
                    sha256=digest,
                    valid_from=now,
                )
        except IntegrityError:
            continue  # another process stored a wording in this moment: look again
        return row.id, row.version
