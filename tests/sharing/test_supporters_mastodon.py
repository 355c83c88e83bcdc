"""A supporter posts on Mastodon: any server, their own words, once for each signature, and leaves again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from limits import RateLimitItemPerHour

from causes.models import Signed
from sharing.models import Connection, Post, Server
from sharing.tasks import give_back, send_posts
from tests.makers import Make
from tests.sharing.x_walk import field, letter_of, words_of
from tests.standins.mastodon import MastodonStandin

START, POST = "/connect/mastodon/", "/connect/mastodon/post/"


@pytest.fixture
def mastodon(tmp_path: Path, settings: Any) -> Iterator[MastodonStandin]:
    with MastodonStandin(tmp_path) as running:
        settings.TRUSTED_INSTANCES = [running.base]
        yield running


@pytest.fixture
def maria(make: Make) -> Signed:
    return make.signature(make.petition(title="Keep the clinic open"), email="maria@example.net")


def open_door(phone: Client, signed: Signed) -> str:
    answer = phone.post(f"{START}open/", {"letter": letter_of(signed)})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def connect(phone: Client, mastodon: MastodonStandin, signed: Signed, **press: Any) -> Any:
    open_door(phone, signed)
    there = phone.post(START, {"home": mastodon.base})
    assert there.status_code == 303, there.content.decode()
    back = urlsplit(mastodon.press(there["Location"], **press))
    return phone.get(f"{back.path}?{back.query}")


def ask(phone: Client, words: str) -> Any:
    page = phone.get(POST).content.decode()
    return phone.post(POST, {"words": words, "agreed": field(page, "agreed")})


@pytest.mark.django_db
def test_from_the_letter_to_one_post_and_away(
    mastodon: MastodonStandin, phone: Client, maria: Signed
) -> None:
    confirmed = phone.get(f"/confirm/{letter_of(maria)}/").content.decode()
    assert f'action="{START}open/"' in confirmed and 'action="/connect/x/open/"' not in confirmed
    assert open_door(phone, maria) == START
    assert "which Mastodon account is yours" in words_of(phone.get(START))
    answer = connect(phone, mastodon, maria)
    assert (answer.status_code, answer["Location"]) == (303, POST)
    page = phone.get(POST).content.decode()
    refused = phone.post(POST, {"words": field(page, "words"), "agreed": field(page, "agreed")})
    assert refused.status_code == 422 and "looks like spam" in words_of(refused)
    assert ask(phone, "My mother was born there.")["Location"] == POST
    send_posts()
    (status,) = mastodon.posts
    post = Post.objects.get()
    assert (post.state, post.link_id, post.connection.network) == ("sent", maria.link_id, "mastodon")
    assert "once on Mastodon" in post.consent_wording
    assert "It is posted." in words_of(phone.get(POST))
    ask_again = phone.post(POST, {"words": "Once more.", "agreed": post.consent_wording})
    assert "It is posted." in words_of(ask_again)
    send_posts()
    assert mastodon.posts == [status] and Post.objects.count() == 1
    assert phone.post(f"{START}leave/")["Location"] == f"{START}?left=1"
    give_back()
    row = Connection.objects.get()
    assert (row.status, row.access_token) == ("revoked", "") and not mastodon.kept.data["tokens"]


@pytest.mark.django_db
def test_denied_there_the_free_way_remains(mastodon: MastodonStandin, phone: Client, maria: Signed) -> None:
    answer = connect(phone, mastodon, maria, cancel=True)
    assert answer["Location"] == f"{START}not-now/?because=denied"
    assert "Mastodon says that you pressed Cancel" in words_of(phone.get(answer["Location"]))
    assert not Connection.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("home", ["", "localhost", "10.0.0.8", "no server", "169.254.169.254"])
def test_a_server_within_our_walls_is_never_asked(phone: Client, maria: Signed, home: str) -> None:
    open_door(phone, maria)
    answer = phone.post(START, {"home": home})
    assert answer.status_code == 422 and "field" in answer.content.decode()
    assert not Server.objects.exists()


@pytest.mark.django_db
def test_servers_are_not_asked_without_end(
    phone: Client, maria: Signed, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causes.limits.ASKINGS", RateLimitItemPerHour(1, namespace="ask"))
    settings.TRUSTED_INSTANCES = ["http://127.0.0.1:1"]  # nobody listens there
    open_door(phone, maria)
    answers = [phone.post(START, {"home": "http://127.0.0.1:1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 429]
    assert "did not answer as it should" in words_of(answers[0])


@pytest.mark.django_db
def test_what_is_off_or_unknown_is_not_there(phone: Client, maria: Signed, settings: Any) -> None:
    for path in ("/connect/bluesky/", "/connect/nothing/", "/connect/bluesky/open/"):
        assert phone.post(path, {"letter": letter_of(maria)}).status_code == 404
    settings.POST_TO = ["x"]
    assert phone.post(f"{START}open/", {"letter": letter_of(maria)}).status_code == 404
