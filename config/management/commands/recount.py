"""`manage.py recount`: count every confirmed name anew and compare; `--mend` corrects the counts shown."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from causes import recounting


class Command(BaseCommand):
    help = (
        "Compare every page's count and journal with its rows, and every list with its people. "
        "Exits with an error when they differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="set the counts to what the rows say")
        parser.add_argument(
            "--reason",
            default="Every name was counted anew.",
            help="what the pages say about the correction (with --mend)",
        )

    def handle(self, *args: Any, mend: bool, reason: str, **options: Any) -> None:
        found, lists = recounting.differences(), recounting.list_differences()
        for row in found:
            self.stdout.write(
                f"page {row.page_id}: {row.rows} rows, {row.counted} counted, {row.journal} in the journal, "
                f"{row.ways} by way, {row.regions} by region"
            )
        for organisation in lists:
            self.stdout.write(
                f"organisation {organisation.organisation_id}: {organisation.people} people on the list, "
                f"{organisation.journal} in the journal; {organisation.signers} signed, "
                f"{organisation.signers_booked} booked; {organisation.again} more than once, "
                f"{organisation.again_booked} booked; {organisation.wrong} marked wrongly"
            )
        if found and not mend:
            raise CommandError(f"{len(found)} pages differ; --mend sets their counts to the rows")
        recounting.mend(found, clock.now(), reason)
        self.stdout.write("Every count equals its rows." if not found else "Mended.")
        if lists:
            raise CommandError(f"{len(lists)} lists differ from their people; somebody has to look why")
