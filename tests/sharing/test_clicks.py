"""Clicks on their way from the redirect to the rows: every one by its reason, and none twice."""

import json

import pytest

from accounts import redis
from causes.models import Channel, Signed
from petitions.models import Petition
from sharing import clicks
from sharing.booking import book
from sharing.clicks import STREAM, put
from sharing.events import Event, new_id
from sharing.models import Click, ClickHour, ClickPosition
from tests.makers import NOW, Make
from tests.sharing.clicking import Outcome, booked, drained, event


@pytest.fixture
def petition(make: Make) -> Petition:
    return make.petition()


@pytest.fixture
def friend(make: Make, petition: Petition) -> Signed:
    return make.signature(petition)


def test_a_click_is_a_row_and_an_hour(friend: Signed, petition: Petition) -> None:
    put(event(friend, visitor="0a" * 16))
    assert not Click.objects.exists(), "the redirect did not wait for the database"
    assert drained() == 1
    row = Click.objects.get()
    assert (row.link, row.channel, row.hour, row.day) == (friend.link, "x", NOW, NOW.date())
    assert bytes(row.visitor) == b"\x0a" * 16
    hour = ClickHour.objects.get()
    assert (hour.page_id, hour.link_kind, hour.hour, hour.clicks) == (petition.pk, "person", NOW, 1)
    assert redis.client().xlen(STREAM) == 0


def test_every_outcome_is_counted_by_its_name(friend: Signed) -> None:
    for number, outcome in enumerate(Outcome, 1):
        if outcome != Outcome.REPEAT:
            for _ in range(number):
                put(event(friend, outcome))
    drained()
    assert booked() == {("x", o): n for n, o in enumerate(Outcome, 1) if o != Outcome.REPEAT}
    assert Click.objects.count() == 1


def test_the_same_visitor_is_a_repeat_in_one_batch_and_in_the_next(friend: Signed) -> None:
    for _ in range(2):
        for _ in range(3):
            put(event(friend, visitor="01" * 16))
        drained()
    assert booked() == {("x", Outcome.COUNTED): 1, ("x", Outcome.REPEAT): 5}


def test_and_a_new_one_the_next_day(friend: Signed) -> None:
    today = event(friend, visitor="01" * 16)
    book([today, Event(**{**today.__dict__, "id": new_id(), "hour": "2026-11-23T00:00:00+00:00"})])
    assert sorted(ClickHour.objects.values_list("outcome", flat=True)) == [Outcome.COUNTED] * 2


def test_partners_and_people_are_told_apart(friend: Signed, petition: Petition, make: Make) -> None:
    partner = make.partner(petition)
    for code in (partner.code, friend.link.code):
        put(Event(**{**event(friend).__dict__, "code": code}))
    drained()
    assert sorted(ClickHour.objects.values_list("link_kind", "clicks")) == [("partner", 1), ("person", 1)]


def test_a_code_nobody_knows_is_dropped(friend: Signed) -> None:
    put(Event(**{**event(friend).__dict__, "code": "unknown99"}))
    assert drained() == 1
    assert not ClickHour.objects.exists()


def test_a_click_that_redis_took_after_all_is_not_counted_twice(friend: Signed) -> None:
    """It timed out, so the click went straight into the rows; the entry was in the stream all the same."""
    click = event(friend)
    put(click)
    book([click])
    drained()
    assert booked() == {("x", Outcome.COUNTED): 1}


def test_many_batches(friend: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clicks, "BATCH", 7)
    for _ in range(50):
        put(event(friend))
    assert drained() == 50
    assert Click.objects.count() == 50


# --- Redis emptied, restarted, moved ---


def test_an_emptied_redis_begins_anew(friend: Signed) -> None:
    put(event(friend))
    drained()
    redis.client().flushdb()
    put(event(friend))
    assert drained() == 1
    assert Click.objects.count() == 2


def test_a_redis_whose_clock_is_behind_begins_anew(friend: Signed) -> None:
    """Another machine took over: its stream's ids are older than where we stood."""
    far = 10**15
    ClickPosition.objects.create(stream=STREAM, last_id=f"{far}-0")
    put(event(friend))
    put(event(friend))
    assert drained() == 2
    put(event(friend))
    assert drained() == 1
    assert Click.objects.count() == 3


def test_an_empty_stream_keeps_its_place(friend: Signed) -> None:
    put(event(friend))
    drained()
    before = ClickPosition.objects.get().last_id
    assert drained() == 0
    assert ClickPosition.objects.get().last_id == before


def test_a_stream_without_our_position_is_read_from_its_beginning(friend: Signed) -> None:
    put(event(friend))
    assert not ClickPosition.objects.exists()
    assert drained() == 1


UNREADABLE: list[dict[bytes, bytes]] = [
    {b"something": b"else"},
    {b"click": b"not json"},
    {b"click": b"[1, 2]"},
    {b"click": b'{"id": "x"}'},
    {b"click": b'{"id": 1, "code": 2, "of": "a newer version"}'},
    {b"click": b"\xff\xfe"},
]


@pytest.mark.parametrize("number", range(len(UNREADABLE)))
def test_an_entry_nobody_can_read_does_not_stop_the_others(
    friend: Signed, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    put(event(friend))
    redis.client().xadd(STREAM, UNREADABLE[number])  # type: ignore[arg-type]
    put(event(friend))
    assert drained() == 3
    assert booked() == {("x", Outcome.COUNTED): 2}
    assert "could not be read" in caplog.text


@pytest.mark.parametrize(
    "strange",
    [
        {"id": "no uuid"},
        {"hour": "yesterday"},
        {"visitor": "zz"},
        {"visitor": ""},
        {"referrer": "a\x00b"},
        {"channel": "x" * 50},
        {"outcome": "x" * 50},
    ],
)
def test_nor_does_one_that_no_column_takes(friend: Signed, strange: dict[str, str]) -> None:
    put(event(friend))
    redis.client().xadd(STREAM, {"click": json.dumps({**event(friend).__dict__, **strange})})
    put(event(friend))
    assert drained() == 3
    assert booked()["x", Outcome.COUNTED] == 2


def test_channels_fit_their_columns() -> None:
    assert max(map(len, Channel.values)) <= 12
    assert max(map(len, Outcome.values)) <= 16
