"""Share texts: whose words a share starts from, by channel and language, and the desk that writes them."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Role
from causes import faces, front_cache
from causes.models import Experiment, Letter, Link, Signed
from causes.models.link import new_code
from causes.writing import compose
from petitions.models import Petition
from sharing import adapting, clicks, qr, rows, texts, trying
from sharing.models import ShareText, Sharing
from sharing.rows import share_url
from tests.makers import NOW, Make
from tests.sharing.own_page import token


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def friend(make: Make, petition: Petition) -> Signed:
    return make.signature(petition)


@pytest.fixture
def desk(make: Make, petition: Petition) -> Client:
    client = Client()
    client.force_login(make.user((petition.organisation, Role.ORGANISER)))
    return client


def row(petition: Petition, code: str, language: str = "en") -> str:
    """The share row as somebody who signed sees it, with its addresses readable."""
    front_cache.forget()
    with translation.override(language):
        return unquote(rows.draw(faces.page_face(petition, language, NOW), code, language))


def path(petition: Petition, channel: str = "") -> str:
    return f"/admin/share/{petition.pk}/texts/" + (f"{channel}/" if channel else "")


# --- which words ---


def test_our_own_words_where_nobody_wrote_any(petition: Petition, friend: Signed) -> None:
    assert row(petition, friend.link.code).count("I just signed") > 8
    assert row(petition, friend.link.code, "es").count("Acabo de firmar") > 8


def test_a_channels_own_text_goes_before_the_one_for_all(petition: Petition, friend: Signed) -> None:
    texts.store(petition.pk, "", "en", ["For all"])
    texts.store(petition.pk, "x", "en", ["Only X"])
    shown = row(petition, friend.link.code)
    assert "x.com/intent/tweet?text=Only X&" in shown
    assert "wa.me/?text=For all http" in shown
    assert 'data-text="For all"' in shown, "the phone's own sheet"
    assert "I just signed" not in shown
    assert "For all" not in row(petition, friend.link.code, "es")


def test_a_hostile_text_is_text(petition: Petition, friend: Signed) -> None:
    texts.store(petition.pk, "", "en", ['"><script>alert(1)</script>&'])
    front_cache.forget()
    drawn = str(rows.draw(faces.page_face(petition, "en", NOW), friend.link.code, "en"))
    assert "<script" not in drawn


def test_who_has_not_signed_does_not_say_so(petition: Petition) -> None:
    texts.store(petition.pk, "", "en", ["I signed and you?"])
    drawn = unquote(rows.draw(faces.page_face(petition, "en", NOW), "aB3dE5gH7", "en", rows.READER))
    assert "Have you seen this?" in drawn
    assert "signed" not in drawn


def test_the_order_follows_the_language(petition: Petition, friend: Signed) -> None:
    def order(language: str) -> list[str]:
        shown = row(petition, friend.link.code, language)
        return sorted(
            ("whatsapp", "x", "facebook", "telegram"), key=lambda name: shown.index(f"share-{name}")
        )

    assert order("en") == ["whatsapp", "x", "facebook", "telegram"]
    assert order("es") == ["whatsapp", "facebook", "x", "telegram"]


def test_a_qr_code_of_ones_own(petition: Petition, friend: Signed, phone: Client) -> None:
    """A file that is fetched when somebody opens it; who looks at it has clicked nothing."""
    path = f"/s/{friend.link.code}/qr.svg"
    assert f'src="{path}"' in row(petition, friend.link.code)
    mine, other = phone.get(path), phone.get(f"/s/{new_code()}/qr.svg")
    assert (mine.status_code, mine["Content-Type"]) == (200, "image/svg+xml")
    assert mine.content != other.content
    assert mine.content == qr.picture(share_url(friend.link.code, "qr"))
    assert clicks.drain(NOW) == 0
    assert phone.get("/s/nocode/qr.svg").status_code == 404


def test_will_you_share(petition: Petition, friend: Signed) -> None:
    assert "will-share" not in row(petition, friend.link.code)
    Sharing.objects.create(page=petition, asks_first=True)
    shown = row(petition, friend.link.code)
    assert shown.index("<summary") < shown.index("wa.me")
    assert 'href="#after-share"' in shown


# --- experiments ---


def begin(petition: Petition, *words: str, channel: str = "whatsapp", weights: Any = None) -> Experiment:
    texts.store(petition.pk, channel, "en", words)
    return trying.start(petition, channel, "en", weights or [1] * len(words), NOW)


def test_everybody_who_signs_gets_a_text_and_keeps_it(petition: Petition, make: Make) -> None:
    before = make.signature(petition)
    Link.objects.filter(pk=before.link_id).update(created_at=NOW.replace(hour=1))
    made = begin(petition, "Alpha", "Beta")
    people = [make.signature(petition) for _ in range(12)]
    seen = {}
    for person in people:
        code = person.link.code
        seen[code] = "Alpha" if "Alpha" in row(petition, code) else "Beta"
        expected = "Alpha" if made.slot(code) < 5000 else "Beta"
        assert seen[code] == expected
    assert set(seen.values()) == {"Alpha", "Beta"}
    assert "wa.me/?text=Alpha" in row(petition, before.link.code), "not in it: the text in use"
    trying.use(made, 2, NOW.replace(hour=13))
    assert {code: "Alpha" if "Alpha" in row(petition, code) else "Beta" for code in seen} == seen
    newcomer = make.signature(petition, now=NOW.replace(hour=14))
    assert "wa.me/?text=Beta" in row(petition, newcomer.link.code)


def test_a_repeat_sees_nothing_of_the_first_time(petition: Petition, make: Make) -> None:
    """The alias is treated like a newcomer: so nobody learns that this address signed before it began."""
    owner = make.signature(petition, now=NOW.replace(hour=1))
    made = begin(petition, "Alpha", "Beta")
    code = make.again(owner)
    assert ("Alpha" if made.slot(code) < 5000 else "Beta") in row(petition, code)


def test_weights(petition: Petition, make: Make) -> None:
    made = begin(petition, "Alpha", "Beta", "Gamma", weights=[3, 1, 1])
    assert [(v.first_slot, v.end_slot) for v in made.variants.order_by("number")] == [
        (0, 6000),
        (6000, 8000),
        (8000, 10000),
    ]


@pytest.mark.parametrize("words", [[], ["One"]])
def test_one_text_is_no_experiment(petition: Petition, words: list[str]) -> None:
    texts.store(petition.pk, "x", "en", words)
    with pytest.raises(trying.CannotStart):
        trying.start(petition, "x", "en", [1] * len(words), NOW)


def test_none_where_nobody_stores_who_brought_whom(make: Make) -> None:
    with pytest.raises(trying.CannotStart):
        begin(make.petition(sensitive=True), "Alpha", "Beta")


def test_texts_stay_while_they_are_tried(petition: Petition) -> None:
    made = begin(petition, "Alpha", "Beta")
    with pytest.raises(texts.BeingTried):
        texts.store(petition.pk, "whatsapp", "en", ["Other"])
    with pytest.raises(trying.CannotStart):
        trying.start(petition, "whatsapp", "en", [1, 1], NOW)
    trying.use(made, 2, NOW)
    assert texts.written(petition.pk) == {("whatsapp", "en"): ["Beta", "Alpha"]}


# --- the desk ---


def test_texts_are_written_side_by_side(desk: Client, petition: Petition) -> None:
    told = {"en_1": "Hello", "en_3": "Hi there", "es_1": "Hola", "asks_first": "on"}
    assert desk.post(path(petition), told).status_code == 302
    assert texts.written(petition.pk) == {("", "en"): ["Hello", "Hi there"], ("", "es"): ["Hola"]}
    assert Sharing.objects.get().asks_first
    shown = desk.get(path(petition)).content.decode()
    assert shown.count("Hola") >= 4, "the field, and how a chat, X and an e-mail show it"
    desk.post(path(petition), {})
    assert not ShareText.objects.exists()
    assert not Sharing.objects.get().asks_first


def test_a_channel_of_its_own_starts_from_the_text_for_all(desk: Client, petition: Petition) -> None:
    texts.store(petition.pk, "", "en", ["For all"])
    assert desk.get(path(petition, "x")).content.decode().count("For all") >= 2
    desk.post(path(petition, "x"), {"en_1": "Only X"})
    assert texts.written(petition.pk)["x", "en"] == ["Only X"]
    assert texts.written(petition.pk)["", "en"] == ["For all"]


@pytest.mark.parametrize(
    ("channel", "told"),
    [("", {"en_1": "x" * 201}), ("x", {"en_1": "界" * 130}), ("", {"en_1": "Same", "en_2": "Same"})],
)
def test_what_cannot_be_used_is_said_and_kept(
    desk: Client, petition: Petition, channel: str, told: dict[str, str]
) -> None:
    answer = desk.post(path(petition, channel), told)
    assert answer.status_code == 422
    assert told["en_1"] in answer.content.decode()
    assert not ShareText.objects.exists()


def test_no_other_channels_pages_and_people(desk: Client, petition: Petition, make: Make) -> None:
    foreign = make.petition()
    assert desk.get(path(petition, "facebook")).status_code == 404
    for where in (path(foreign), f"/admin/share/{foreign.pk}/experiments/"):
        assert desk.get(where).status_code == 404
    assert desk.post(path(foreign), {"en_1": "Mine now"}).status_code == 404
    viewer = Client()
    viewer.force_login(make.user((petition.organisation, Role.VIEWER)))
    assert viewer.get(path(petition)).status_code == 200
    assert viewer.post(path(petition), {"en_1": "Mine now"}).status_code == 403
    assert not ShareText.objects.exists()


def test_an_experiment_by_its_buttons(desk: Client, petition: Petition) -> None:
    where = f"/admin/share/{petition.pk}/experiments/"
    assert desk.get(where).status_code == 200
    texts.store(petition.pk, "x", "en", ["Alpha", "Beta"])
    assert "2 texts are ready" in desk.get(where).content.decode()
    begin_at = f"{where}start/?channel=x&language=en"
    assert desk.get(begin_at).status_code == 200
    assert desk.post(begin_at, {"weight_1": "0", "weight_2": "1"}).status_code == 422
    assert desk.post(begin_at, {"weight_1": "1", "weight_2": "1"}).status_code == 302
    made = Experiment.objects.get()
    assert "Too few to say" in desk.get(where).content.decode()
    assert "being tried" in desk.get(path(petition, "x")).content.decode()
    assert desk.get(f"{where}{made.pk}/texts.csv").content.decode().count("\r\n") == 3
    assert desk.post(f"{where}{made.pk}/", {"use": "2"}).status_code == 302
    made.refresh_from_db()
    assert made.ended_at
    assert texts.written(petition.pk)["x", "en"] == ["Beta", "Alpha"]
    assert desk.post(f"{where}{made.pk}/", {"end": "1"}).status_code == 302
    assert desk.get(f"{where}start/?channel=x&language=xx").status_code == 404


def test_going_on_with_other_shares_keeps_what_was_learned(desk: Client, petition: Petition) -> None:
    made = begin(petition, "Alpha", "Beta")
    for number, brought in ((1, 40), (2, 160)):
        made.variants.filter(number=number).update(shown=400, brought=brought, squares=brought)
    where = f"/admin/share/{petition.pk}/experiments/"
    assert "Go on with these shares" in desk.get(where).content.decode()
    assert desk.post(f"{where}{made.pk}/", {"adapt": "1"}).status_code == 302
    running = Experiment.objects.get(ended_at=None)
    weights = [variant.end_slot - variant.first_slot for variant in running.variants.order_by("number")]
    assert weights[1] > 9000 > 900 > weights[0] > 0
    running.variants.update(shown=10, brought=1, squares=1)
    assert [(v.shown, v.brought, v.squares) for v in adapting.known(running)] == [
        (410, 41, 41),
        (410, 161, 161),
    ]


# --- letters and one's own page ---


@pytest.mark.parametrize("kind", ["already", "signed"])
def test_a_letter_about_a_counted_name_carries_its_link(petition: Petition, make: Make, kind: str) -> None:
    """A letter that asks for a confirmation does not: it must advertise nothing (journeys G5)."""
    signed = make.signature(petition)
    to = {"email": signed.email, "email_key": signed.email_key, "language": "es"}
    message = compose(Letter(kind=kind, page=petition, link=signed.link, **to), NOW)
    for body in (message.body, message.alternatives[0][0]):
        assert f"/s/{signed.link.code}/copy/" in body


def test_ones_own_page_shows_link_and_code(phone: Client, friend: Signed) -> None:
    shown = phone.get(f"/me/{token(friend)}/").content.decode()
    assert f"/s/{friend.link.code}/copy/" in shown
    assert f'src="/s/{friend.link.code}/qr.svg"' in shown
