"""Who follows a link: people, and everything else by its reason."""

from typing import Any

import pytest
from django.test import RequestFactory

from sharing.models import ClickHour
from sharing.visits import device, judge, referrer_host, visitor_hash

Outcome = ClickHour.Outcome
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
SAFARI = f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1"

PEOPLE = [
    SAFARI,
    f"{ANDROID} Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
    # in-app browsers: the audience
    f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.0;FBBV/1;FBDV/iPhone17,1]",
    f"{IPHONE} Mobile/15E148 Instagram 401.0.0.0 (iPhone17,1; iOS 18_5; es_MX)",
    f"{ANDROID} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 MetaIAB Facebook",
    f"{IPHONE} Mobile/15E148 Twitter for iPhone/11.30",
    f"{IPHONE} Mobile/15E148 LinkedInApp/9.31",
    f"{ANDROID} Chrome/142.0.0.0 Mobile Safari/537.36 Telegram-Android/12.0 (Google Pixel 9)",
    f"{IPHONE} GSA/390.0 Mobile/15E148 Safari/604.1",
    f"{IPHONE} Mobile/15E148 Snapchat/13.60 (like Safari/8620.1, panda)",
    f"{IPHONE} Mobile/15E148 Safari Line/15.15.0",
    f"{IPHONE} Mobile/15E148 [Pinterest/iOS]",
    f"{ANDROID} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 musical_ly_2024 BytedanceWebview/d8a21c6",
]
PREVIEWS = [
    "WhatsApp/2.25.30.73 A",
    "WhatsApp/2",  # Signal says so too
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    # iMessage: the sender's own phone, with a robot's name at the end
    f"{IPHONE} Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Twitterbot/1.0",
    "TelegramBot (like TwitterBot)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Mastodon/4.5.0 (http.rb/5.3.1; +https://mastodon.social/) Bot",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Viber/13.3.0.5 CFNetwork/1240.0.4",
    "facebookexternalhit/1.1;line-poker/1.0",
    "facebookexternalhit/1.1; kakaotalk-scrap/1.0",
]
ROBOTS = [
    "",
    "   ",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0",
    "Mozilla/5.0 (compatible; BarracudaSentinel/1.0)",
    "python-requests/2.32.5",
    "curl/8.16.0",
    "Wget/1.25.0",
    "Go-http-client/2.0",
    "Java/21.0.2",
    "okhttp/5.1.0",
]


def visit(agent: str = SAFARI, method: str = "GET", **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().generic(method, "/s/abcdefghj/x/", headers={"user-agent": agent, **sent})


@pytest.mark.parametrize("agent", PEOPLE)
def test_people(agent: str) -> None:
    assert judge(visit(agent)) == Outcome.COUNTED


@pytest.mark.parametrize("agent", PREVIEWS)
def test_previews(agent: str) -> None:
    assert judge(visit(agent)) == Outcome.PREVIEW


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots(agent: str) -> None:
    assert judge(visit(agent)) == Outcome.ROBOT


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"purpose": "Preview"},
        {"x_purpose": "preview"},
        {"x_moz": "prefetch"},
    ],
)
def test_what_a_browser_fetches_ahead(headers: dict[str, str]) -> None:
    assert judge(visit(**headers)) == Outcome.PREFETCH


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_dest": "empty", "sec_fetch_mode": "cors"},
        {"sec_fetch_dest": "image", "sec_fetch_mode": "no-cors"},
        {"sec_fetch_dest": "iframe", "sec_fetch_mode": "navigate"},
        {"sec_fetch_mode": "cors"},
    ],
)
def test_what_is_no_visit_to_a_page(headers: dict[str, str]) -> None:
    assert judge(visit(**headers)) == Outcome.NOT_NAVIGATION


def test_a_real_navigation_of_a_browser() -> None:
    headers = {"sec_fetch_dest": "document", "sec_fetch_mode": "navigate", "sec_fetch_site": "cross-site"}
    assert judge(visit(**headers)) == Outcome.COUNTED


@pytest.mark.parametrize("agent", [SAFARI, "Twitterbot/1.0", ""])
def test_asking_for_headers_alone(agent: str) -> None:
    assert judge(visit(agent, method="HEAD")) == Outcome.HEAD


@pytest.mark.parametrize("agent", ["☃" * 9000, "\x00", "(" * 5000, "\udcff", "FBAN" + "x" * 100_000])
def test_no_agent_breaks_it(agent: str) -> None:
    assert judge(visit(agent)) in Outcome


def test_a_visitor_is_the_same_for_a_day_and_a_page_and_no_longer() -> None:
    one, same, elsewhere = visit(), visit(), visit(f"{ANDROID} Chrome")
    today, tomorrow = b"1" * 32, b"2" * 32
    assert visitor_hash(one, today, 7) == visitor_hash(same, today, 7)
    assert len(visitor_hash(one, today, 7)) == 16
    others = {visitor_hash(one, tomorrow, 7), visitor_hash(one, today, 8), visitor_hash(elsewhere, today, 7)}
    assert visitor_hash(one, today, 7) not in others
    assert len(others) == 3


def test_a_visitor_cannot_choose_who_they_are(settings: Any) -> None:
    """Without a proxy of ours, X-Forwarded-For is what anybody wrote."""
    settings.TRUSTED_PROXIES = 0
    forged = [visit(x_forwarded_for=f"203.0.113.{n}") for n in range(3)]
    assert len({visitor_hash(request, b"s", 1) for request in forged}) == 1
    settings.TRUSTED_PROXIES = 1
    forged = [visit(x_forwarded_for=f"198.51.100.{n}, 203.0.113.5") for n in range(3)]
    assert len({visitor_hash(request, b"s", 1) for request in forged}) == 1


def test_a_subscriber_of_ipv6_is_one_visitor() -> None:
    one, other, neighbour = visit(), visit(), visit()
    one.META["REMOTE_ADDR"], other.META["REMOTE_ADDR"] = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"
    neighbour.META["REMOTE_ADDR"] = "2001:db8:1:3::1"
    assert visitor_hash(one, b"s", 1) == visitor_hash(other, b"s", 1) != visitor_hash(neighbour, b"s", 1)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (SAFARI, "phone"),
        (PEOPLE[1], "phone"),
        (PEOPLE[2], "desktop"),
        ("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) Safari/604.1", "tablet"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Chrome/142 Safari/537.36", "tablet"),
    ],
)
def test_devices(agent: str, expected: str) -> None:
    assert device(visit(agent)) == expected


@pytest.mark.parametrize(
    ("sent", "host"),
    [
        ("https://l.facebook.com/l.php?u=secret&fbclid=1", "l.facebook.com"),
        ("https://user:secret@example.net:8443/a/b", "example.net"),
        ("http://127.0.0.1:8000/p/x/", ""),  # ourselves
        ("", ""),
        ("about:blank", ""),
        ("http://[::1", ""),
        ("http://" + "a" * 300 + ".example", ""),
        ("http://exa\x00mple.net/", ""),
        ("http://exa mple.net/", ""),
        ("http://<script>.net/", ""),
        ("android-app://com.twitter.android/", "com.twitter.android"),
    ],
)
def test_of_a_referrer_its_host_is_kept_and_nothing_else(sent: str, host: str, settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert referrer_host(visit(referer=sent)) == host
