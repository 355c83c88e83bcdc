"""What stops the letters of an update: its organiser's hand, and a correction."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail

from causes import letters, mailing, updates
from causes.models import Letter, Page, Update
from causes.models import State as PageState
from causes.update_forms import UpdateForm
from causes.updates import NotPossible
from petitions.models import Petition
from tests.causes.news import LATER, arrived, draft, send
from tests.makers import NOW, Make

State = Letter.State


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition(title="Keep the clinic open")


def test_a_correction_stops_the_former_and_says_so_to_those_who_had_it(
    make: Make, petition: Petition
) -> None:
    had, waits = (make.signature(petition, email=f"{name}@example.net") for name in ("had", "waits"))
    former = draft(petition, title="The council said yes")
    send(former)
    Letter.objects.filter(update=former, email_key=had.email_key).update(state=State.SENT)
    organiser = make.user()
    correction = updates.start_correction(former, organiser, LATER)
    assert updates.start_correction(former, organiser, LATER) == correction, "one, however often it is begun"
    assert send(correction) == 2
    found = {letter.to[0]: letter for letter in arrived()}
    assert found[had.email].subject == "Corrected: The council said yes"
    assert found[waits.email].subject == "The council said yes"
    former.refresh_from_db()
    assert former.state == Update.State.STOPPED
    assert mailing.numbers(former) == mailing.Numbers(sent=1, taken_back=1)


def test_what_was_corrected_cannot_be_sent_any_more(make: Make, petition: Petition) -> None:
    make.signature(petition)
    former = draft(petition)
    updates.show(former, NOW)
    updates.show(updates.start_correction(former, make.user(), LATER), LATER)
    with pytest.raises(NotPossible):
        send(former)


def test_stopping_takes_back_what_has_not_left(make: Make, petition: Petition) -> None:
    for _ in range(3):
        make.signature(petition)
    update = draft(petition)
    send(update)
    assert mailing.stop(update, LATER) == 3
    assert arrived() == []
    update.refresh_from_db()
    assert update.state == Update.State.STOPPED
    assert mailing.numbers(update) == mailing.Numbers(taken_back=3)
    with pytest.raises(NotPossible):
        send(update)


def test_what_comes_back_to_the_queue_after_a_stop_does_not_leave(make: Make, petition: Petition) -> None:
    """In conversation while the button was pressed, refused for now, and due again."""
    make.signature(petition)
    update = draft(petition)
    send(update)
    in_conversation = Letter.objects.filter(kind=Letter.Kind.UPDATE)
    in_conversation.update(state=State.SENDING)
    mailing.stop(update, LATER)
    in_conversation.update(state=State.DUE)
    assert arrived() == []


@pytest.mark.parametrize("press", ["stop", "hide"])
def test_what_a_worker_has_in_hand_stays_here_too(make: Make, petition: Petition, press: str) -> None:
    """A worker reads a hundred at once. Broken line: `update.state` as it was read with the letter."""
    for _ in range(3):
        make.signature(petition)
    update = draft(petition)
    send(update)
    buttons: dict[str, Callable[[], object]] = {
        "stop": lambda: mailing.stop(update, LATER),
        "hide": lambda: Page.objects.filter(pk=petition.pk).update(state=PageState.HIDDEN),
    }
    moments = iter(range(1000))

    def clock() -> dt.datetime:
        if next(moments) == 5:  # the batch is claimed, its first letter is next
            buttons[press]()
        return LATER

    mail.outbox.clear()
    letters.send_due(clock)
    assert len([letter for letter in mail.outbox if "council" in letter.subject]) <= 1
    waiting = Letter.objects.filter(update=update, state__in=(State.DUE, State.SENDING))
    assert not waiting.exists()
    assert mailing.numbers(update).taken_back >= 2


def test_a_colleague_who_saves_late_does_not_take_it_back_to_a_draft(make: Make, petition: Petition) -> None:
    """Opened as a draft, sent by somebody else, saved. Broken line: `save` of the row as it was read."""
    make.signature(petition)
    update = draft(petition)
    late = UpdateForm({"title": "Other words", "words": "Nobody read them."}, instance=_read(update))
    assert late.is_valid()
    send(update)
    with pytest.raises(NotPossible):
        late.keep(make.user(), LATER)
    stored = _read(update)
    assert (stored.state, stored.title) == (Update.State.SENDING, "The council listened")
    assert len(arrived()) == 1


def _read(update: Update) -> Update:
    return Update.objects.select_related("page").get(pk=update.pk)
