"""What providers report, in their own words: letters that come back, and readers who call them spam."""

import hashlib
import hmac
import json
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Supporter
from causes import letters
from causes.confirming import confirm
from causes.models import Letter, Signed, Undeliverable
from causes.retention import prune
from petitions.models import Petition, Signature
from tests.makers import NOW, Make

SECRET = "provider:a-secret-of-test"
State = Letter.State


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "token"}


def sent(signature: Signed) -> Letter:
    """Its letter, as it stands after it left."""
    letter = Letter.objects.filter(link=signature.link).latest("pk")
    Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=NOW)
    return letter


def bounce(letter: Letter, kind: str = "HardBounce") -> dict[str, Any]:
    """A bounce as Postmark posts it."""
    return {
        "RecordType": "Bounce",
        "MessageStream": "outbound",
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "Name": "Hard bounce",
        "Metadata": {"letter": str(letter.pk)},
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Description": "The server was unable to deliver your message (ex: unknown user).",
        "Details": f"smtp;550 5.1.1 {letter.email}: user unknown",
        "Email": letter.email,
        "From": "letters@groundswell.example",
        "BouncedAt": "2026-11-22T12:05:00Z",
        "DumpAvailable": True,
        "Inactive": True,
        "CanActivate": True,
    }


def complaint(letter: Letter) -> dict[str, Any]:
    return {**bounce(letter), "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}


def report(phone: Client, content: dict[str, Any], secret: str = SECRET) -> int:
    return phone.post(
        "/hooks/mail/",
        json.dumps(content),
        "application/json",
        headers={"authorization": f"Basic {b64encode(secret.encode()).decode()}"},
    ).status_code


# --- who is heard ---


def test_without_a_provider_there_is_no_such_address(phone: Client, make: Make, petition: Petition) -> None:
    assert report(phone, bounce(sent(make.pending(petition)))) == 404


def test_without_our_secret_nobody_is_heard(
    phone: Client, make: Make, petition: Petition, postmark: None, settings: Any
) -> None:
    letter = sent(make.pending(petition))
    assert report(phone, bounce(letter), "provider:guessed") == 400
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
    assert report(phone, bounce(letter), "") == 404
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_a_provider_looks_first_whether_anybody_is_there(phone: Client, postmark: None) -> None:
    assert phone.head("/hooks/mail/").status_code == 200
    assert phone.get("/hooks/mail/").status_code == 405


# --- letters that come back ---


def test_a_letter_that_came_back(phone: Client, make: Make, petition: Petition, postmark: None) -> None:
    letter = sent(make.pending(petition, email="gone@example.net"))
    for _ in range(2):  # a report may come twice
        assert report(phone, bounce(letter)) == 200
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (State.FAILED, "bounced: bounced")
    assert "gone@" not in letter.error
    assert letter.sent_at == NOW, "it left, and counts in its hour"
    assert Undeliverable.objects.get().email_key == letter.email_key


@pytest.mark.parametrize("kind", ["SoftBounce", "VirusNotification", "DMARCPolicy"])
def test_a_full_mailbox_is_not_a_dead_one(
    phone: Client, make: Make, petition: Petition, postmark: None, kind: str
) -> None:
    letter = sent(make.pending(petition))
    report(phone, bounce(letter, kind))
    letter.refresh_from_db()
    assert letter.state == State.FAILED
    assert not Undeliverable.objects.exists()


@pytest.mark.parametrize("kind", ["Transient", "DnsError", "AutoResponder", "Unknown"])
def test_what_is_no_news_changes_nothing(
    phone: Client, make: Make, petition: Petition, postmark: None, kind: str
) -> None:
    letter = sent(make.pending(petition))
    assert report(phone, bounce(letter, kind)) == 200
    letter.refresh_from_db()
    assert letter.state == State.SENT


@pytest.mark.parametrize("number", ["", "0", "x", "٣", "9" * 30, "999999999"])
def test_a_letter_that_nobody_knows(phone: Client, db: None, postmark: None, number: str) -> None:
    content = {**bounce(Letter(pk=1, email="x@example.net")), "Metadata": {"letter": number}}
    assert report(phone, content) == 200


def test_updates_leave_a_dead_mailbox_alone_and_confirmations_try_once_more(
    make: Make, petition: Petition, settings: Any
) -> None:
    signature = make.signature(petition)
    Letter.objects.all().delete()
    mark = Undeliverable.objects.create(email_key=signature.email_key, reason="bounced", since=NOW)
    make.again(signature)
    asked = Letter.objects.get()
    Letter.objects.create(
        kind=Letter.Kind.MY_PAGE,
        urgency=Letter.Urgency.UPDATE,
        page=petition.page,
        link=signature.link,
        email=signature.email,
        email_key=signature.email_key,
        language="en",
        due_at=NOW,
        created_at=NOW,
    )
    while letters.send_due(lambda: NOW):
        pass
    assert Letter.objects.get(pk=asked.pk).state == State.SENT
    unasked = Letter.objects.exclude(pk=asked.pk).get()
    assert (unasked.state, unasked.error) == (State.FAILED, "the mailbox takes no letters")
    mark.refresh_from_db()


def test_the_button_of_a_letter_proves_that_the_mailbox_is_read(make: Make, petition: Petition) -> None:
    signature = make.pending(petition)
    Undeliverable.objects.create(email_key=signature.email_key, reason="bounced", since=NOW)
    assert confirm(petition, signature.link.code, signature.name, True, NOW)
    assert not Undeliverable.objects.exists()


def test_a_mark_goes_with_the_last_who_knew_the_mailbox(make: Make, petition: Petition) -> None:
    signature = make.signature(petition)
    for key in (signature.email_key, "stranger@example.net"):
        Undeliverable.objects.create(email_key=key, reason="bounced", since=NOW)
    prune(NOW)
    assert [mark.email_key for mark in Undeliverable.objects.all()] == [signature.email_key]


# --- readers who call it spam ---


def test_calling_it_spam_stops_updates_at_once(
    phone: Client, make: Make, petition: Petition, postmark: None
) -> None:
    other = make.petition(petition.cause)
    signature = make.signature(petition, email="ana@example.net", updates=True)
    elsewhere = make.signature(make.petition(), email="ana@example.net", updates=True)
    make.signature(other, email="ana@example.net", updates=True)
    letter = sent(signature)
    for _ in range(2):
        assert report(phone, complaint(letter)) == 200
    mine = Signature.objects.filter(supporter=signature.supporter)
    assert set(mine.values_list("updates", "status")) == {(False, "confirmed")}, "their name still counts"
    assert Signature.objects.get(pk=elsewhere.pk).updates, "another organisation is another yes"
    assert signature.supporter_id
    assert Supporter.objects.get(pk=signature.supporter_id).updates is False
    letter.refresh_from_db()
    assert letter.complained_at is not None and letter.complained_at <= clock.now()
    assert letter.state == State.SENT, "it did arrive"


def test_mailguns_words(phone: Client, make: Make, petition: Petition, settings: Any) -> None:
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": "signing"}
    letter = sent(make.pending(petition))
    content = {
        "signature": _signed("signing"),
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "timestamp": 1521233195.375624,
            "id": "G9Bn5sl1TC6nu79C8C0bwg",
            "recipient": letter.email,
            "message": {"headers": {"to": letter.email, "message-id": "x@mg.example"}, "attachments": []},
            "delivery-status": {"code": 605, "description": "Not delivering to previously bounced address"},
            "user-variables": {"letter": str(letter.pk)},
            "tags": [],
        },
    }
    assert report(phone, content) == 200
    letter.refresh_from_db()
    assert letter.state == State.FAILED
    content["signature"] = _signed("somebody else's")
    assert report(phone, content) == 400


def _signed(key: str) -> dict[str, str]:
    timestamp, token = "1521233195", "a" * 50
    proof = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "token": token, "signature": proof}
