"""An organiser mends a comma while people sign: the comma is mended, and nobody is lost from the count."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from accounts.models import Role
from causes.counting import count_all
from causes.models import Page, ReasonState, State
from petitions import reasons
from tests.makers import NOW, Make
from tests.processes import wait_until


class Fields(HTMLParser):
    """What a browser would post of a form it did not touch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag in ("select", "textarea"):
            self.inside = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in told:
            self.values[self.inside] = told.get("value") or ""
        elif tag == "input" and told.get("type") not in ("file", "submit", "checkbox", "radio"):
            self.values[name] = told.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.values and not self.values[self.inside]:
            self.values[self.inside] = data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.inside = ""


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["petition", "cause"])
def test_saving_a_page_in_the_desk_leaves_what_others_write_alone(kind: str) -> None:
    make = Make()
    petition = make.petition(story="Old story.")
    page: Any = petition if kind == "petition" else petition.cause
    desk = Client()
    desk.force_login(
        make.user((petition.organisation, Role.OWNER)), "django.contrib.auth.backends.ModelBackend"
    )
    address = f"/admin/{kind}s/{kind}/{page.pk}/change/"
    answers = Fields(desk.get(address).content.decode()).values
    for _ in range(3):
        make.signature(page)

    def save() -> int:
        try:
            return desk.post(
                address, {**answers, "title": "Keep it open, please", "wording_reason": "A comma"}
            ).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as organiser:
        with transaction.atomic():
            count_all(NOW)
            Page.objects.filter(pk=page.pk).update(state=State.PAUSED)
            saving = organiser.submit(save)
            wait_until(lambda: saving.done() or waits_for_a_lock(), "the desk at the page's row")
        assert saving.result() == 302
    stored = Page.objects.get(pk=page.pk)
    assert stored.title == "Keep it open, please"
    assert (stored.count, stored.counted_at, stored.state) == (3, NOW, State.PAUSED)


@pytest.mark.django_db(transaction=True)
def test_people_sign_while_an_organiser_reads_reasons() -> None:
    """Broken line: the page's row locked with its key, for which each new name has to wait."""
    make = Make()
    petition = make.petition()
    row = make.signature(petition, show_name=True, reason="My mother was treated here.")

    def sign() -> int:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            return make.pending(petition).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as visitor, transaction.atomic():
        reasons.judge(petition, row.pk, ReasonState.APPROVED, reasons.digest(row.reason))
        assert visitor.submit(sign).result()
