"""`manage.py rotate_keys`: write what lies encrypted anew with the newest key; `--dry-run` only counts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import rekeying, two_step


class Command(BaseCommand):
    help = (
        "Encrypt every kept token anew with the first of FIELD_ENCRYPTION_KEYS; the others can go then. "
        "May be stopped and run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many lie under older keys")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        lost = 0
        for column in rekeying.columns():
            rekeying.rekey(column, write=not dry_run)
            lost += column.lost
            said = "under older keys" if dry_run else "written anew"
            unread = f", {column.lost} that no key opens" if column.lost else ""
            self.stdout.write(f"{column}: {column.old} of {column.filled} {said}{unread}")
        steps, unread_steps = two_step.rekey(write=not dry_run)
        lost += unread_steps
        said = "under older keys" if dry_run else "written anew"
        self.stdout.write(f"second steps of sign-ins: {steps} {said}")
        if lost:
            raise CommandError(
                f"{lost} values were left as they are: no key opens them. Keep the older keys."
            )
        if not dry_run:
            self.stdout.write("The first key opens everything: the others can be taken out of the settings.")
