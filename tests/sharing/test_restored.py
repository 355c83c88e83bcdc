"""A database from a backup: who was erased stays erased, and nothing that may have left leaves again."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts import clock, suppression
from accounts.models import Supporter, Suppressed
from causes.models import Letter
from sharing import posting, restored
from sharing.erasing_again import Erased, erasures
from sharing.models import Post
from sharing.tasks import send_posts
from tests.causes.news import arrived, draft, send
from tests.makers import NOW, Make
from tests.sharing.posts import connection, waiting
from tests.standins.x import XStandin

LATER = NOW + dt.timedelta(days=2)


def forgotten(person: Supporter, at: dt.datetime = NOW) -> Erased:
    """The line that another copy of this database wrote about them."""
    mailbox = suppression.mailbox_hash(person.organisation_id, person.email_key)
    return Erased(person.organisation.slug, mailbox, at)


def test_a_post_that_left_after_the_backup_is_found_and_not_posted_again(x: XStandin, make: Make) -> None:
    post = waiting(make, connection(x))
    before = {"state": post.state, "why": "", "attempts": 0, "remote_id": "", "settled_at": None}
    posting.send_due(clock.now)
    assert len(x.posts) == 1
    Post.objects.update(**before, lease_until=None, look_at=None, claimed_at=None)  # as the backup has it
    assert restored.settle([], clock.now()).posts == 1
    send_posts()
    post.refresh_from_db()
    assert (post.state, post.remote_id) == (Post.State.SENT, x.posts[0].id)
    assert len(x.posts) == 1


def test_a_planned_post_still_has_its_time(x: XStandin, make: Make) -> None:
    post = waiting(make, connection(x))
    Post.objects.update(due_at=clock.now() + dt.timedelta(hours=1))
    assert restored.settle([], clock.now()).posts == 0
    post.refresh_from_db()
    assert post.state == Post.State.READY


def test_an_update_is_not_written_to_anybody_twice(make: Make) -> None:
    petition = make.petition()
    make.signature(petition)
    send(draft(petition))
    pending = make.pending(petition)
    assert restored.settle([], LATER).letters == 1
    assert arrived(LATER) == []
    assert Letter.objects.get(kind=Letter.Kind.UPDATE).state == Letter.State.UNKNOWN
    asked = Letter.objects.get(email_key=pending.email_key)
    assert asked.state == Letter.State.SENT, "what somebody asked for goes out"


def test_the_list_is_what_this_house_remembers_and_names_nobody(make: Make) -> None:
    person = make.signature(make.petition(), email="ana@example.net").supporter
    suppression.suppress(person.organisation_id, person.email_key, NOW)
    assert list(erasures()) == [forgotten(person)]
    said = StringIO()
    call_command("erasures", stdout=said)
    assert "ana" not in said.getvalue() and person.organisation.slug in said.getvalue()


def test_who_came_back_by_themselves_stays(make: Make) -> None:
    petition = make.petition()
    gone = make.signature(petition, email="gone@example.net").supporter
    back = make.signature(petition, email="back@example.net", now=LATER).supporter
    pending = make.pending(petition, email="pending@example.net", now=LATER).supporter
    lines = [forgotten(person, NOW + dt.timedelta(hours=1)) for person in (gone, back, pending)]
    assert restored.settle(lines, LATER).erased == 1
    assert set(Supporter.objects.values_list("email", flat=True)) == {back.email, pending.email}
    assert not Letter.objects.filter(kind=Letter.Kind.RECEIPT_GONE).exists(), "the receipt was sent then"
    assert Suppressed.objects.count() == 3
    assert restored.settle(lines, LATER) == (0, 0, 0, 0)


def test_the_later_erasure_counts(make: Make) -> None:
    person = make.signature(make.petition(), email="twice@example.net", now=NOW).supporter
    suppression.suppress(person.organisation_id, person.email_key, NOW - dt.timedelta(days=9))
    assert restored.settle([forgotten(person, LATER)], LATER).erased == 1
    restored.settle([forgotten(person, NOW)], LATER)
    assert Suppressed.objects.get().since == LATER


def test_a_list_that_cannot_be_read_does_nothing(make: Make, tmp_path: Path) -> None:
    make.signature(make.petition())
    damaged = tmp_path / "erasures.jsonl"
    damaged.write_text('{"organisation": "clinics", "mailbox": "x"}\n')
    with pytest.raises(CommandError, match="line 1: no erasure"):
        call_command("after_restore", str(damaged))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("after_restore", str(tmp_path / "nowhere"))


def test_an_organisation_that_is_not_here_is_said(db: None, tmp_path: Path) -> None:
    listed = tmp_path / "erasures.jsonl"
    listed.write_text('{"organisation": "elsewhere", "mailbox": "x", "since": "2026-11-22T12:00:00+00:00"}\n')
    with pytest.raises(CommandError, match="1 erasures are of organisations"):
        call_command("after_restore", str(listed), stdout=StringIO())
