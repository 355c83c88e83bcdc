"""Letters through a provider's own interface (`MAIL_PROVIDER`) instead of SMTP."""

from collections.abc import Iterator
from typing import Any

import pytest

from causes import letters
from causes.models import Letter, PostOffice, Undeliverable
from petitions.models import Petition
from tests.makers import NOW, Make
from tests.standins.web import Answer, Request, Server, as_json

State = Letter.State


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


class Postmark:
    """Takes letters as Postmark's interface does; `says` is its next answer."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.says: Answer | None = None

    def email(self, request: Request) -> Answer:
        if self.says:
            return self.says
        self.taken.append(request.json())
        content = {"To": self.taken[-1]["To"], "MessageID": "1", "ErrorCode": 0, "Message": "OK"}
        return as_json(content)


@pytest.fixture
def provider(settings: Any) -> Iterator[Postmark]:
    stand_in = Postmark()
    server = Server([("POST", "/email", stand_in.email)])
    server.start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": server.base}
    yield stand_in
    server.stop()


def test_a_letter_through_a_provider_knows_its_row(
    make: Make, petition: Petition, provider: Postmark
) -> None:
    make.pending(petition)
    assert letters.send_due(lambda: NOW) == 1
    letter = Letter.objects.get()
    assert letter.state == State.SENT
    [taken] = provider.taken
    assert taken["Metadata"] == {"letter": str(letter.pk)}
    headers = {header["Name"]: header["Value"] for header in taken["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"].startswith(f"<letter-{letter.pk}.")


def test_a_mailbox_that_the_provider_gave_up(make: Make, petition: Petition, provider: Postmark) -> None:
    signature = make.pending(petition)
    message = (
        "You tried to send to a recipient that has been marked as inactive.\n Found inactive addresses: "
        f"{signature.email}.\n Inactive recipients are ones that have generated a hard bounce."
    )
    provider.says = as_json({"ErrorCode": 406, "Message": message}, status=422)
    letters.send_due(lambda: NOW)
    assert Letter.objects.get().state == State.FAILED
    assert Undeliverable.objects.get().email_key == signature.email_key


def test_a_wrong_key_is_no_letters_fault(make: Make, petition: Petition, provider: Postmark) -> None:
    make.pending(petition)
    provider.says = as_json({"ErrorCode": 10, "Message": "No valid token"}, status=401)
    letters.send_due(lambda: NOW)
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (State.DUE, 0)
    assert "401" in PostOffice.objects.get().trouble
