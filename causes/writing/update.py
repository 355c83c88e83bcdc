"""The organisers' news by letter: to those who said yes, and before that to the organiser alone."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from causes import updates
from causes.models import Letter, Page, Status, Update
from causes.signing import signed_model
from causes.story import to_html
from causes.writing import personal
from causes.writing.sheet import NotWanted, Sheet, own_url, page_url


def update(letter: Letter, now: dt.datetime) -> Sheet:
    """To somebody whose confirmed name says yes; raises NotWanted when it no longer does, or the update was
    stopped, corrected, or hidden with its page."""
    news = _news(letter)
    if not _is_leaving(news):
        raise NotWanted(updates.TAKEN_BACK)
    signed = (
        signed_model(letter.page)
        ._default_manager.filter(
            link=letter.link, email_key=letter.email_key, status=Status.CONFIRMED, updates=True
        )
        .first()
    )
    if signed is None or letter.link is None:
        raise NotWanted
    facts = {**facts_of(news, letter), "code": letter.link.code, "corrected": _had_former(letter)}
    facts["words"] = personal.in_text(facts["words"], letter, now)
    facts["words_html"] = personal.in_html(facts["words_html"], letter, now)
    return Sheet(
        _place(letter), signed.name, own_url(letter, "me", now), own_url(letter, "unsubscribe", now), facts
    )


def update_test(letter: Letter, now: dt.datetime) -> Sheet:
    """As its readers would get it, without the addresses that are theirs alone."""
    news = _news(letter)
    facts = {**facts_of(news, letter), "code": "", "corrected": news.supersedes_id is not None}
    return Sheet(_place(letter), news.by.get_short_name() if news.by else "", facts=facts)


def facts_of(news: Update, letter: Letter) -> dict[str, Any]:
    """What the letter's templates say of the update itself."""
    words = updates.said(news, letter.language)
    return {
        "headline": words.text["title"],
        "words": words.text["words"],
        "words_html": _html(words.text["words"]),
        "foreign": words.foreign,
        "kind": letter.page.kind,
    }


def _news(letter: Letter) -> Update:
    if letter.update is None:
        raise NotWanted
    return letter.update


def _is_leaving(news: Update) -> bool:
    """Asked anew for each letter: a worker reads a hundred at once, and a button is pressed meanwhile."""
    sending = Update.objects.filter(pk=news.pk, state=Update.State.SENDING)
    return sending.filter(page__in=Page.objects.public()).exists()


def _place(letter: Letter) -> str:
    """Where the update stands on its page."""
    assert letter.update_id is not None
    return f"{page_url(letter)}#{updates.anchor(letter.update_id)}"


def _had_former(letter: Letter) -> bool:
    """Whether its reader has, or may have, what this update corrects."""
    assert letter.update is not None
    former = updates.line_of(letter.update)
    if not former:
        return False
    state = Letter.State
    left = Letter.objects.filter(
        update__in=former, email_key=letter.email_key, state__in=(state.SENT, state.SENDING, state.UNKNOWN)
    )
    return left.filter(kind=Letter.Kind.UPDATE).exists()


@lru_cache(maxsize=32)
def _html(words: str) -> SafeString:
    """The same words go to thousands."""
    return to_html(words)
