"""`manage.py prune`: forget now what is past its time; `--dry-run` only says how much that would be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts import clock
from causes import retention

_SAID = {
    "unconfirmed": "names that nobody confirmed within 30 days",
    "held": "names that were held for 30 days",
    "letters": "letters older than 30 days",
    "supporters": "people of whom nothing is left",
    "traces": "traces of where names came from, three days old",
    "undeliverable": "marks on mailboxes that nobody knows",
    "parent_pages": "pages whose network is forgotten",
    "links": "links that forget who brought them",
    "name_pages": "pages whose names are forgotten",
    "names": "names that become numbers",
}


class Command(BaseCommand):
    help = (
        "Forget what is past its time: unconfirmed names, letters, who brought whom, names of closed pages."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how much would go")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = clock.now()
        found = retention.plan(now) if dry_run else retention.prune(now)
        self.stdout.write("Would go now, nothing is changed:" if dry_run else "Gone:")
        for name, number in found.items():
            self.stdout.write(f"{number:>9}  {_SAID[name]}")
