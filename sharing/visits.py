"""Is this request a person following a link? The cheapest questions come first."""

import functools
import hashlib
import hmac
import re
from urllib.parse import urlsplit

from crawlerdetect import CrawlerDetect
from django.conf import settings
from django.http import HttpRequest

from accounts.visitor import address_of, prefix_of
from sharing.models import ClickHour

Outcome = ClickHour.Outcome
_LONGEST_AGENT = 400
_HOST = re.compile(r"[a-z0-9.-]{1,100}")
# Who fetches a page to show its card in a chat or a timeline. They get the card.
_PREVIEWS = re.compile(
    r"whatsapp|facebookexternalhit|facebot|meta-externalagent|twitterbot|slackbot|slack-imgproxy|telegrambot|"
    r"linkedinbot|discordbot|skypeuripreview|microsoftpreview|cardyb|bluesky|mastodon|redditbot|viber|"
    r"pinterestbot|embedly|iframely|vkshare|snapchat.*bot|applebot|signal",
    re.IGNORECASE,
)
# Robots that the library misses; people never send these.
_ALSO_ROBOTS = re.compile(
    r"barracuda|headlesschrome|^curl|^wget|python-|okhttp/|go-http-client|^java/", re.IGNORECASE
)
# In-app browsers are people: the very ones who came from a chat.
_PEOPLE = re.compile(
    r"FBAN|FBAV|Instagram|MetaIAB|Twitter for|LinkedInApp|Telegram-Android|GSA/|Line/", re.IGNORECASE
)
_PHONE = re.compile(r"iphone|android.*mobile|mobile.*firefox|windows phone", re.IGNORECASE)
_TABLET = re.compile(r"ipad|android(?!.*mobile)|tablet", re.IGNORECASE)


def judge(request: HttpRequest) -> Outcome:
    """COUNTED for a person, else the reason why it is dropped (sharing.md section 5, in its order)."""
    if request.method == "HEAD":
        return Outcome.HEAD
    if _fetched_ahead(request):
        return Outcome.PREFETCH
    if _is_part_of_a_page(request):
        return Outcome.NOT_NAVIGATION
    return _who(request)


def judge_beacon(request: HttpRequest) -> Outcome:
    """The same of what a page's own script says, which is never a visit to a page itself."""
    return Outcome.PREFETCH if _fetched_ahead(request) else _who(request)


def wants_card(request: HttpRequest) -> bool:
    """Whether this shows the page's card in a chat or a timeline, also when it asks for headers alone."""
    return _agent(_agent_of(request)) == Outcome.PREVIEW


def visitor_hash(request: HttpRequest, salt: bytes, page_id: int) -> bytes:
    """16 bytes that name this visitor on this page for the day of `salt`, and nothing afterwards."""
    who = f"{prefix_of(address_of(request))}|{request.headers.get('User-Agent', '')}|{page_id}"
    return hmac.new(salt, who.encode(), hashlib.sha256).digest()[:16]


def device(request: HttpRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    if _PHONE.search(agent):
        return "phone"
    return "tablet" if _TABLET.search(agent) else "desktop"


def referrer_host(request: HttpRequest) -> str:
    """The host that sent the visitor, never the address; our own pages are no referrer."""
    try:
        host = urlsplit(request.headers.get("Referer", "")).hostname or ""
    except ValueError:  # a referrer that is no address at all
        return ""
    is_ours = host == urlsplit(settings.SITE_URL).hostname
    return host if _HOST.fullmatch(host) and not is_ours else ""


def _fetched_ahead(request: HttpRequest) -> bool:
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(word in purpose.lower() for purpose in purposes for word in ("prefetch", "preview"))


def _is_part_of_a_page(request: HttpRequest) -> bool:
    """A picture, a frame, a script's question: not somebody who goes to the page."""
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    return destination != "document" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def _who(request: HttpRequest) -> Outcome:
    kind = _agent(_agent_of(request))
    if kind != Outcome.COUNTED:
        return kind
    return Outcome.STAFF if _is_staff(request) else Outcome.COUNTED


def _agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:_LONGEST_AGENT]


@functools.lru_cache(maxsize=4096)
def _agent(agent: str) -> Outcome:
    if not agent.strip():
        return Outcome.ROBOT
    # iMessage sends Safari's name with a robot's at its end, so robots are looked for before people.
    if _PREVIEWS.search(agent) and not _PEOPLE.search(agent):
        return Outcome.PREVIEW
    if _PEOPLE.search(agent):
        return Outcome.COUNTED
    return Outcome.ROBOT if _ALSO_ROBOTS.search(agent) or _detect().isCrawler(agent) else Outcome.COUNTED


@functools.cache
def _detect() -> CrawlerDetect:
    return CrawlerDetect()


def _is_staff(request: HttpRequest) -> bool:
    """Asked only of who brings a session: a visitor has no cookie and costs no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
