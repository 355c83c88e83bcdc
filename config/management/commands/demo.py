"""`manage.py demo`: two made-up organisations, their petitions, and the crowd that signed them."""

import os
import time
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import clock
from accounts.models import Organisation
from causes import counting
from causes.models import Page, State
from config.demo import leavers, pages, people, rows, seen, told, visits
from sharing import growth


class Command(BaseCommand):
    help = "Fill an empty database with demo content: everybody in it is invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="another number makes another crowd")
        parser.add_argument("--add", action="store_true", help="also beside organisations that are no demo")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        theirs = Organisation.objects.filter(is_demo=False).exists()
        if theirs and not options["add"]:
            raise CommandError("This database has organisations that are no demo. Add the demo with --add.")
        if Organisation.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo is already here; its sign-ins get new passwords.")
        else:
            signatures = make(options["seed"], with_admin=not theirs)
            seconds = time.monotonic() - started
            self.stdout.write(f"Demo: {signatures} confirmed signatures and supports in {seconds:.1f} s.")
        self.hand_out_passwords()

    def hand_out_passwords(self) -> None:
        """To the file alone: neither output nor log shows a password."""
        path = os.environ.get("DEMO_FILE", "")
        if not path:
            self.stdout.write(
                "Nobody can sign in yet: set DEMO_FILE to the file that passwords shall be written to."
            )
            return
        people.write_file(Path(path), {**people.new_passwords(), "petitions": open_petitions()})
        self.stdout.write(f"Sign-ins are in {path}.")


@transaction.atomic
def make(seed: int, with_admin: bool = True) -> int:
    """Write the whole demo; returns how many confirmed signatures and supports it counts.

    The same seed at the same moment of the application clock makes the same content, but for link
    codes: those stay unguessable.
    """
    now, chance = clock.now(), Random(seed)
    shown = pages.write(now)
    organisations = list({each.page.organisation.pk: each.page.organisation for each in shown}.values())
    for organisation in organisations:
        written = rows.write([each for each in shown if each.page.organisation == organisation], now, chance)
        visits.write(written, chance)
        seen.write(written, now)
    counting.count_all(now)
    told.write(shown, now)
    leavers.write(organisations, now, chance)
    people.write(organisations, with_admin)
    return sum(Page.objects.filter(organisation__in=organisations).values_list("count", flat=True))


def open_petitions() -> list[str]:
    """Addresses of the demo's open petitions, the one with most signatures in the last 24 hours first."""
    shown = Page.objects.filter(organisation__is_demo=True, kind=Page.Kind.PETITION, state=State.OPEN)
    return [row.page.slug for row in growth.page_rows(shown, clock.now())]
