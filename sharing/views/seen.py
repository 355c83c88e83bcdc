"""`/seen/`: what a page's own script tells. The page was seen, or a share button was pressed.

Always 204, whatever was said: nobody learns anything here. It sets no cookie and reads none but the
session that tells our own people apart.
"""

import datetime as dt
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import clock
from causes import front_cache, origin
from causes.models import Channel, Page
from causes.models.link import is_code
from causes.signing import Arrival
from sharing import clicks, visits
from sharing.events import TAP, VIEW, Event, new_id
from sharing.models import ClickHour

_LANGUAGES = "|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# The two pages that gather names, in every language.
_PATH = re.compile(rf"(?:/(?:{_LANGUAGES}))?/(?P<kind>p|causes)/(?P<slug>[-\w]{{1,80}})/")
_KINDS = {"p": Page.Kind.PETITION, "causes": Page.Kind.CAUSE}
_REMEMBERED = 60.0  # seconds: the address of a public page never changes


@csrf_exempt
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """`path` (and `r`, the credit in the address) for a view; `code` and `channel` for a share tap."""
    if origin.is_ours(request):
        now = clock.now()
        event = _tap(request, now) if "code" in request.POST else _view(request, now)
        if event:
            clicks.put(event)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _view(request: HttpRequest, now: dt.datetime) -> Event | None:
    """None for what is no public page."""
    page = _page(request.POST.get("path", "")[:120])
    if not page:
        return None
    arrival = Arrival.read(request.POST.get("r", ""))
    outcome = visits.judge_beacon(request)
    is_person = outcome == ClickHour.Outcome.COUNTED
    who = visits.visitor_hash(request, clicks.salt_of(now.date()), page).hex() if is_person else ""
    hour = clock.hour_of(now).isoformat()
    return Event(
        new_id(), arrival.code, arrival.channel, hour, outcome, visitor=who, kind=VIEW, page=str(page)
    )


def _tap(request: HttpRequest, now: dt.datetime) -> Event | None:
    """None for robots and our own people: what they press is no intent of anybody."""
    code, channel = request.POST["code"], request.POST.get("channel", "")
    if not is_code(code) or channel not in Channel.values:
        return None
    outcome = visits.judge_beacon(request)
    if outcome != ClickHour.Outcome.COUNTED:
        return None
    return Event(new_id(), code, channel, clock.hour_of(now).isoformat(), outcome, kind=TAP)


def _page(path: str) -> int:
    """The number of the public page at `path`; 0 when there is none. A crowd asks once.

    What is not there is not remembered: made-up addresses must not push real pages out of the memory.
    """
    found = _PATH.fullmatch(path)
    if not found:
        return 0
    kind, slug = _KINDS[found["kind"]], found["slug"]
    try:
        return int(front_cache.kept(f"seen {kind} {slug}", lambda: _find(kind, slug), _REMEMBERED))
    except Page.DoesNotExist:
        return 0


def _find(kind: str, slug: str) -> int:
    return Page.objects.public().values_list("pk", flat=True).get(kind=kind, slug=slug)
