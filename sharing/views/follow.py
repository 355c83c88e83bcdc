"""`/s/<code>/<channel>/`: people are led on at once, previews get the page's card, both are told apart."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts import clock
from causes import faces, front_cache
from causes.models import Cause, Channel, Link, Page, State
from causes.models.link import is_code
from causes.views.answering import render_public
from petitions import cards
from sharing import clicks, visits
from sharing.events import Event, new_id
from sharing.models import ClickHour

_CHANNELS = frozenset(Channel.values)


@dataclass(frozen=True)
class Way:
    """Where a link leads, looked up once for a crowd."""

    page: Page
    code: str
    language: str
    instead: str = ""

    def target(self, channel: str) -> str:
        """The page in the link's language with the owner's credit; for a hidden petition its cause, without
        credit, and the home page when that is not public either."""
        if self.instead:
            return self.instead
        if not self.page.is_public():
            return "/" if self.language == settings.LANGUAGE_CODE else f"/{self.language}/"
        return f"{self.page.public_path(self.language)}?{urlencode({'r': f'{self.code}.{channel}'})}"


@require_safe
def follow(request: HttpRequest, code: str, channel: str = Channel.OTHER) -> HttpResponse:
    """302 with no-store, never 301: a browser that remembers a redirect never comes by again."""
    way = front_cache.kept(f"link {code}", lambda: _find(code)) if is_code(code) else None
    if way is None:
        return _lead("/")
    channel = channel if channel in _CHANNELS else Channel.OTHER
    outcome = visits.judge(request)
    clicks.put(_event(request, way, channel, outcome, clock.now()))
    if way.page.is_public() and visits.wants_card(request):
        return _card(request, way)
    return _lead(way.target(channel))


def _event(
    request: HttpRequest, way: Way, channel: str, outcome: ClickHour.Outcome, now: dt.datetime
) -> Event:
    hour = clock.hour_of(now).isoformat()
    if outcome != ClickHour.Outcome.COUNTED:
        return Event(new_id(), way.code, channel, hour, outcome)
    return Event(
        id=new_id(),
        code=way.code,
        channel=channel,
        hour=hour,
        outcome=outcome,
        visitor=visits.visitor_hash(request, clicks.salt_of(now.date()), way.page.pk).hex(),
        device=visits.device(request),
        referrer=visits.referrer_host(request),
    )


def _card(request: HttpRequest, way: Way) -> HttpResponse:
    """What a chat shows of the link. `og:url` is the share link itself: the page's own address there
    would lose the credit, because networks resolve a share to it."""
    with translation.override(way.language):
        face = faces.page_face(way.page, way.language, clock.now())
        context = {"page": face, "path": request.path, "card": cards.face(face, way.language)}
        html = render_public("sharing/card.html", request.path, context)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Language": way.language}
    return HttpResponse(html, headers=headers)


def _find(code: str) -> Way | None:
    link = Link.objects.filter(code=code).select_related("page__organisation").first()
    if link is None or (link.page.state == State.DRAFT):
        return None
    return Way(link.page, code, link.language, _instead(link))


def _instead(link: Link) -> str:
    """The address of a hidden petition's cause: whoever follows the link cares about it still."""
    if link.page.state != State.HIDDEN:
        return ""
    cause = Cause.objects.public().filter(petitions=link.page_id).first()
    return cause.public_path(link.language) if cause else ""


def _lead(target: str) -> HttpResponse:
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = "no-store"
    return response
