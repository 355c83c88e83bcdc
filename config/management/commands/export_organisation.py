"""`manage.py export_organisation <address> <file.zip>`: leave with everything."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import clock
from accounts.auditing import Action, record
from accounts.models import Organisation
from sharing.taking_out import Everything


class Command(BaseCommand):
    help = "Writes everything of one organisation into a zip: pages, names, links, journals, pictures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="the end of its address, like vecinos-unidos")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation called {options['organisation']}.")
        if options["file"].exists():
            raise CommandError(f"{options['file']} is there already.")
        now, everything = clock.now(), Everything(organisation)
        try:
            with transaction.atomic():
                record(
                    actor=None, action=Action.EXPORT, organisation=organisation, subject="everything",
                    count=everything.names(), at=now,
                )  # fmt: skip
            with options["file"].open("xb") as file:
                rows = everything.write(file, now)
        finally:
            everything.close()
        self.stdout.write(f"{sum(rows.values())} rows of {len(rows)} tables are in {options['file']}.")
