"""Many names struck by what they share: counted first, said yes to by number, told, undone as one."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Audit, Role, User
from causes import counting
from causes.models import Change, Letter
from petitions import rules
from petitions.models import Petition, Rule, RuleRow, Signature
from petitions.picking import Pick
from tests.makers import NOW, Make
from tests.recount import Recount, journals

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def petition(make: Make) -> Petition:
    """Ten people and four of a machine, one of which nobody confirmed; counted."""
    petition = make.petition(slug="clinic")
    for _ in range(10):
        make.signature(petition)
    for number in range(3):
        make.signature(petition, email=f"bot{number}@spam.example", postcode="99501", now=NOW + HOUR)
    make.pending(petition, email="bot9@spam.example", now=NOW + HOUR)
    counting.count_all(NOW)
    return petition


@pytest.fixture
def boss(make: Make, petition: Petition) -> User:
    return make.user((petition.organisation, Role.ORGANISER))


@pytest.fixture
def desk(boss: User) -> Client:
    client = Client()
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    return client


def work(now: dt.datetime = NOW) -> None:
    while rules.work_due(lambda: now):
        pass
    counting.count_all(now)


def look(petition: Petition, boss: User, act: Rule.Act = Rule.Act.STRIKE, **pick: Any) -> Rule:
    return rules.look(petition, act, Pick(**pick), "By a program.", boss, NOW)


def struck(petition: Petition) -> set[str]:
    return set(Signature.objects.filter(petition=petition, status="invalid").values_list("email", flat=True))


def told(petition: Petition) -> list[tuple[str, str, str]]:
    found = Change.objects.filter(page=petition.pk, what__in=("struck", "restored")).order_by("pk")
    return list(found.values_list("what", "after", "reason"))


BOTS = {f"bot{number}@spam.example" for number in (0, 1, 2, 9)}


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        ({"domain": "spam.example"}, 4), ({"domain": "SPAM.example"}, 4), ({"domain": "am.example"}, 0),
        ({"pattern": "bot*@*"}, 4), ({"pattern": "bot?@spam.example"}, 4), ({"pattern": "bot"}, 0),
        ({"pattern": "bot.@spam.example"}, 0), ({"pattern": "BOT1@*"}, 1), ({"pattern": "*[a-z]*"}, 0),
        ({"place": "995"}, 3), ({"place": "us-ak"}, 3), ({"since": NOW + HOUR}, 4),
        ({"until": NOW + HOUR}, 10),
        ({"status": "pending"}, 1), ({"domain": "spam.example", "status": "confirmed"}, 3),
        ({"channel": "direct"}, 14), ({"channel": "qr"}, 0), ({"status": "withdrawn"}, 0),
    ],
)  # fmt: skip
def test_what_names_share(petition: Petition, boss: User, pick: dict[str, Any], expected: int) -> None:
    assert look(petition, boss, **pick).expected == expected
    assert not struck(petition), "looking changes nothing"


def test_struck_told_and_taken_back_as_one(petition: Petition, boss: User, phone: Client) -> None:
    before = journals()
    rule = look(petition, boss, domain="spam.example")
    assert rules.start(rule, 4, "", boss, NOW) and not rules.start(rule, 4, "", boss, NOW)
    work()
    assert struck(petition) == BOTS
    rule.refresh_from_db()
    assert (rule.state, rule.changed, rule.counted) == ("done", 4, 3)
    assert told(petition) == [("struck", "3", "By a program.")]
    petition.refresh_from_db()
    assert petition.count == 10 and journals() == Recount().figures()
    page = phone.get("/p/clinic/").content.decode()
    assert "3 names were struck: they should not count." in page
    assert "By a program." in page and "/how-we-count/#checks" in page

    assert rules.undo(rule, boss, NOW) and not rules.undo(rule, boss, NOW)
    work()
    assert struck(petition) == set() and journals() == before
    assert told(petition)[1:] == [("restored", "3", "")]
    assert [line.action for line in Audit.objects.order_by("pk")] == ["invalidate", "restore"]
    assert Signature.objects.get(email="bot9@spam.example").status == "pending"


def test_the_number_must_be_the_one_that_stands_there(petition: Petition, boss: User, make: Make) -> None:
    rule = look(petition, boss, domain="spam.example")
    for typed in (None, 3, 14):
        with pytest.raises(rules.WrongNumber):
            rules.start(rule, typed, "", boss, NOW)
    Signature.objects.filter(email="bot9@spam.example").delete()
    with pytest.raises(rules.WrongNumber):  # fewer than when it was looked at
        rules.start(rule, 4, "", boss, NOW)
    rule.refresh_from_db()
    assert rule.expected == 3 and rules.start(rule, 3, "", boss, NOW)


def test_who_signs_after_the_look_is_not_meant(petition: Petition, boss: User, make: Make) -> None:
    rule = look(petition, boss, domain="spam.example")
    make.signature(petition, email="late@spam.example")
    rules.start(rule, 4, "", boss, NOW)
    work()
    assert struck(petition) == BOTS


def test_never_everybody(petition: Petition, boss: User) -> None:
    with pytest.raises(rules.MatchesEverything):
        look(petition, boss)
    rule = look(petition, boss, channel="direct")
    for slug in ("", "Clinic", "other"):
        with pytest.raises(rules.MoreThanHalf):
            rules.start(rule, 14, slug, boss, NOW)
    assert not rules.work_due(lambda: NOW)
    assert rules.start(rule, 14, "clinic", boss, NOW)


def test_stopped_on_the_way_and_taken_back(
    petition: Petition, boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    monkeypatch.setattr(rules, "BATCHES", 1)
    rule = look(petition, boss, domain="spam.example")
    rules.start(rule, 4, "", boss, NOW)
    assert rules.work_due(lambda: NOW) == 1
    assert rules.cancel(rule, NOW) and not rules.cancel(rule, NOW)
    work()
    assert len(struck(petition)) == 2 and told(petition) == [("struck", "2", "By a program.")]
    rules.undo(rule, boss, NOW)
    work()
    assert not struck(petition) and journals() == Recount().figures()


def test_held_names_are_released_together(petition: Petition, boss: User) -> None:
    Signature.objects.filter(email__startswith="bot").update(status="held", confirmed_at=None)
    Letter.objects.all().delete()
    rule = look(petition, boss, Rule.Act.RELEASE, place="995")
    assert rule.expected == 3
    rules.start(rule, 3, "", boss, NOW)
    work()
    assert Signature.objects.filter(status="pending", postcode="99501").count() == 3
    assert Letter.objects.filter(kind="confirm").count() == 3
    assert told(petition) == [] and not rules.undo(rule, boss, NOW), "letters that were sent are sent"
    assert Signature.objects.filter(status="held").count() == 1


def test_who_was_erased_meanwhile_is_left_out(petition: Petition, boss: User) -> None:
    rule = look(petition, boss, domain="spam.example")
    rules.start(rule, 4, "", boss, NOW)
    work()
    Signature.objects.filter(email="bot1@spam.example").delete()
    assert RuleRow.objects.count() == 3
    rules.undo(rule, boss, NOW)
    work()
    assert told(petition)[1:] == [("restored", "2", "")]


def test_at_the_desk(desk: Client, petition: Petition) -> None:
    make = f"/admin/petitions/rule/of/{petition.pk}/"
    answer = desk.get(make, {"status": "held", "act": "release"})
    assert 'value="release"' in answer.content.decode()
    assert desk.post(make, {"act": "strike", "note": "x"}).status_code == 422
    assert desk.post(make, {"act": "strike", "domain": "spam.example"}).status_code == 422
    assert desk.post(make, {"act": "strike", "pattern": "*@*", "note": "x"}).status_code == 422
    page = desk.post(make, {"act": "strike", "domain": "@Spam.example", "note": "By a program."})["Location"]
    seen = desk.get(page).content.decode()
    assert "<strong>4</strong>" in seen and "b•••@s•••" in seen and "bot0" not in seen
    wrong = desk.post(page.replace("change", "start"), {"number": "5"})
    assert wrong.status_code == 422 and not struck(petition)
    desk.post(page.replace("change", "start"), {"number": "4"})
    assert "A worker is at it" in desk.get(page).content.decode()
    work()
    assert "3 of them had counted" in desk.get(page).content.decode()
    desk.post(page.replace("change", "undo"))
    work()
    assert "of them put back" in desk.get(page).content.decode() and not struck(petition)


def test_who_only_reads_makes_no_rule(make: Make, petition: Petition, boss: User) -> None:
    rule = look(petition, boss, domain="spam.example")
    reads, other = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    reads.force_login(make.user((petition.organisation, Role.DATA_OFFICER)), backend=backend)
    other.force_login(make.user((make.organisation(), Role.OWNER)), backend=backend)
    for client, status in ((reads, 403), (other, 404)):
        assert client.get(f"/admin/petitions/rule/of/{petition.pk}/").status_code == status
        assert client.post(f"/admin/petitions/rule/{rule.pk}/start/", {"number": "4"}).status_code == status
    assert reads.get(f"/admin/petitions/rule/{rule.pk}/change/").status_code == 200
    rule.refresh_from_db()
    assert rule.state == "checking"
