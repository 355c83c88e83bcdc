"""One real site for all browser tests of a module: pages in every state, read by a real Chromium."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Organisation
from causes import counting, wording
from causes.models import Cause, Letter, Page, PageText, Signed, State
from causes.tokens import make as make_token
from petitions.models import Petition
from tests import processes
from tests.journeys.conftest import browser_type_launch_args
from tests.makers import NOW, Make

__all__ = ["browser_type_launch_args"]

SHOWN = [State.PAUSED, State.CLOSED, State.DELIVERED, State.WON, State.LOST, State.NO_ANSWER]


@dataclass
class Site:
    """Where the site is, and what is on it. `reach` lets a test look into its database."""

    address: str
    reach: Callable[[], AbstractContextManager[None]]
    petition: Petition
    cause: Cause
    organisation: Organisation
    friend: str  # the code of somebody whose link brings others
    paths: list[str] = field(default_factory=list)

    def url(self, path: str, language: str = "en") -> str:
        return self.address + ("" if language == "en" else f"/{language}") + path

    def letter(self, email: str) -> str:
        """The address of the button in the letter that lies ready for this mailbox."""
        with self.reach():
            letter = Letter.objects.select_related("link").filter(email=email).latest("pk")
            assert letter.link, "a letter about no name has no button"
            prefix = "" if letter.language == "en" else f"/{letter.language}"
            token = make_token("confirm", letter.link.code, letter.email_key, letter.created_at)
        return f"{self.address}{prefix}/confirm/{token}/"

    def signed(self, email: str) -> Signed:
        with self.reach():
            found: Signed = self.petition.signatures.select_related("link__parent").get(email=email)
            return found


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    reach: Callable[[], AbstractContextManager[None]] = django_db_blocker.unblock  # type: ignore[attr-defined]
    port = processes.free_port()
    address = f"http://127.0.0.1:{port}"
    with reach():
        # Without a test marked django_db pytest-django makes no database, and this would be a real one.
        assert connection.settings_dict["NAME"].startswith("test_"), "mark the module with django_db"
        world = _world(address, reach)
    env = processes.environment(
        SITE_URL=address,
        SITE_CONTACT="hello@example.org",
        X_CLIENT_ID="",
        MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
    )
    with processes.web(env, port):
        yield world
    with reach():
        call_command("flush", verbosity=0, interactive=False)


def _world(address: str, reach: Callable[[], AbstractContextManager[None]]) -> Site:
    make = Make()
    organisation = make.organisation(
        name="Vecinos Unidos", slug="vecinos", about="Neighbours since 2014.", colour="#0b6b66"
    )
    cause = make.cause(organisation, title="Health close to home", slug="health", summary="For everybody.")
    plain = make.cause(title="Streets for all", slug="streets")
    petition = make.petition(
        cause, title="Keep the clinic open", slug="clinic", goal=100, goal_consequence="then we ask again",
        story="Because **we** live here.\n\n- one\n- two",
    )  # fmt: skip
    PageText.objects.create(page=petition, language="es", title="La clínica se queda", summary="Que siga.")
    wording.record(petition, NOW)
    first = make.signature(petition, now=NOW)
    petition.story = petition.story.replace("live", "have always lived")
    petition.save()
    wording.record(petition, NOW, reason="It was too short.")
    for _ in range(11):
        make.signature(petition, first, "whatsapp", now=NOW)
    make.signature(cause)
    friend = make.signature(petition, email="friend@example.net")
    others: list[Page] = [make.petition(plain, slug=state, state=state) for state in SHOWN]
    others.append(make.petition(plain, slug="empty"))
    others.append(make.petition(plain, slug="spanish", title="Sombra en cada parada", language="es"))
    counting.count_all(NOW)
    pages = [page.public_path("en") for page in [petition, cause, plain, *others]]
    return Site(address, reach, petition, cause, organisation, friend.link.code, [*_FIXED, *pages])


_FIXED = [
    "/", "/causes/", "/petitions/", "/search/?q=clinic", "/search/?q=zzzz", "/organisations/vecinos/",
    "/p/clinic/press/", "/p/clinic/report/", "/privacy/", "/cookies/", "/accessibility/",
    "/p/clinic/wording/", "/how-we-count/", "/nothing/here/",
    "/style/400/", "/style/403/", "/style/429/", "/style/500/", "/style/503/",
]  # fmt: skip


def hosts_of(addresses: list[str]) -> set[str]:
    """Host and port of each address that leaves the browser."""
    return {match[1] for match in map(re.compile(r"https?://([^/]+)").match, addresses) if match}
