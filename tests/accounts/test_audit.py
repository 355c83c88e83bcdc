"""The audit log: complete, only ever added to, readable by those who answer for an organisation."""

from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts.auditing import Action, record
from accounts.models import Audit, Organisation, Role, User
from tests.makers import NOW, Make

LIST = "/admin/accounts/audit/"


@pytest.fixture
def mine(make: Make) -> Organisation:
    return make.organisation(name="Our own")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def line(organisation: Organisation | None, actor: User | None = None, **fields: Any) -> Audit:
    return record(
        **{"actor": actor, "action": Action.REVEAL, "organisation": organisation, "at": NOW, **fields}
    )


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE accounts_audit SET reason = 'x'",
        "UPDATE accounts_audit SET actor_id = %s",
        "DELETE FROM accounts_audit",
    ],
)
def test_a_line_is_never_rewritten(make: Make, mine: Organisation, act: str) -> None:
    line(mine, make.user())
    with (
        pytest.raises(InternalError, match="never rewritten"),
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute(act, [make.user().pk] if "%s" in act else None)
    assert Audit.objects.get().reason == ""


def test_a_person_who_leaves_is_forgotten_and_the_line_stays(make: Make, mine: Organisation) -> None:
    ana = make.user()
    line(mine, ana, person=ana, reason="asked by letter")
    ana.delete()
    kept = Audit.objects.get()
    assert (kept.actor, kept.person, kept.reason) == (None, None, "asked by letter")


def test_whom_it_was_about_is_a_hash_of_that_organisation(make: Make, mine: Organisation) -> None:
    here = line(mine, about="dolores@example.org").about
    assert here == line(mine, about="Dolores@example.org").about
    assert here and "dolores" not in here
    assert here != line(make.organisation(), about="dolores@example.org").about
    assert line(mine).about == ""


@pytest.mark.parametrize(
    ("role", "answer"),
    [(Role.OWNER, 200), (Role.DATA_OFFICER, 200), (Role.ORGANISER, 403), (Role.VIEWER, 403)],
)
def test_owners_and_data_officers_read_it(make: Make, mine: Organisation, role: Role, answer: int) -> None:
    line(mine)
    assert signed_in(make.user((mine, role))).get(LIST).status_code == answer


def test_lines_are_found_by_the_address_they_are_about(make: Make, mine: Organisation) -> None:
    wanted = line(mine, about="dolores@gmail.com")
    line(mine, about="somebody@example.org")
    line(make.organisation(), about="dolores@gmail.com")
    desk = signed_in(make.user((mine, Role.DATA_OFFICER)))
    found = desk.get(LIST, {"q": "Do.lo.res+news@googlemail.com"}).context["cl"].result_list
    assert [row.pk for row in found] == [wanted.pk]
    assert not desk.get(LIST, {"q": wanted.about}).context["cl"].result_list


def test_lines_are_found_by_what_was_done(make: Make, mine: Organisation) -> None:
    line(mine)
    wanted = line(mine, action=Action.EXPORT)
    desk = signed_in(make.user((mine, Role.OWNER)))
    found = desk.get(LIST, {"action": "export"}).context["cl"].result_list
    assert [row.pk for row in found] == [wanted.pk]


def test_the_whole_site_s_lines_are_for_those_who_run_it(make: Make, mine: Organisation) -> None:
    of_site = line(None, action=Action.SITE_RIGHTS)
    seen = signed_in(make.user((mine, Role.OWNER))).get(LIST).context["cl"].result_list
    assert of_site not in seen
    admin = make.user(is_superuser=True)
    admin.is_staff = True
    admin.save()
    assert of_site in signed_in(admin).get(LIST).context["cl"].result_list


def test_each_change_of_a_role_is_a_line(make: Make, mine: Organisation) -> None:
    owner = make.user((mine, Role.OWNER))
    desk = signed_in(owner)
    desk.post(
        "/admin/accounts/membership/add/",
        {"organisation": mine.pk, "email": "ana@example.org", "name": "Ana", "role": "viewer"},
    )
    ana = User.objects.get(email="ana@example.org")
    held = ana.memberships.get()
    desk.post(f"/admin/accounts/membership/{held.pk}/change/", {"role": "data_officer"})
    desk.post(f"/admin/accounts/membership/{held.pk}/delete/", {"post": "yes"})
    lines = Audit.objects.order_by("pk").values_list("action", "subject", "person", "actor", "organisation")
    assert list(lines) == [
        ("role_given", "viewer", ana.pk, owner.pk, mine.pk),
        ("role_changed", "viewer → data_officer", ana.pk, owner.pk, mine.pk),
        ("role_taken", "data_officer", ana.pk, owner.pk, mine.pk),
    ]


def test_rights_on_the_whole_site_are_a_line_too(make: Make) -> None:
    admin = make.user(is_superuser=True)
    ana = make.user(email="ana@example.org")
    User.objects.update(is_staff=True)
    fields = {"email": ana.email, "name": "Ana", "language": "en", "is_active": "on", "is_staff": "on"}
    desk = signed_in(admin)
    desk.post(f"/admin/accounts/user/{ana.pk}/change/", fields)
    assert not Audit.objects.exists()
    desk.post(f"/admin/accounts/user/{ana.pk}/change/", {**fields, "is_superuser": "on"})
    desk.post(f"/admin/accounts/user/{ana.pk}/password-link/")
    lines: Any = Audit.objects.order_by("pk").values_list("action", "subject", "person", "organisation")
    assert list(lines) == [
        ("site_rights", "is_superuser: True", ana.pk, None),
        ("password_link", "", ana.pk, None),
    ]
