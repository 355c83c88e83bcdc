"""Ways in an update to the organisation's other pages, made its reader's own: there one press signs.

Only whole addresses of this site that name an open page of the same organisation; an address with a code of
its own, or of another organisation, stays as the organisers wrote it.
"""

import datetime as dt
import re

from django.conf import settings
from django.utils.safestring import SafeString

from causes import front_cache, sign_token
from causes.models import Letter, Page

_KINDS = {"p": Page.Kind.PETITION, "causes": Page.Kind.CAUSE}
_FOR_SECONDS = 60.0  # an update goes to thousands: each address is looked up once a minute


def in_text(words: str, letter: Letter, now: dt.datetime) -> str:
    """`words` as this letter's reader gets them; without a link there is nobody to recognise."""
    return _address().sub(lambda found: _way(found, letter, now), words)


def in_html(html: SafeString, letter: Letter, now: dt.datetime) -> SafeString:
    """The same, where links lead; what they say stays."""
    return SafeString(re.sub(r'(?<=href=")[^"]+', lambda href: in_text(href[0], letter, now), html))


def _address() -> re.Pattern[str]:
    languages = "|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    return re.compile(
        rf"{re.escape(settings.SITE_URL)}(?:/(?:{languages}))?/(?P<kind>p|causes)/(?P<slug>[-\w]+)/(?![\w?#/%&=-])"
    )


def _way(found: re.Match[str], letter: Letter, now: dt.datetime) -> str:
    page = _page(_KINDS[found["kind"]], found["slug"], letter.page.organisation_id)
    if page is None or letter.link is None or page.pk == letter.page_id or not page.takes_names(now):
        return found[0]
    return settings.SITE_URL + sign_token.path_to(page, letter.link, letter.email_key, letter.language, now)


def _page(kind: str, slug: str, organisation: int) -> Page | None:
    pages = Page.objects.public().filter(kind=kind, slug=slug, organisation=organisation)
    found: Page | None = front_cache.kept(
        f"page in letters {kind} {slug} {organisation}", pages.first, seconds=_FOR_SECONDS
    )
    return found
