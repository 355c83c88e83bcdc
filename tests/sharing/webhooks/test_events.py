"""What is written down for an organisation's own systems: with the act, once, and for nobody else."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import Heard, Webhook
from causes import counting, forgetting, publishing, retention, striking
from causes.confirming import confirm, invalidate, release, restore, withdraw
from causes.models import Event, Page, Signed
from causes.signing import Arrival, sign
from petitions.models import Petition, Signature
from sharing.announcing import body_of
from sharing.erasure import erase
from tests.makers import NOW, Make
from tests.sharing.webhooks.conftest import Listen


def told() -> list[tuple[str, int]]:
    return list(Event.objects.order_by("pk").values_list("kind", "about"))


def test_a_name_is_told_from_first_to_last(make: Make, petition: Petition, listen: Listen) -> None:
    listen(petition.organisation)
    row = make.signature(petition)
    make.again(row)
    confirm(petition, row.link.code, row.name, True, NOW)
    assert row.supporter
    withdraw(row, NOW)
    erase(row.supporter, NOW)
    kinds = [kind for kind, about in told() if about == row.pk]
    assert kinds == ["signature.created", "signature.confirmed", "signature.withdrawn", "signature.erased"]


@pytest.mark.parametrize(
    ("acts", "kinds"),
    [
        ([withdraw], ["signature.created", "signature.withdrawn"]),
        ([invalidate], ["signature.created", "signature.withdrawn"]),
    ],
)
def test_what_never_counted_is_told_as_well(
    make: Make,
    petition: Petition,
    listen: Listen,
    acts: list[Callable[[Signed, dt.datetime], bool]],
    kinds: list[str],
) -> None:
    listen(petition.organisation)
    row = make.pending(petition)
    for act in acts:
        act(row, NOW)
        act(row, NOW)
    assert [kind for kind, _ in told()] == kinds


def test_a_struck_name_that_comes_back_is_confirmed_again(
    make: Make, petition: Petition, listen: Listen
) -> None:
    row = make.signature(petition)
    listen(petition.organisation)
    invalidate(row, NOW)
    assert body_of(Event.objects.get())["data"]["signature"]["by"] == "staff"
    restore(row, NOW)
    assert [kind for kind, _ in told()] == ["signature.withdrawn", "signature.confirmed"]


def test_many_at_once_are_told_one_by_one(make: Make, petition: Petition, listen: Listen) -> None:
    counted, waiting = make.signature(petition), make.pending(petition)
    listen(petition.organisation)
    struck = striking.strike(Signature, [counted.pk, waiting.pk], NOW)
    assert sorted(told()) == [("signature.withdrawn", counted.pk), ("signature.withdrawn", waiting.pk)]
    striking.put_back(Signature, struck, NOW)
    assert told()[2:] == [("signature.confirmed", counted.pk)]


def test_what_is_held_is_told_when_staff_let_it_go(make: Make, petition: Petition, listen: Listen) -> None:
    listen(petition.organisation)
    sign(petition, make.typed(petition), Arrival(), NOW, held=True)
    assert told() == []
    row = Signature.objects.get()
    release(row, NOW)
    assert told() == [("signature.created", row.pk)]


def test_milestones_and_ends_are_told_once(make: Make, petition: Petition, listen: Listen) -> None:
    listen(petition.organisation, ["petition.milestone", "petition.closed"])
    Page.objects.filter(pk=petition.pk).update(count=99)
    make.signature(petition)
    counting.count_all(NOW)
    counting.count_all(NOW)
    publishing.make("close", petition, NOW)
    assert told() == [("petition.milestone", 100), ("petition.closed", 0)]
    assert [body_of(event)["data"].get("state") for event in Event.objects.order_by("pk")] == [None, "closed"]


def test_who_is_forgotten_by_time_is_told_as_erased(make: Make, petition: Petition, listen: Listen) -> None:
    never, row = make.pending(petition), make.signature(petition)
    listen(petition.organisation, ["signature.erased"])
    retention.prune(NOW + dt.timedelta(days=40))
    assert told() == [("signature.erased", never.pk)]
    Page.objects.filter(pk=petition.pk).update(state="closed", closed_at=NOW)
    forgetting.forget(NOW + dt.timedelta(days=400))
    assert told()[1:] == [("signature.erased", row.pk)]


def test_an_undone_act_is_told_to_nobody(make: Make, petition: Petition, listen: Listen) -> None:
    listen(petition.organisation)
    with transaction.atomic():
        make.pending(petition)
        transaction.set_rollback(True)
    assert told() == []


def test_who_did_not_ask_hears_nothing(make: Make, petition: Petition, listen: Listen) -> None:
    listen(make.organisation())
    listen(petition.organisation, ["petition.closed"])
    listen(petition.organisation, switched_off_at=NOW)
    make.signature(petition)
    make.signature(petition.cause)
    assert told() == []


def test_signing_stays_one_statement(make: Make, petition: Petition, listen: Listen) -> None:
    listen(petition.organisation)
    typed = make.typed(petition)
    with CaptureQueriesContext(connection) as asked:
        sign(petition, typed, Arrival(), clock.now())
    assert len(asked) == 1 and Event.objects.count() == 1


def test_no_person_is_named_unless_an_owner_said_so(make: Make, petition: Petition, listen: Listen) -> None:
    hook = listen(petition.organisation, [Heard.CONFIRMED])
    row = make.signature(petition, name="María José", email="maria@example.net", reason="My mother")
    plain = body_of(Event.objects.select_related("webhook", "page__as_petition").get())
    assert not {"person", "updates", "reason"} & set(plain["data"]["signature"])
    for secret in ("María", "maria", "mother", "85701"):
        assert secret not in str(plain)
    assert plain["type"] == "signature.confirmed" and plain["data"]["signature"]["channel"] == "direct"
    Webhook.objects.filter(pk=hook.pk).update(with_names=True)
    named = body_of(Event.objects.get())["data"]["signature"]
    assert named["person"]["name"] == "María José" and named["identifiers"] == [f"groundswell:{row.pk}"]
    assert row.supporter
    erase(row.supporter, NOW)
    gone = body_of(Event.objects.get(kind="signature.confirmed"))
    assert gone["data"]["signature"] == {"identifiers": [f"groundswell:{row.pk}"]}
