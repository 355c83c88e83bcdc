"""Events leave signed, once, and again until they are heard; they never reach a private network."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from django.db import close_old_connections
from django.test import Client
from standardwebhooks import Webhook as Verifier

from accounts import clock
from accounts.models import Audit, Heard, Role, Webhook
from accounts.wall import Walled
from causes.models import Event
from petitions.models import Petition
from sharing import webhooks
from tests import processes
from tests.makers import NOW, Make
from tests.sharing.webhooks.conftest import ADDRESS, Listen


@pytest.mark.django_db(transaction=True)
def test_each_event_is_heard_once_through_restarts_and_slowness(
    make: Make, listen: Listen, tmp_path: Path, settings: Any
) -> None:
    """The receiver is killed in the middle of an answer, stays away, comes back slow."""
    port, heard = processes.free_port(), tmp_path / "heard"
    settings.TRUSTED_INSTANCES = [f"http://127.0.0.1:{port}"]
    petition = make.petition()
    hook = listen(petition.organisation, [Heard.CREATED], url=f"http://127.0.0.1:{port}/in?from=us")
    rows = [make.pending(petition) for _ in range(12)]
    now = clock.now()

    def lines() -> list[dict[str, Any]]:
        return [json.loads(line) for line in heard.read_text().splitlines()] if heard.exists() else []

    def receiver(seconds: float) -> Any:
        return processes.process(
            "tests.standins.receiver", str(port), str(heard), str(seconds), env=processes.environment()
        )

    def is_up() -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}", timeout=1).ok
        except requests.RequestException:
            return False

    from concurrent.futures import ThreadPoolExecutor

    def send() -> int:
        try:
            return webhooks.send_due(lambda: now)
        finally:
            close_old_connections()

    with ThreadPoolExecutor(1) as worker:
        with receiver(0.2):
            processes.wait_until(is_up, "the receiver")
            sending = worker.submit(send)
            processes.wait_until(lambda: len(lines()) >= 3, "three events")
        sending.result()  # it went away in the middle
        assert Event.objects.filter(state="due", attempts=1).exists()
        now += dt.timedelta(seconds=6)
        send()  # still away
        assert Event.objects.filter(state="due", attempts=2).exists()
        now += dt.timedelta(seconds=301)
        with receiver(0.05):
            processes.wait_until(is_up, "the receiver")
            while send():
                now += dt.timedelta(seconds=1)
    assert set(Event.objects.values_list("state", flat=True)) == {"sent"}
    ids = {line["headers"]["webhook-id"]: json.loads(line["body"]) for line in lines()}
    told = sorted(body["data"]["signature"]["identifiers"][0] for body in ids.values())
    assert told == sorted(f"groundswell:{row.pk}" for row in rows)
    assert len(lines()) <= len(rows) + 1, "only what it was answering when it was killed may come twice"
    verifier = Verifier(hook.secret)
    for line in lines():
        assert line["path"] == "/in?from=us"
        _is_signed(verifier, line)


def _is_signed(verifier: Verifier, line: dict[str, Any]) -> None:
    """The test's clock went on, so the tolerance of five minutes is left out, and the signature is not."""
    headers = line["headers"]
    sent = dt.datetime.fromtimestamp(int(headers["webhook-timestamp"]), dt.UTC)
    assert verifier.sign(headers["webhook-id"], sent, line["body"]) == headers["webhook-signature"]


@pytest.fixture
def event(make: Make, petition: Petition, listen: Listen, monkeypatch: pytest.MonkeyPatch) -> Event:
    """One that waits; the wall finds every name public, and `responses` answers."""
    listen(petition.organisation, [Heard.CREATED])
    make.pending(petition)
    return Event.objects.get()


def send(now: dt.datetime) -> int:
    return webhooks.send_due(lambda: now)


@responses.activate
def test_a_library_of_theirs_verifies_it(event: Event) -> None:
    responses.post(ADDRESS, status=200)
    now = clock.now()
    Event.objects.update(due_at=now)
    assert send(now) == 1 and send(now) == 0
    call = responses.calls[0].request
    body = call.body.decode() if isinstance(call.body, bytes) else str(call.body)
    said = Verifier(event.webhook.secret).verify(body, dict(call.headers))
    assert said["type"] == "signature.created"
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(event.webhook.secret).verify(body.replace("clinic", "clinik"), dict(call.headers))


@responses.activate
def test_what_is_not_heard_comes_again_later_and_is_given_up_in_the_end(event: Event) -> None:
    responses.post(ADDRESS, status=500)
    now = NOW
    for pause in (*webhooks.PAUSES, 0):
        assert send(now) == 1
        now += dt.timedelta(seconds=pause - 1)
        assert send(now) == 0
        now += dt.timedelta(seconds=1)
    event.refresh_from_db()
    assert (event.state, event.attempts, event.answer) == ("dead", 8, "500")
    responses.replace(responses.POST, ADDRESS, status=204)
    assert webhooks.replay([event.pk], now) == 1 and send(now) == 1
    ids = {call.request.headers["webhook-id"] for call in responses.calls}
    assert len(ids) == 1 and Event.objects.get().state == "sent"


@responses.activate
def test_a_redirect_is_not_followed_and_gone_switches_off(event: Event) -> None:
    responses.post(ADDRESS, status=302, headers={"Location": "http://169.254.169.254/"})
    send(NOW)
    assert len(responses.calls) == 1 and Event.objects.get().state == "due"
    responses.replace(responses.POST, ADDRESS, status=410)
    send(NOW + dt.timedelta(seconds=10))
    assert Event.objects.get().state == "dead"
    assert Webhook.objects.get().switched_off_at


@responses.activate
def test_what_a_dead_worker_had_claimed_is_taken_up_again(event: Event) -> None:
    responses.post(ADDRESS, status=200)
    Event.objects.update(state="sending", claimed_at=NOW, attempts=1)
    assert send(NOW + webhooks.LEASE - dt.timedelta(seconds=1)) == 0
    assert send(NOW + webhooks.LEASE) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://crm.example.org/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://crm.example.org:8443/x",
        "https://user:pass@crm.example.org/x",
        "https://intranet/x",
        "ftp://crm.example.org/",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
    ],
)
def test_no_address_of_a_private_network_is_taken(settings: Any, address: str) -> None:
    with pytest.raises(Walled):
        webhooks.good_address(address)


def test_a_name_that_leads_inside_is_not_called(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged at the moment of connecting: what it pointed at when it was entered does not matter."""
    inside = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("accounts.wall.socket.getaddrinfo", lambda *_, **__: inside)
    send(NOW)
    event.refresh_from_db()
    assert (event.state, event.answer) == ("due", "ConnectionError")


# --- the desk ---


def desk_of(make: Make, petition: Petition, role: Role = Role.OWNER) -> Client:
    desk = Client()
    user = make.user((petition.organisation, role))
    desk.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return desk


def test_an_owner_makes_one_switches_it_and_sends_again(make: Make, petition: Petition) -> None:
    desk = desk_of(make, petition)
    asked = {"organisation": petition.organisation_id, "url": ADDRESS, "kinds": ["signature.created"]}
    wrong = desk.post("/admin/accounts/webhook/add/", {**asked, "url": "http://10.0.0.1/"})
    assert b"begins with https://" in wrong.content and not Webhook.objects.exists()
    assert desk.post("/admin/accounts/webhook/add/", asked).status_code == 302
    hook = Webhook.objects.get()
    assert hook.secret in desk.get(f"/admin/accounts/webhook/{hook.pk}/change/").content.decode()
    desk.post(f"/admin/accounts/webhook/{hook.pk}/switch/")
    assert Webhook.objects.get().switched_off_at
    desk.post(f"/admin/accounts/webhook/{hook.pk}/switch/")
    make.pending(petition)
    Event.objects.update(state="dead", attempts=8)
    page = desk.get("/admin/causes/event/?state=dead")
    assert b"signature.created" in page.content or b"somebody signed" in page.content
    event = Event.objects.get()
    desk.post("/admin/causes/event/", {"action": "send_again", "_selected_action": [event.pk]})
    event.refresh_from_db()
    assert (event.state, event.attempts) == ("due", 0)
    assert Audit.objects.filter(action="webhook").count() == 3


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.DATA_OFFICER, Role.VIEWER])
def test_nobody_else_sees_them(make: Make, petition: Petition, role: Role) -> None:
    desk = desk_of(make, petition, role)
    for path in ("accounts/webhook/", "accounts/webhook/add/", "causes/event/"):
        assert desk.get(f"/admin/{path}").status_code == 403
