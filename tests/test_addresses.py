"""Every address of the house: which methods it takes, and that reading changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import translation

from accounts.models import Role
from causes.models import Letter
from sharing import walks
from tests.causes.one_press import way
from tests.database import contents
from tests.makers import Make
from tests.sharing.own_page import token
from tests.visitors import button_of, sign

OURS = ("accounts.", "causes.", "petitions.", "sharing.", "config.")


def patterns(resolver: Any = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def methods_of(view: Callable[..., Any]) -> list[str]:
    """What `require_http_methods` was told, however deep it is wrapped; empty when nobody told it."""
    seen, waiting = set(), [view]
    while waiting:
        function = waiting.pop()
        if id(function) in seen or not hasattr(function, "__code__"):
            continue
        seen.add(id(function))
        cells = [cell.cell_contents for cell in function.__closure__ or ()]
        told = dict(zip(function.__code__.co_freevars, cells, strict=True))
        if "request_method_list" in told:
            return list(told["request_method_list"])
        waiting += [cell for cell in cells if callable(cell)]
    return []


def ours() -> list[URLPattern]:
    """Addresses whose view is written by us, the desk's own among them."""
    return [entry for entry in patterns() if _root(entry).startswith(OURS) and entry.name != "style_error"]


def _root(entry: URLPattern) -> str:
    view: Any = entry.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return str(getattr(view, "__module__", ""))


def public() -> list[URLPattern]:
    return [entry for entry in ours() if "admin" not in _root(entry)]


def test_every_public_address_says_which_methods_it_takes() -> None:
    assert len(public()) > 20
    assert not [entry for entry in public() if not methods_of(entry.callback)]


def test_what_must_be_posted_cannot_be_opened(make: Make) -> None:
    """Looked at by a signed-in administrator, whom nothing else would stop."""
    desk = Client()
    organisation = make.organisation()
    desk.force_login(make.user((organisation, Role.DATA_OFFICER), is_superuser=True))
    posted = [entry for entry in ours() if methods_of(entry.callback) == ["POST"]]
    assert len(posted) >= 3
    before = contents()
    for entry in posted:
        answer = desk.get(_path(entry))
        assert answer.status_code in (405, 403, 404), (entry.name, answer.status_code)
    assert contents() == before


def _path(entry: URLPattern) -> str:
    """An address of this pattern, with any number or word where it wants one."""
    wanted = {
        name: (1 if "Int" in type(kind).__name__ else "x") for name, kind in entry.pattern.converters.items()
    }
    try:
        return reverse(entry.name, kwargs=wanted)
    except NoReverseMatch:
        return reverse(f"admin:{entry.name}", kwargs=wanted)


@pytest.mark.parametrize("language", ["en", "es"])
def test_reading_changes_nothing(phone: Client, make: Make, language: str) -> None:
    """Each public page, looked at twice; only a share link counts its visitors."""
    petition = make.petition()
    friend = make.signature(petition)
    thanks = sign(phone, petition)["Location"]
    button = button_of(Letter.objects.latest("pk"))
    samples: dict[str, dict[str, Any]] = {
        "petition": {"slug": petition.slug},
        "numbers": {"slug": petition.slug},
        "press": {"slug": petition.slug},
        "wording": {"slug": petition.slug},
        "cause_wording": {"slug": petition.cause.slug},
        "report": {"slug": petition.slug},
        "cause": {"slug": petition.cause.slug},
        "cause_numbers": {"slug": petition.cause.slug},
        "cause_feed": {"slug": petition.cause.slug},
        "organisation": {"slug": petition.organisation.slug},
        "organisation_feed": {"slug": petition.organisation.slug},
        "sitemap_part": {"number": 1},
        "look": {"slug": petition.organisation.slug, "digest": "x"},
        "thanks": {"token": thanks.split("/")[2]},
        "confirm": {"token": button.split("/")[2]},
        "me": {"token": token(friend)},
        "my_data": {"token": token(friend)},
        "recognised": {"token": way(friend, petition.cause).split("/")[-2]},
        "unsubscribe": {"token": token(friend, "unsubscribe")},
        "share": {"code": friend.link.code, "channel": "x"},
        "share_without_channel": {"code": friend.link.code},
        "share_qr": {"code": friend.link.code},
        **{f"connect_{step}": {"network": "x"} for step in ("back", *walks.STEPS)},
        "live": {"slug": petition.slug},
        "badge": {"slug": petition.slug},
        "embed_form": {"slug": petition.slug},
        "embed_count": {"slug": petition.slug},
        "framed_thanks": {"token": thanks.split("/")[2]},
        "handover": {"slug": petition.slug},
        "funder_report": {"token": "x"},
        "funder_report_pdf": {"token": "x"},
        "funder_report_csv": {"token": "x"},
    }
    with translation.override(language):
        paths = {
            entry.name: reverse(entry.name, kwargs=samples.get(entry.name, {}))
            for entry in public()
            if entry.name
        }
    for path in paths.values():  # the first look stores the words of a form, and the day's salt
        phone.get(path)
    before = contents()
    for name, path in paths.items():
        for method in (phone.get, phone.head):
            assert method(path).status_code < 500, name
        assert contents() == before, name
