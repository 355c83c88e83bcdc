"""`manage.py import_organisation <file.zip>`: come back with everything, into an empty site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharing.bringing_in import CannotBringIn, bring_in


class Command(BaseCommand):
    help = "Brings an organisation that export_organisation wrote into a site that has none yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            arrived = bring_in(options["file"])
        except (CannotBringIn, OSError) as error:
            raise CommandError(str(error)) from error
        for line in (f"{sum(arrived.rows.values())} rows are in.", *arrived.missing):
            self.stdout.write(line)
        self.stdout.write("Next: manage.py createsuperuser, then invite its people.")
